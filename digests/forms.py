from django import forms
from django.utils.translation import gettext_lazy as _

from digests.models import Subscription


class MailForm(forms.Form):
    """What a reader wants by mail."""

    frequency = forms.ChoiceField(
        label=_("A digest"),
        choices=Subscription.Frequency,
        widget=forms.RadioSelect,
        help_text=_(
            "New summaries of what you follow, and those that readers voted highest. "
            "When there is nothing new, nothing is sent."
        ),
    )
    selections = forms.BooleanField(
        label=_("New selections"),
        required=False,
        help_text=_("What our editors recommend, soon after it comes out: about one mail a month."),
    )
