from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.querysets import AccountLinkQuerySet, NotificationQuerySet
from shortsci.links import address_of
from shortsci.prepared import Prepared, below_zero

FORMER_MEMBER = _("A former member")


class User(AbstractUser):
    """A person with an account: writer, voter, reader."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("name"),
        max_length=80,
        blank=True,
        help_text=_("Shown beside your summaries; your user name when left empty."),
    )
    bio = models.CharField(
        _("about you"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: what you work on, what you read."),
    )
    mail_notices = models.BooleanField(
        _("mail me what I have not read"),
        default=True,
        help_text=_("Comments on your summaries, answers, mentions of your name, summaries that you asked for."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        db_default="",
        default="",
        help_text=_("Of pages, notices and mails."),
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The person has left; nothing of them but a number is kept."
    )
    # Read with every vote: whoever has one account, as almost everybody has, is asked nothing more.
    eldest = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The first account of this person, where they have several; derived from the confirmed links.",
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_whatever_case"),
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_case"),
        ]
        # On PostgreSQL `iexact`, with which people are looked up here and in allauth, compares capitals.
        indexes = [
            models.Index(Upper("username"), name="user_username_in_capitals"),
            models.Index(Upper("email"), name="user_email_in_capitals"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return str(FORMER_MEMBER) if self.closed_at else self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def get_absolute_url(self) -> str:
        """Empty where the account is closed: it has no page."""
        return "" if self.closed_at else address_of("user", self.username)

    @cached_property
    def unread_notices(self) -> int:
        """For the head of every page; counted once a request."""
        return sum(number for (number,) in UNREAD.rows([self.pk]))


UNREAD = Prepared(lambda readers: Notification.objects.unread().numbers_of(readers), below_zero)


class Notification(models.Model):
    """Something happened that a person wants to know. Holds no text of a summary, which may be hidden later."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("A comment on my summary")
        ANSWER = "answer", _("An answer to my comment")
        MENTION = "mention", _("My name in a comment")
        WANTED = "wanted", _("A summary that I asked for")
        MODERATION = "moderation", _("A moderator's decision on my work")
        ACCOUNT = "account", _("My account itself")

    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200, help_text="Address on this site, from the slash.")
    key = models.CharField(max_length=60, help_text="What it tells of; told once, whatever is repeated.")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "key"], name="notification_once_a_reader")]
        indexes = [
            models.Index(fields=["reader", "-id"], name="notification_of_reader"),
            models.Index(fields=["reader"], condition=models.Q(read_at__isnull=True), name="notification_unread"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(read_at__isnull=True, mailed_at__isnull=True),
                name="notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AccountLink(models.Model):
    """Two accounts of one person. They do not vote on each other, and have one vote together on anything else.

    The person asks from one of them and confirms from the other, or a moderator says so.
    """

    first = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", help_text="The older account.")
    second = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="It holds from then on.")

    objects = AccountLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="account_link_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="account_link_in_order"),
        ]
        indexes = [models.Index(fields=["second"], name="account_link_back")]

    def __str__(self) -> str:
        return f"{self.first.username} is {self.second.username}"


class Closing(models.Model):
    """An account that is being closed: what is left to do, and what its owner chose. Gone once all is done."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="closing")
    keeps_summaries = models.BooleanField(help_text="Public summaries stay, under the name of a former member.")
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"closing of account {self.user_id}"
