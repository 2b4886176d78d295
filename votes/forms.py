from django import forms


class VoteForm(forms.Form):
    value = forms.TypedChoiceField(choices=[(-1, "down"), (0, "none"), (1, "up")], coerce=int)
