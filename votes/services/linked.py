"""One person, one vote: accounts that are linked do not vote on each other, nor twice on anything else."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import other_accounts_of
from shortsci.errors import DomainError
from summaries.models import Summary
from votes.models import Vote


class LinkedAccount(DomainError):
    """One sentence for both reasons, so that it does not tell who wrote an anonymous summary."""

    code = "linked_account"
    status = 403
    message = _("One of your linked accounts has written this summary or voted on it, so this one cannot vote on it.")


def linked_voters(voter: User) -> frozenset[int]:
    """The other accounts of the voter's person. It costs no query where there are none."""
    return frozenset(account.pk for account in other_accounts_of(voter))


def refuse_linked_vote(voter: User, summary: Summary, value: int) -> None:
    """Called under the summary's lock. A vote can always be withdrawn. Raises LinkedAccount."""
    if value == 0 or not (others := linked_voters(voter)):
        return
    if summary.writer_id in others or Vote.objects.filter(summary=summary, voter__in=others).exists():
        raise LinkedAccount
