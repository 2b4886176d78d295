from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.identifiers import Identifier, InvalidIdentifier, parse_identifier
from papers.models import Paper, Resource
from papers.querysets import PaperQuerySet
from papers.sources.bibtex import MAXIMUM_BYTES


class SubmitForm(forms.Form):
    """Takes anything that names a paper; `cleaned_data["identifier"]` is an Identifier."""

    identifier = forms.CharField(
        label=_("arXiv id, DOI or link"),
        max_length=2000,
        widget=forms.TextInput(
            attrs={"placeholder": "1706.03762", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type or paste what names the paper.")},
    )

    def clean_identifier(self) -> Identifier:
        try:
            return parse_identifier(self.cleaned_data["identifier"])
        except InvalidIdentifier as error:
            raise forms.ValidationError(gettext(str(error))) from error


class WebAddressField(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    kind = forms.ChoiceField(label=_("What it is"), choices=Resource.Kind.choices)
    url = WebAddressField(label=_("Address"), max_length=500, assume_scheme="https")

    class Meta:
        model = Resource
        fields = ["kind", "url", "title"]
        labels = {"title": _("Title")}
        help_texts = {"title": _("A few words that say what one finds there.")}

    def validate_unique(self) -> None:
        """The service tells of a link that is there already."""


class MergeForm(forms.Form):
    """`cleaned_data["other"]` is a Paper."""

    other = forms.CharField(
        label=_("The other paper"), help_text=_("Its number here, its arXiv id or its DOI."), max_length=2000
    )
    reason = forms.CharField(label=_("Why they are one work (if you like)"), max_length=300, required=False)
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_other(self) -> Paper:
        text = self.cleaned_data["other"].strip()
        papers = Paper.objects.filter(pk=int(text)) if text.isdecimal() and len(text) < 18 else identified(text)
        paper = papers.first()
        if paper is None:
            raise forms.ValidationError(_("There is no such paper here."))
        return paper


def identified(text: str) -> PaperQuerySet:
    try:
        return Paper.objects.identified_by(parse_identifier(text))
    except InvalidIdentifier as error:
        raise forms.ValidationError(gettext(str(error))) from error


class BibtexForm(forms.Form):
    """A file or a pasted text; of both, the file."""

    file = forms.FileField(label=_("A .bib file"), required=False)
    text = forms.CharField(
        label=_("Or paste entries"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "placeholder": "@article{…"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            raise forms.ValidationError(_("Choose a file or paste some entries."))
        return cleaned

    def content(self) -> bytes:
        """Of a large file, only as much as shows that it is too large."""
        file = self.cleaned_data["file"]
        return bytes(file.read(MAXIMUM_BYTES + 1)) if file else self.cleaned_data["text"].encode()
