"""What changes an account; one module a noun."""

from accounts.services.closing import (
    clear_account,
    closing_followers,
    closings_left,
    end_closing,
    is_name_of_former_member,
    tell_followers,
)
from accounts.services.languages import set_language
from accounts.services.links import (
    AlreadyLinked,
    LinkHolds,
    OwnAccount,
    TooManyLinks,
    UnknownAccount,
    ask_for_link,
    confirm_link,
    follow_new_links,
    link_accounts,
    link_followers,
    other_accounts_of,
    part_accounts,
    withdraw_link,
)
from accounts.services.mail import mail_notices, read_unsubscribe_token, stop_mail, unsubscribe_token
from accounts.services.notifications import mark_opened, mark_read, notify, notify_all, withdraw_notices
from accounts.services.tokens import NewToken, create_token, revoke_token

__all__ = [
    "AlreadyLinked",
    "LinkHolds",
    "NewToken",
    "OwnAccount",
    "TooManyLinks",
    "UnknownAccount",
    "ask_for_link",
    "clear_account",
    "closing_followers",
    "closings_left",
    "confirm_link",
    "create_token",
    "end_closing",
    "follow_new_links",
    "is_name_of_former_member",
    "link_accounts",
    "link_followers",
    "mail_notices",
    "mark_opened",
    "mark_read",
    "notify",
    "notify_all",
    "other_accounts_of",
    "part_accounts",
    "read_unsubscribe_token",
    "revoke_token",
    "set_language",
    "stop_mail",
    "tell_followers",
    "unsubscribe_token",
    "withdraw_link",
    "withdraw_notices",
]
