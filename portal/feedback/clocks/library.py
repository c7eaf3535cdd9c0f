"""Fills the table of working days from chinesecalendar. It knows the years that the State Council has announced."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from chinese_calendar import constants

from portal.feedback.models import Workday

MADE_UP = "调休上班"


class UnknownYear(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The library does not know this year yet."""


class SpecialDay(NamedTuple):
    """A day that is not what its weekday says."""

    date: date
    is_work: bool
    note: str


def known_years() -> list[int]:
    """The years that the library knows."""
    return sorted({day.year for day in constants.holidays})


def days_of(year: int) -> list[SpecialDay]:
    """Its holidays, by their Chinese names, and its make-up days."""
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    off = [SpecialDay(day, False, names[name]) for day, name in constants.holidays.items() if day.year == year]
    on = [SpecialDay(day, True, MADE_UP) for day in constants.workdays if day.year == year]
    if not off:
        raise UnknownYear
    return sorted(off + on)


def load(year: int) -> int:
    """Enter a year; what somebody has entered by hand stays. How many days are new."""
    there = set(Workday.objects.filter(date__year=year).values_list("date", flat=True))
    new = [Workday(**day._asdict()) for day in days_of(year) if day.date not in there]
    Workday.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
