"""What can be followed, and how addresses name it."""

from accounts.models import User
from papers.models import Author, Category, Paper, PaperRedirect, Venue
from reading.models import Follow
from reading.models.follows import Target
from shortsci.requests import number_in

Kind = Follow.Kind
KINDS: dict[type[Target], Follow.Kind] = {
    User: Kind.PERSON,
    Paper: Kind.PAPER,
    Category: Kind.CATEGORY,
    Venue: Kind.VENUE,
    Author: Kind.AUTHOR,
}


def kind_of(target: Target) -> Follow.Kind:
    return next(kind for model, kind in KINDS.items() if isinstance(target, model))


def key_of(target: Target) -> str:
    """What names the target in an address: a user name, a category's code, a venue's slug, or a number."""
    if isinstance(target, User):
        return target.username
    return target.slug if isinstance(target, Venue) else str(target.pk)


def find_target(kind: str, key: str) -> Target | None:
    """None where nothing has this name, or its account is closed; of a paper that was joined, the one it is now."""
    if kind not in Kind.values or "\0" in key:  # no text column holds it, and PostgreSQL cannot even be asked
        return None
    if kind == Kind.PERSON:
        return User.objects.filter(username__iexact=key, is_active=True).first()
    if kind == Kind.CATEGORY:
        return Category.objects.filter(code=key).first()
    if kind == Kind.VENUE:
        return Venue.objects.filter(slug=key).first()
    number = number_in(key)
    if number is None:
        return None
    return find_paper(number) if kind == Kind.PAPER else Author.objects.filter(pk=number).first()


def find_paper(number: int) -> Paper | None:
    target = PaperRedirect.objects.filter(paper=number).values_list("target", flat=True).first()
    return Paper.objects.filter(pk=target or number).first()
