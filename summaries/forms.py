from django import forms

from summaries.models import Summary
from summaries.services import MAXIMUM_BODY


class SummaryForm(forms.Form):
    """What a writer fills in; a text that is too long comes back with the form, not lost."""

    tldr = forms.CharField(
        label="In one sentence",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 300}),
        help_text="Shown in lists. Plain text.",
    )
    body = forms.CharField(
        label="Summary",
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
        error_messages={"required": "A summary needs some text."},
    )
    visibility = forms.ChoiceField(
        label="Who can read it",
        choices=[(Summary.Visibility.PUBLIC, "Everybody"), (Summary.Visibility.PRIVATE, "Only me")],
        initial=Summary.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body.replace("\r\n", "\n")) > MAXIMUM_BODY:
            raise forms.ValidationError(
                f"This text has {len(body):,} characters; a summary may have {MAXIMUM_BODY:,}. Nothing is lost: "
                "shorten it below and send it again."
            )
        return body


class ShortScienceForm(forms.Form):
    """The feed of one's summaries, saved as a file."""

    file = forms.FileField(label="Your ShortScience feed, an .xml file")
    visibility = forms.ChoiceField(
        label="Who can read them",
        choices=[(Summary.Visibility.PUBLIC, "Everybody"), (Summary.Visibility.PRIVATE, "Only me, for now")],
        initial=Summary.Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )
