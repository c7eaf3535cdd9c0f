"""When something is due after an inspection."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """So many working days later; Saturdays and Sundays are none. Holidays are not known here."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < _SATURDAY
    return day


def months_after(day: date, number: int) -> date:
    """The same day so many months later, or the last one of a month that is shorter."""
    month = day.month - 1 + number
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
