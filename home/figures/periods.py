"""Quarters, and the spans of time for which something is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from search import vocabularies


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; ``number`` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def begin(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        after = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return after - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        """The quarter before it."""
        return Quarter.of(self.begin - timedelta(days=1))

    @property
    def code(self) -> str:
        """As the search filter writes it: ``2026Q3``."""
        return f"{self.year:04d}Q{self.number}"

    @property
    def label(self) -> str:
        """As readers see it."""
        return vocabularies.labels("quarter", (self.code,))[self.code].label


class Span(models.TextChoices):
    """For which time a block counts."""

    QUARTER = "quarter", _("this quarter")
    YEAR = "year", _("this year")
    ALL = "all", _("all years")

    def begin(self, today: date) -> date | None:
        """The first day; None: from the first notice on."""
        first = {Span.QUARTER: Quarter.of(today).begin, Span.YEAR: date(today.year, 1, 1)}
        return first.get(self)

    def end(self, today: date) -> date | None:
        """The last day of the whole quarter or year, so that an address holds until then; None: without end."""
        last = {Span.QUARTER: Quarter.of(today).end, Span.YEAR: date(today.year, 12, 31)}
        return last.get(self)

    def text(self, today: date) -> str:
        """What readers are told of it."""
        codes = {Span.QUARTER: Quarter.of(today).code, Span.YEAR: f"{today.year:04d}"}
        if self not in codes:
            return str(self.label)
        return vocabularies.labels("quarter", (codes[self],))[codes[self]].label
