import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.services import is_name_of_former_member


def validate_name_is_free(username: str) -> None:
    """The name of somebody who left stays theirs: mentions, quotations and exports still mean them."""
    if re.match("former-", username, re.IGNORECASE) or is_name_of_former_member(username):
        raise ValidationError(_("This name belonged to somebody who has left, or looks as if it did."))


# User names stand in addresses beside suffixes such as `.rss`, so they hold no dot.
username_validators = [
    RegexValidator(
        r"\A[A-Za-z0-9][A-Za-z0-9_-]{1,29}\Z",
        _("A user name has 2 to 30 letters, digits, hyphens or underscores, and starts with a letter or a digit."),
    ),
    validate_name_is_free,
]
