"""That the calendar of the coming year is missing: staff are told from the first of November on."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from portal.feedback.clocks.calendar import WorkCalendar

#: The State Council announces it in November.
FROM_MONTH = 11


def missing_years(today: date | None = None) -> list[int]:
    """The years that due days are counted in by weekdays alone."""
    day = today or timezone.localdate()
    calendar = WorkCalendar.since(day)
    years = [day.year, *([day.year + 1] if day.month >= FROM_MONTH else [])]
    return [year for year in years if not calendar.knows(year)]
