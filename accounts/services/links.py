"""Accounts of one person: asked for from one of them, confirmed from the other, or decided by a moderator."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountLink, Notification, User
from accounts.services.notifications import notify, withdraw_notices
from shortsci.errors import DomainError

UNDER_WAY = timedelta(minutes=10)  # no request takes longer
MOST_ASKED = 5  # links of one account that wait for an answer

# What other apps do when accounts are found to be one person's: they enter a function here when they are loaded, since
# this app knows nothing of them. It takes the numbers of all accounts of the person, in the transaction of the link.
link_followers: list[Callable[[Sequence[int]], None]] = []


class UnknownAccount(DomainError):
    code = "unknown_account"
    status = 404
    message = _("There is no account of this name.")


class OwnAccount(DomainError):
    code = "own_account"
    message = _("This is the account that you are using. Give the user name of your other one.")


class AlreadyLinked(DomainError):
    code = "already_linked"
    status = 409
    message = _("These two accounts are linked already.")


class TooManyLinks(DomainError):
    code = "too_many_links"
    status = 409
    message = format_lazy(
        _("{number} accounts have not answered you yet. Take one of these requests back first."), number=MOST_ASKED
    )


class LinkHolds(DomainError):
    code = "link_holds"
    status = 409
    message = _("A confirmed link stays; if it is wrong, write to the moderators.")


@transaction.atomic
def ask_for_link(*, asker: User, username: str) -> AccountLink:
    """Says that the account of this name is the asker's too. It holds once the other account confirms it.

    Where the other has asked already, this confirms; the same call twice changes nothing. User names are public, so
    an unknown one is told. Raises UnknownAccount, OwnAccount, AlreadyLinked or TooManyLinks.
    """
    other = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
    if other is None:
        raise UnknownAccount
    if other == asker:
        raise OwnAccount
    lock_people([asker, other])
    link = find_link(asker, other)
    if link is None:
        return ask(asker, other)
    if link.confirmed_at:
        raise AlreadyLinked
    return link if link.asked_by_id == asker.pk else confirm_link(by=asker, link=link)


def ask(asker: User, other: User) -> AccountLink:
    asker.refresh_from_db(fields=["eldest"])
    if asker.eldest_id and User.objects.filter(pk=other.pk, eldest=asker.eldest_id).exists():
        raise AlreadyLinked
    if AccountLink.objects.pending().filter(asked_by=asker).count() >= MOST_ASKED:
        raise TooManyLinks
    first, second = sorted((asker, other), key=lambda user: user.pk)
    link = AccountLink.objects.create(first=first, second=second, asked_by=asker)
    text = format_lazy(
        _("{name} says that your two accounts belong to one person. Confirm or decline it in your settings."),
        name=asker.username,
    )
    tell(other, text, notice_key(link))
    return link


@transaction.atomic
def confirm_link(*, by: User, link: AccountLink) -> AccountLink:
    """The account that was asked says yes; from now on both are one person's. Confirmed twice is confirmed once.

    Raises UnknownAccount where `by` is not the one that was asked.
    """
    lock_people([link.first, link.second])
    current = AccountLink.objects.of(by).exclude(asked_by=by).select_for_update().filter(pk=link.pk).first()
    if current is None:
        raise UnknownAccount
    if current.confirmed_at is None:
        withdraw_notices(readers=[by], key=notice_key(current))
        make_hold(current)
    return current


@transaction.atomic
def withdraw_link(*, by: User, link: AccountLink) -> None:
    """Takes back what was asked, or declines it; nothing happens where it is gone. Raises LinkHolds."""
    lock_people([link.first, link.second])
    current = AccountLink.objects.of(by).select_for_update().filter(pk=link.pk).first()
    if current is None:
        return
    if current.confirmed_at:
        raise LinkHolds
    withdraw_notices(readers=[current.first, current.second], key=notice_key(current))
    current.delete()


@transaction.atomic
def link_accounts(*, one: User, other: User, by: User) -> AccountLink:
    """A moderator's decision: it holds at once, and both accounts are told. Done twice it is done once.

    Raises OwnAccount where both are the same.
    """
    if one == other:
        raise OwnAccount(_("An account cannot be linked with itself."))
    lock_people([one, other])
    first, second = sorted((one, other), key=lambda user: user.pk)
    link, _created = AccountLink.objects.get_or_create(first=first, second=second, defaults={"asked_by": by})
    if link.confirmed_at is None:
        withdraw_notices(readers=[first, second], key=notice_key(link))
        make_hold(link)
        for reader, twin in ((first, second), (second, first)):
            text = _("A moderator found that your account and {name} belong to one person, and linked them.")
            tell(reader, format_lazy(text, name=twin.username), f"{notice_key(link)}-holds")
    return link


@transaction.atomic
def part_accounts(*, link: AccountLink) -> None:
    """A moderator undoes a link; votes that were withdrawn for it stay withdrawn, the voters can cast them again.

    One that nobody has confirmed has joined nothing: it goes without a word.
    """
    lock_people([link.first, link.second])
    current = AccountLink.objects.select_for_update().filter(pk=link.pk).first()
    if current is None:
        return
    withdraw_notices(readers=[link.first, link.second], key=notice_key(current))
    current.delete()
    if current.confirmed_at is None:
        return
    for reader, twin in ((link.first, link.second), (link.second, link.first)):
        group(reader.pk)
        text = _("A moderator parted your account from {name}: they are no longer taken for one person's.")
        tell(reader, format_lazy(text, name=twin.username), f"{notice_key(link)}-parted")


def leave_links(user: User) -> None:
    """For an account that is closed. What it held together stays together: its neighbours are linked directly.

    The caller holds `lock_people`.
    """
    neighbours = sorted(neighbours_of([user.pk]) - {user.pk})
    fields = {"asked_by": None, "confirmed_at": timezone.now()}
    for second in neighbours[1:]:
        AccountLink.objects.get_or_create(first_id=neighbours[0], second_id=second, defaults=fields)
    for link in AccountLink.objects.of(user).pending():
        withdraw_notices(readers=[link.first, link.second], key=notice_key(link))
    AccountLink.objects.of(user).delete()
    for pk in (user.pk, *neighbours[:1]):
        group(pk)


def other_accounts_of(user: User) -> list[User]:
    """All that are linked with it, over others too."""
    if user.eldest_id is None:
        return []
    return list(User.objects.filter(eldest=user.eldest_id).exclude(pk=user.pk).order_by("pk"))


def make_hold(link: AccountLink) -> None:
    link.confirmed_at = timezone.now()
    link.save(update_fields=["confirmed_at"])
    people = group(link.first_id)
    for follow in link_followers:
        follow(people)


def follow_new_links() -> int:
    """Does once more what a new link does, for what was under way when it was confirmed; returns how many links.

    A request that was let in just before goes on as if the accounts were strangers. Repeated, it changes nothing.
    """
    links = AccountLink.objects.filter(confirmed_at__gte=timezone.now() - UNDER_WAY).select_related("first")
    for link in links.order_by("pk"):
        follow_again(link)
    return len(links)


@transaction.atomic
def follow_again(link: AccountLink) -> None:
    """Parted meanwhile, its accounts are no longer one person's."""
    lock_people([link.first])
    people = sorted(find_people([link.first_id]))
    for follow in link_followers if len(people) > 1 else ():
        follow(people)


def lock_people(users: Sequence[User]) -> None:
    """With all that are linked to them, in one order: of two changes of one person's accounts the second waits."""
    while not lock_as_found([user.pk for user in users]):
        pass


@transaction.atomic
def lock_as_found(pks: Sequence[int]) -> bool:
    """False where others were linked to them meanwhile; the locks are given back then, and taken in order again."""
    found = find_people(pks)
    list(User.objects.filter(pk__in=found).order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    is_whole = find_people(pks) <= found
    if not is_whole:
        transaction.set_rollback(True)
    return is_whole


def find_people(pks: Iterable[int]) -> set[int]:
    """Follows the confirmed links from these accounts to all that they lead to."""
    found = new = set(pks)
    while new:
        new = neighbours_of(new) - found
        found = found | new
    return found


def group(pk: int) -> list[int]:
    """Writes down which of the accounts that are one with this one is the eldest, and returns all of them."""
    people = sorted(find_people([pk]))
    User.objects.filter(pk__in=people).update(eldest=people[0] if len(people) > 1 else None)
    return people


def neighbours_of(pks: Iterable[int]) -> set[int]:
    held = AccountLink.objects.confirmed()
    links = held.filter(Q(first__in=pks) | Q(second__in=pks)).values_list("first", "second")
    return {pk for link in links for pk in link}


def find_link(one: User, other: User) -> AccountLink | None:
    return AccountLink.objects.of(one).of(other).select_for_update().first()


def tell(reader: User, text: str | Promise, key: str) -> None:
    url = f"{reverse('settings')}#accounts"
    notify(reader=reader, kind=Notification.Kind.ACCOUNT, text=text, url=url, key=key)


def notice_key(link: AccountLink) -> str:
    return f"account-link-{link.pk}"
