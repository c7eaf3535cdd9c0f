"""Notices by kind and quarter, and when anything was last published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Self

from django.db.models import CharField, Count, QuerySet, Value
from django.utils import timezone

from home.figures.rows import first_of, published, search_address, united
from portal.cases.statistics.quarters import Quarter
from portal.content.models import PublicChange
from portal.content.prepared import Given, PreparedQuery
from portal.notices.documents import SOURCES, NoticeSource
from search import vocabularies


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many notices of each kind were published in some quarters."""

    numbers: dict[tuple[str, Quarter], int]

    @classmethod
    def of(cls, quarters: Sequence[Quarter]) -> Self:
        """Count them in one query; the quarters follow on each other."""
        rows = _counted().ask(begin=min(quarters).first_day, end=max(quarters).last_day)
        numbers: Counter[tuple[str, Quarter]] = Counter()
        for kind, day, total in rows:
            numbers[kind, Quarter.of(day)] += total
        return cls(numbers)

    def total(self, quarter: Quarter) -> int:
        """All kinds together."""
        return sum(number for (_kind, when), number in self.numbers.items() if when == quarter)

    def tiles(self, quarter: Quarter) -> list[Tile]:
        """All together, then each kind that had anything in this quarter or the one before."""
        found = vocabularies.labels("kind", [source.name for source in SOURCES])
        kinds = sorted(found, key=lambda kind: found[kind].order)
        tiles = [Tile("", self.total(quarter), self.total(quarter.before), quarter)]
        each = (
            Tile(kind, self.numbers.get((kind, quarter), 0), self.numbers.get((kind, quarter.before), 0), quarter)
            for kind in kinds
        )
        return [*tiles, *(tile for tile in each if tile.count or tile.before)]


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of a quarter beside that of the quarter before."""

    #: Empty: all kinds.
    kind: str
    count: int
    before: int
    quarter: Quarter

    @property
    def change(self) -> int:
        """How many more; below 0: fewer."""
        return self.count - self.before

    @property
    def fewer(self) -> int:
        """How many fewer."""
        return -self.change

    @property
    def address(self) -> str:
        """The search that lists what is counted; empty where there is nothing."""
        return self._address(self.quarter) if self.count else ""

    @property
    def address_before(self) -> str:
        """The same for the quarter before."""
        return self._address(self.quarter.before) if self.before else ""

    def _address(self, quarter: Quarter) -> str:
        return search_address(quarter.first_day, quarter.last_day, kind=(self.kind,) if self.kind else ())


def last_update() -> date | None:
    """The day on which readers were last told that something was published, changed or withdrawn; None: nothing yet."""
    told: list[datetime] = _told_last().ask()
    if told:
        return timezone.localdate(told[0])
    # Notices of a time before changes were written down.
    return max((day for (day,) in _published_last().ask(today=timezone.localdate())), default=None)


@cache
def _counted() -> PreparedQuery[Any]:
    """Kinds and days with their numbers of notices; a quarter of a day would be reckoned by Python for each notice."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        found = published(source).annotate(of_kind=Value(source.name, CharField()))
        counted = found.values("of_kind", "published_on").annotate(total=Count("pk"))
        return counted.values_list("of_kind", "published_on", "total")

    return PreparedQuery(united(rows))


@cache
def _published_last() -> PreparedQuery[Any]:
    """Of each kind the newest day until ``today``: a step in the index by day, however many notices there are."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        until = source.model.objects.published().filter(published_on__lte=Given("today"))
        return first_of(source, until, 1).values_list("published_on")

    return PreparedQuery(united(rows))


@cache
def _told_last() -> PreparedQuery[Any]:
    """When something public was last added, corrected, masked or withdrawn."""
    return PreparedQuery(PublicChange.objects.order_by("-at").values_list("at", flat=True)[:1])
