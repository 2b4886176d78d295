"""What keeps votes honest on this site, as its settings have it now, in words."""

from dataclasses import dataclass

from django.conf import settings


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
            "Own and linked accounts",
            is_on=True,
            state="Nobody votes on their own summary, nor from an account that is linked with the writer’s. "
            "Linked accounts have one vote together.",
        ),
    ]


def delay() -> Defence:
    hours = settings.VOTE_DELAY_HOURS
    return Defence(
        "New accounts",
        is_on=hours > 0,
        state=f"Votes of an account younger than {count(hours, 'hour')} are kept, and count when it is that old."
        if hours
        else "Votes of a new account count at once.",
    )


def down_votes() -> Defence:
    points = settings.DOWNVOTE_REPUTATION
    return Defence(
        "Down-votes",
        is_on=points > 0,
        state=f"Take {count(points, 'point')} of reputation." if points else "Open to everybody who has an account.",
    )


def reasons() -> Defence:
    is_required = settings.DOWNVOTE_REASON_REQUIRED
    return Defence(
        "Reasons",
        is_on=is_required,
        state="A down-vote is refused without a reason." if is_required else "A down-vote is asked for its reason.",
    )


def limit() -> Defence:
    votes = settings.VOTES_A_MINUTE
    return Defence(
        "Pace",
        is_on=votes > 0,
        state=f"One account may send {count(votes, 'vote')} within a minute." if votes else "No limit.",
    )


def bursts() -> list[Defence]:
    minutes = count(settings.BURST_MINUTES, "minute")
    held = "are held until a moderator has looked; none is dropped in silence"
    on_one, from_one = settings.BURST_VOTES_ON_SUMMARY, settings.BURST_VOTES_FROM_NETWORK
    return [
        Defence(
            "Bursts on one summary",
            is_on=on_one > 0,
            state=f"More than {count(on_one, 'vote')} within {minutes} {held}." if on_one else "Not watched.",
        ),
        Defence(
            "Bursts from one address range",
            is_on=from_one > 0,
            state=f"More than {count(from_one, 'vote')} on one summary within {minutes} {held}."
            if from_one
            else "Not watched.",
        ),
    ]


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
