"""When a digest is due and which days it covers. No clock, no database.

A digest covers whole days: anonymous summaries are dated to the day, and a window that began at the hour of sending
would lose those that came out later on a day that was covered.
"""

from datetime import UTC, date, datetime, time, timedelta

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"


def next_sending(frequency: str, now: datetime, hour: int) -> datetime:
    """The first moment after `now` at this hour UTC: of any day, of a Monday, of the first of a month."""
    day = now.astimezone(UTC).date()
    for days in range(32):
        moment = datetime.combine(day + timedelta(days=days), time(hour), UTC)
        if moment > now and is_day_of(frequency, moment.date()):
            return moment
    raise ValueError(f"{frequency} is no frequency")


def is_day_of(frequency: str, day: date) -> bool:
    return {DAILY: True, WEEKLY: day.weekday() == 0, MONTHLY: day.day == 1}.get(frequency, False)


def first_day(frequency: str, sending: datetime) -> date:
    """Of the days that a first digest covers; the last one is the day before it is sent."""
    day = sending.date()
    if frequency == MONTHLY:
        return (day - timedelta(days=1)).replace(day=1)
    return day - timedelta(days=7 if frequency == WEEKLY else 1)
