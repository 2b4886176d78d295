from django import forms

from reading.models import Reading


class FollowForm(forms.Form):
    """Whether the reader follows from now on, as the pressed button says."""

    is_followed = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1")


class StateForm(forms.Form):
    state = forms.ChoiceField(choices=Reading.State.choices, required=False)


class NoteForm(forms.Form):
    note = forms.CharField(required=False, strip=False)
