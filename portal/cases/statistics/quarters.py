"""Quarters of a year, as cases and bulletins are counted by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import pgettext

_CODE = re.compile(r"([0-9]{4})Q([1-4])")
FIRST_YEAR, LAST_YEAR = 1949, 9998


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """``2026Q3``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Raises ValueError for a quarter that is none."""
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 4):
            raise ValueError(f"{self.year}Q{self.number}")

    @classmethod
    def parse(cls, code: str) -> Quarter:
        """Of its code; ValueError for anything else."""
        found = _CODE.fullmatch(code)
        if not found:
            raise ValueError(code)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> str:
        """As cases, addresses and filters write it."""
        return f"{self.year:04d}Q{self.number}"

    @property
    def short(self) -> str:
        """As little as tells it, for the scale of a chart."""
        return pgettext("a quarter on a scale", "%(year)dQ%(number)d") % {"year": self.year, "number": self.number}

    @property
    def first_day(self) -> date:
        """The day on which it begins."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        following = Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        return following.first_day - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        """The quarter before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def back(self, count: int) -> list[Quarter]:
        """So many quarters, the newest first: this one and those before it."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].before)
        return found

    @property
    def year_before(self) -> Quarter:
        """The same quarter of the year before."""
        return Quarter(self.year - 1, self.number)

    @property
    def year_so_far(self) -> tuple[Quarter, ...]:
        """The quarters of its year up to itself."""
        return tuple(Quarter(self.year, number) for number in range(1, self.number + 1))

    def is_future(self, today: date) -> bool:
        """Whether it has not begun yet."""
        return today < self.first_day

    def is_running(self, today: date) -> bool:
        """Whether it has begun and not ended, so that its figures may still change."""
        return self.first_day <= today <= self.last_day

    def __str__(self) -> str:
        return self.code
