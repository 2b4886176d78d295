from django import forms

from papers.identifiers import Identifier, InvalidIdentifier, parse_identifier


class SubmitForm(forms.Form):
    """Takes anything that names a paper; `cleaned_data["identifier"]` is an Identifier."""

    identifier = forms.CharField(
        label="arXiv id, DOI or link",
        max_length=2000,
        widget=forms.TextInput(
            attrs={"placeholder": "1706.03762", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "Type or paste what names the paper."},
    )

    def clean_identifier(self) -> Identifier:
        try:
            return parse_identifier(self.cleaned_data["identifier"])
        except InvalidIdentifier as error:
            raise forms.ValidationError(str(error)) from error
