"""What keeps votes honest on this site, as its settings have it now, in words."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, ngettext

from shortsci.numbers import grouped


@dataclass(frozen=True)
class Defence:
    name: str
    is_on: bool
    state: str


def defences_in_force() -> list[Defence]:
    return [
        delay(),
        down_votes(),
        reasons(),
        limit(),
        *bursts(),
        Defence(
            gettext("Own and linked accounts"),
            is_on=True,
            state=gettext(
                "Nobody votes on their own summary, nor from an account that is linked with the writer’s. "
                "Linked accounts have one vote together."
            ),
        ),
    ]


def delay() -> Defence:
    hours = settings.VOTE_DELAY_HOURS
    young = ngettext(
        "Votes of an account younger than %(number)s hour are kept, and count when it is that old.",
        "Votes of an account younger than %(number)s hours are kept, and count when it is that old.",
        hours,
    )
    state = young % {"number": grouped(hours)} if hours else gettext("Votes of a new account count at once.")
    return Defence(gettext("New accounts"), is_on=hours > 0, state=state)


def down_votes() -> Defence:
    points = settings.DOWNVOTE_REPUTATION
    needed = ngettext("Take %(number)s point of reputation.", "Take %(number)s points of reputation.", points)
    state = needed % {"number": grouped(points)} if points else gettext("Open to everybody who has an account.")
    return Defence(gettext("Down-votes"), is_on=points > 0, state=state)


def reasons() -> Defence:
    is_required = settings.DOWNVOTE_REASON_REQUIRED
    refused = gettext("A down-vote is refused without a reason.")
    asked = gettext("A down-vote is asked for its reason.")
    return Defence(gettext("Reasons"), is_on=is_required, state=refused if is_required else asked)


def limit() -> Defence:
    votes = settings.VOTES_A_MINUTE
    most = ngettext(
        "One account may send %(number)s vote within a minute.",
        "One account may send %(number)s votes within a minute.",
        votes,
    )
    state = most % {"number": grouped(votes)} if votes else gettext("No limit.")
    return Defence(gettext("Pace"), is_on=votes > 0, state=state)


def bursts() -> list[Defence]:
    on_one, from_one = settings.BURST_VOTES_ON_SUMMARY, settings.BURST_VOTES_FROM_NETWORK
    many = gettext(
        "More than %(votes)s within %(minutes)s are held until a moderator has looked; none is dropped in silence."
    )
    many_from_one = gettext(
        "More than %(votes)s on one summary within %(minutes)s are held until a moderator has looked; "
        "none is dropped in silence."
    )
    return [
        burst(gettext("Bursts on one summary"), many, on_one),
        burst(gettext("Bursts from one address range"), many_from_one, from_one),
    ]


def burst(name: str, sentence: str, most: int) -> Defence:
    minutes = settings.BURST_MINUTES
    numbers = {
        "votes": ngettext("%(number)s vote", "%(number)s votes", most) % {"number": grouped(most)},
        "minutes": ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": grouped(minutes)},
    }
    return Defence(name, is_on=most > 0, state=sentence % numbers if most else gettext("Not watched."))
