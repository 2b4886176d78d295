"""What changes an account; one module a noun."""

from accounts.services.mail import mail_notices, read_unsubscribe_token, stop_mail, unsubscribe_token
from accounts.services.notifications import mark_opened, mark_read, notify, withdraw_notices
from accounts.services.tokens import NewToken, create_token, revoke_token

__all__ = [
    "NewToken",
    "create_token",
    "mail_notices",
    "mark_opened",
    "mark_read",
    "notify",
    "read_unsubscribe_token",
    "revoke_token",
    "stop_mail",
    "unsubscribe_token",
    "withdraw_notices",
]
