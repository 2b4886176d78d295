"""Who gets mail, and the sending of it; one module a noun."""

from digests.services.selections import mail_selections
from digests.services.sending import send_digests
from digests.services.subscriptions import (
    InvalidStopLink,
    Stream,
    choose_mails,
    forget_subscription,
    read_stop_token,
    stop_mails,
    stop_token,
    subscription_of,
)

__all__ = [
    "InvalidStopLink",
    "Stream",
    "choose_mails",
    "forget_subscription",
    "mail_selections",
    "read_stop_token",
    "send_digests",
    "stop_mails",
    "stop_token",
    "subscription_of",
]
