"""Notices by kind and quarter, and when anything was last published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from home.figures.rows import published, search_address, united
from portal.cases.statistics.quarters import Quarter
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
        return cls({(kind, Quarter.of(day)): total for kind, day, total in rows})

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
    """The day on which a notice that anybody may read was last published or changed; None while there is none."""
    days: list[date] = []
    for _kind, day, moment in _updated().ask(today=timezone.localdate()):
        days += [day] if day else []
        days += [timezone.localtime(moment).date()] if moment else []
    return max(days, default=None)


@cache
def _counted() -> PreparedQuery[Any]:
    """Kinds and quarters with their numbers of notices."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        found = published(source).annotate(
            of_kind=Value(source.name, CharField()), in_quarter=TruncQuarter("published_on")
        )
        counted = found.values("of_kind", "in_quarter").annotate(total=Count("pk"))
        return counted.values_list("of_kind", "in_quarter", "total")

    return PreparedQuery(united(rows))


@cache
def _updated() -> PreparedQuery[Any]:
    """Kinds with the newest day and the newest moment of their notices."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        found: Any = source.model.objects.published().annotate(of_kind=Value(source.name, CharField()))
        newest = found.values("of_kind").annotate(
            day=Max("published_on", filter=Q(published_on__lte=Given("today"))), moment=Max("last_published_at")
        )
        return newest.values_list("of_kind", "day", "moment")

    return PreparedQuery(united(rows))
