from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no generic forms at run time
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As my browser asks")), *settings.LANGUAGES],
        required=False,
        help_text=_("Of pages, notices and mails."),
    )

    class Meta:
        model = User
        fields = ["display_name", "bio", "mail_notices", "language"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}


class PlainLabels:
    """No colon, as in all our forms, and no placeholder: one that repeats the label looks like a filled field."""

    fields: dict[str, forms.Field]
    label_suffix: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LogInForm(PlainLabels, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """The page has the way to a new password beside its button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class SignUpForm(PlainLabels, allauth_forms.SignupForm):  # type: ignore[misc]
    pass


class EmailForm(PlainLabels, allauth_forms.AddEmailForm):  # type: ignore[misc]
    pass


class PasswordForm(PlainLabels, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class FirstPasswordForm(PlainLabels, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(PlainLabels, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(PlainLabels, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class LinkForm(forms.Form):
    """The other account of the same person, by its user name."""

    username = forms.CharField(
        label=_("User name of your other account"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
