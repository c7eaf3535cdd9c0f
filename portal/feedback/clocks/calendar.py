"""Working days. The table is the truth; where a year is missing in it, weekdays are counted, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.feedback.models import Workday

_DAY = timedelta(days=1)
#: No limit reaches further than two years; a table that makes every day a holiday must not hold up a request.
_HORIZON = 1100


class NoWorkingDay(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The table knows no working day for years: somebody has entered nonsense."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The exceptions from the weekdays, by day."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    @classmethod
    def since(cls, first: date) -> WorkCalendar:
        """All that is known from the beginning of this year on."""
        rows = Workday.objects.filter(date__gte=date(first.year, 1, 1)).order_by()
        return cls(dict(rows.values_list("date", "is_work")))

    def knows(self, year: int) -> bool:
        """Whether the year has been entered."""
        return date(year, 1, 1) in self.exceptions

    def is_work(self, day: date) -> bool:
        """Whether offices are open."""
        return self.exceptions.get(day, day.weekday() < 5)

    def after(self, start: date, working_days: int) -> date:
        """The last of so many working days; the day on which it begins is not counted."""
        days = self._working(start + _DAY)
        for _number in range(working_days - 1):
            next(days)
        return next(days) if working_days else start

    def before(self, day: date, working_days: int) -> date:
        """So many working days earlier."""
        for _step in range(_HORIZON):
            if working_days <= 0:
                break
            day -= _DAY
            working_days -= self.is_work(day)
        return day

    def from_day(self, day: date) -> date:
        """The day itself, or the next working day: what ends on a holiday ends on the first working day after it."""
        return next(self._working(day))

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``."""
        return sum(self.is_work(start + _DAY * number) for number in range(1, (end - start).days + 1))

    def is_sure(self, start: date, end: date) -> bool:
        """Whether all years from one day to the other have been entered."""
        return all(self.knows(year) for year in range(start.year, end.year + 1))

    def _working(self, first: date) -> Iterator[date]:
        for number in range(_HORIZON):
            day = first + _DAY * number
            if self.is_work(day):
                yield day
        raise NoWorkingDay
