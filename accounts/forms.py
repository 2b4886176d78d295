from django import forms

from accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no generic forms at run time
    class Meta:
        model = User
        fields = ["display_name", "bio", "mail_notices"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}
