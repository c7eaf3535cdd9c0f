"""The spans of time for which something is counted, and what readers call them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cases.statistics.quarters import Quarter
from search import vocabularies


def quarter_label(quarter: Quarter) -> str:
    """As readers see it."""
    return vocabularies.labels("quarter", (quarter.code,))[quarter.code].label


class Span(models.TextChoices):
    """For which time a block counts."""

    QUARTER = "quarter", _("this quarter")
    YEAR = "year", _("this year")
    ALL = "all", _("all years")

    def begin(self, today: date) -> date | None:
        """The first day; None: from the first notice on."""
        first = {Span.QUARTER: Quarter.of(today).first_day, Span.YEAR: date(today.year, 1, 1)}
        return first.get(self)

    def end(self, today: date) -> date | None:
        """The last day of the whole quarter or year, so that an address holds until then; None: without end."""
        last = {Span.QUARTER: Quarter.of(today).last_day, Span.YEAR: date(today.year, 12, 31)}
        return last.get(self)

    def text(self, today: date) -> str:
        """What readers are told of it."""
        codes = {Span.QUARTER: Quarter.of(today).code, Span.YEAR: f"{today.year:04d}"}
        if self not in codes:
            return str(self.label)
        return vocabularies.labels("quarter", (codes[self],))[codes[self]].label
