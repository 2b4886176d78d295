from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from votes.models import Vote
from votes.ranking_plots import MAXIMUM_HOURS, MAXIMUM_VOTES, Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class VoteForm(forms.Form):
    value = forms.TypedChoiceField(choices=[(-1, "down"), (0, "none"), (1, "up")], coerce=int)
    reason = forms.ChoiceField(choices=[("", ""), *Vote.Reason.choices], required=False)


class PendingVoteForm(forms.Form):
    """A vote before the log-in: there is none to take back."""

    value = forms.TypedChoiceField(choices=[(-1, "down"), (1, "up")], coerce=int)


class DecisionForm(forms.Form):
    """What a moderator says of a burst, as the pressed button carries it."""

    is_counted = forms.TypedChoiceField(
        choices=[("1", "count them"), ("0", "set them aside")], coerce=lambda value: value == "1"
    )


class ClosingForm(forms.Form):
    """The password, because it cannot be undone; and a choice that nobody makes by the way."""

    summaries = forms.ChoiceField(
        label=_("Your public summaries"),
        choices=[
            ("keep", _("Keep them, under “A former member”")),
            ("delete", _("Delete them")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of your public summaries.")},
    )
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, *args: Any, user: User, has_summaries: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not has_summaries:
            del self.fields["summaries"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


def votes_field(label: "StrOrPromise") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MAXIMUM_VOTES)


def hours_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Age in hours"), min_value=0, max_value=MAXIMUM_HOURS)


class PlotForm(forms.Form):
    """The two summaries that the plots compare; what is left out has its default."""

    DEFAULTS = {"up": 8, "down": 1, "age": 6, "rival_up": 60, "rival_down": 25, "rival_age": 24}

    up = votes_field(_("Up-votes"))
    down = votes_field(_("Down-votes"))
    age = hours_field()
    rival_up = votes_field(_("Up-votes"))
    rival_down = votes_field(_("Down-votes"))
    rival_age = hours_field()

    def entries(self) -> tuple[Entry, Entry]:
        """The summary and its rival; a field that is wrong counts with its default."""
        values = {**self.DEFAULTS, **(self.cleaned_data if self.is_bound else {})}
        own = Entry("own", values["up"], values["down"], values["age"])
        return own, Entry("rival", values["rival_up"], values["rival_down"], values["rival_age"])
