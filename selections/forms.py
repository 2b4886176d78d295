from django import forms
from django.utils.translation import gettext_lazy as _

from papers.models import Venue
from selections.models import Entry, Selection
from selections.services import MAXIMUM_TEXT, EntryText, Head
from summaries.forms import KeptInput
from summaries.models import Summary

TEXT = {"rows": 10, "maxlength": MAXIMUM_TEXT, "spellcheck": "true"}
FIRST_YEAR, LAST_YEAR = 1900, 2200


class TextField(forms.CharField):
    """Markdown with plain line ends, whoever sent it."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class VersionField(forms.IntegerField):
    """What the text was built on."""

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=2**31 - 1, widget=KeptInput)


class HeadForm(forms.Form):
    """Title, address, introduction, and where suggestions come from."""

    title = forms.CharField(label=_("Title"), max_length=160)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("Ends the address of the page: small letters, digits and hyphens, such as iclr-2021."),
    )
    introduction = TextField(
        label=_("Introduction"),
        required=False,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("Markdown with LaTeX, as in summaries."),
    )
    venue = forms.SlugField(
        label=_("Venue"),
        required=False,
        help_text=_("Of a pick from a conference its short name here, such as iclr; suggestions are then its papers."),
    )
    venue_year = forms.IntegerField(label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    version = VersionField()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        return slug.lower()

    def clean_venue(self) -> Venue | None:
        slug = self.cleaned_data["venue"]
        venue = Venue.objects.filter(slug=slug.lower()).first() if slug else None
        if slug and venue is None:
            raise forms.ValidationError(_("No venue here has this short name; the page of venues lists them."))
        return venue

    @property
    def head(self) -> Head:
        """Of a form that is valid."""
        names = ("title", "slug", "introduction", "venue", "venue_year")
        return Head(**{name: self.cleaned_data[name] for name in names})


class EntryForm(forms.Form):
    """Why one should read a paper, what is in it, and which of its summaries stand with it."""

    why = TextField(label=_("Why"), required=False, widget=forms.Textarea(attrs={**TEXT, "rows": 5}))
    insights = TextField(
        label=_("Key insights"),
        required=False,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("Markdown with LaTeX; a list reads well."),
    )
    summaries = forms.TypedMultipleChoiceField(
        label=_("Summaries that stand with it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = VersionField()

    def __init__(self, *args: object, choices: list[Summary], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        field = self.fields["summaries"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(summary.pk), label_of(summary)) for summary in choices]

    @property
    def text(self) -> EntryText:
        """Of a form that is valid."""
        return EntryText(**{name: self.cleaned_data[name] for name in ("why", "insights", "summaries")})


def label_of(summary: Summary) -> str:
    votes = f"{summary.upvotes} ↑ {summary.downvotes} ↓"
    return f"{summary.byline} · {votes} · {summary.tldr}" if summary.tldr else f"{summary.byline} · {votes}"


def fields_of_head(selection: Selection) -> dict[str, object]:
    return {
        "title": selection.title,
        "slug": selection.slug,
        "introduction": selection.introduction,
        "venue": selection.venue.slug if selection.venue else "",
        "venue_year": selection.venue_year,
        "version": selection.version,
    }


def fields_of_entry(entry: Entry) -> dict[str, object]:
    chosen = [str(pk) for pk in entry.summaries.values_list("pk", flat=True)]
    return {"why": entry.why, "insights": entry.insights, "summaries": chosen, "version": entry.version}
