"""From a day and a limit to the day on which it is due."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from portal.feedback.clocks.calendar import WorkCalendar
from portal.feedback.models import Measure, TimeLimit


class Due(NamedTuple):
    """The last day, and whether a year that nobody has entered yet was counted by its weekdays."""

    day: date
    is_provisional: bool


def due(start: date, limit: TimeLimit, days: WorkCalendar | None = None) -> Due:
    """When it is due. The day itself does not count; an end on a day off moves to the next working day."""
    days = days or WorkCalendar.since(start)
    if limit.measure == Measure.WORKING_DAYS:
        day = days.after(start, limit.amount)
    elif limit.measure == Measure.MONTHS:
        day = days.from_day(months_after(start, limit.amount))
    else:
        day = days.from_day(start + timedelta(days=limit.amount))
    return Due(day, not days.is_sure(start, day))


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
