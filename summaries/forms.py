from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shortsci.numbers import grouped
from shortsci.row_numbers import LARGEST
from summaries.models import Draft, Summary
from summaries.services import MAXIMUM_BODY, MAXIMUM_COMMENT, Text
from summaries.services.drafts import TEXT_FIELDS

MAXIMUM_DRAFT = 4 * MAXIMUM_BODY  # a text that is too long to publish can still be kept and shortened
READERS = [
    (Summary.Visibility.PUBLIC, _("Everybody")),
    (Summary.Visibility.UNLISTED, _("Anyone with the address (unlisted)")),
    (Summary.Visibility.PRIVATE, _("Only me")),
]


class KeptInput(forms.TextInput):
    """A field that nobody sees, and that a reload does not fill in again; HTML allows that for text alone."""

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True, "autocomplete": "off"})


class TextForm(forms.Form):
    """All that a writer decides of a summary, and what the text was built on."""

    tldr = forms.CharField(
        label=_("TL;DR, in one sentence"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 300}),
        help_text=_("Shown in lists. Plain text."),
    )
    body = forms.CharField(
        label=_("Summary"),
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
        error_messages={"required": _("A summary needs some text.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who can read it"), choices=READERS, initial=Summary.Visibility.PUBLIC, widget=forms.RadioSelect
    )
    is_anonymous = forms.BooleanField(
        label=_("Sign with a pseudonym"),
        required=False,
        help_text=_(
            "Readers see a made-up name that is yours on this paper alone. Whoever runs this site can still find "
            "out that it was you, and your way of writing may tell others."
        ),
    )
    competing_interests = forms.CharField(
        label=_("Competing interests"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 500}),
        help_text=_("What ties you to the paper, its authors or its rivals. Shown with the summary."),
    )
    ai_use = forms.CharField(
        label=_("Use of AI"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 500}),
        help_text=_("Whether and how a language model took part. Shown with the summary."),
    )
    note = forms.CharField(
        label=_("What you changed"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 200}),
        help_text=_("Optional; shown in the history."),
    )
    base_revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=KeptInput)

    def clean_body(self) -> str:
        """With plain line ends, whoever sent it."""
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n")

    @property
    def text(self) -> Text:
        """Of a form that is valid."""
        return Text(**{name: self.cleaned_data[name] for name in TEXT_FIELDS})

    @property
    def statements(self) -> list[forms.BoundField]:
        return [self["competing_interests"], self["ai_use"]]


class SummaryForm(TextForm):
    """What a writer fills in; a text that is too long comes back with the form, not lost."""

    draft_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=KeptInput)

    def clean_body(self) -> str:
        body = super().clean_body()
        if len(body) > MAXIMUM_BODY:
            raise forms.ValidationError(
                gettext(
                    "This text has %(number)s characters; a summary may have %(most)s. Nothing is lost: "
                    "shorten it below and send it again."
                )
                % {"number": grouped(len(body)), "most": grouped(MAXIMUM_BODY)}
            )
        return body


class DraftForm(TextForm):
    """A text that is still growing: it may be empty, or too long to publish."""

    body = forms.CharField(required=False, strip=False, max_length=MAXIMUM_DRAFT)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 2, required=False)


def fields_of_draft(draft: Draft) -> dict[str, object]:
    """What the form starts with when a draft is opened again."""
    return {"note": draft.note, **{name: getattr(draft, name) for name in TEXT_FIELDS}}


def fields_of_summary(summary: Summary) -> dict[str, object]:
    return {name: getattr(summary, name) for name in TEXT_FIELDS}


class ShortScienceForm(forms.Form):
    """The feed of one's summaries, saved as a file."""

    file = forms.FileField(label=_("Your ShortScience feed, an .xml file"))
    visibility = forms.ChoiceField(
        label=_("Who can read them"),
        choices=[(Summary.Visibility.PUBLIC, _("Everybody")), (Summary.Visibility.PRIVATE, _("Only me, for now"))],
        initial=Summary.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )


class CommentForm(forms.Form):
    """A remark or an answer; `parent` is the comment that it answers."""

    body = forms.CharField(label=_("Your comment"), error_messages={"required": _("A comment needs some text.")})
    parent = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body.replace("\r\n", "\n")) > MAXIMUM_COMMENT:
            raise forms.ValidationError(
                gettext(
                    "This comment has %(number)s characters; %(most)s are the most. Nothing is lost: "
                    "shorten it below and send it again."
                )
                % {"number": grouped(len(body)), "most": grouped(MAXIMUM_COMMENT)}
            )
        return body


class WishForm(forms.Form):
    """Whether a reader waits for a summary."""

    is_wanted = forms.TypedChoiceField(choices=[("1", "yes"), ("0", "no")], coerce=lambda value: value == "1")
