"""Sums up what is asked: by code, by quarter, by unit, by region. A query each, answered from one index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from portal.content.statistics.published import Asked
from portal.insights.models import NUMBERS, Tally
from portal.organisations.models import Region, Unit


class Counts(NamedTuple):
    """How many cases, subjects and measures."""

    cases: int = 0
    subjects: int = 0
    measures: int = 0

    def __add__(self, other: object) -> Counts:
        """Both together; only for what is in one case alone, such as quarters."""
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def __sub__(self, other: Counts) -> Counts:
        """What is left without some of it."""
        return Counts(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


NONE = Counts()


@dataclass(frozen=True, slots=True)
class Codes:
    """The counts of a facet by code."""

    by_code: Mapping[str, Counts]

    def of(self, code: str) -> Counts:
        """Those of a code."""
        return self.by_code.get(code, NONE)


#: Sums by quarter and code of one facet.
_Parts = list[tuple[str, str, Counts]]
#: All facets of a region and a unit that were read in this request; none outside of `counted_once`.
_read: ContextVar[dict[tuple[str, str], dict[str, _Parts]] | None] = ContextVar("sums", default=None)


@contextmanager
def counted_once() -> Iterator[None]:
    """For whoever asks for many facets of the same: all of them are read in one pass."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def by_code(asked: Asked, facet: str) -> Codes:
    """Every code of a facet."""
    found: dict[str, Counts] = {}
    for _quarter, code, counts in _parts(asked, facet):
        found[code] = found.get(code, NONE) + counts
    return Codes({code: counts for code, counts in found.items() if counts.cases})


def by_quarter(asked: Asked, facet: str = "") -> dict[str, dict[str, Counts]]:
    """Every quarter of what is asked, and in it every code of a facet (without one: the cases, under ``""``)."""
    found: dict[str, dict[str, Counts]] = {}
    for quarter, code, counts in _parts(asked, facet):
        if counts.cases:
            found.setdefault(quarter, {})[code] = counts
    return found


def by_unit(asked: Asked) -> dict[int | None, Counts]:
    """The cases of every unit itself, by primary key."""
    rows = _asked(asked, whole=False).filter(facet="")
    return {unit: counts for (unit,), counts in _summed(rows, "unit").items()}


def by_region(asked: Asked) -> dict[int | None, Counts]:
    """The cases of every region itself, by primary key."""
    rows = _asked(asked, whole=False).filter(facet="")
    return {region: counts for (region,), counts in _summed(rows, "region").items()}


def total(asked: Asked) -> Counts:
    """All cases of what is asked."""
    return sum((counts for _quarter, _code, counts in _parts(asked, "")), start=NONE)


def _parts(asked: Asked, facet: str) -> _Parts:
    """The sums of a facet by quarter and code."""
    read = _read.get()
    if read is None:
        rows = _summed(_asked(asked).filter(facet=facet), "quarter", "code")
        return [(quarter, code, counts) for (quarter, code), counts in rows.items()]
    first, last = _period(asked)
    parts = _facets(Asked(region=asked.region, unit=asked.unit), read).get(facet, ())
    return [part for part in parts if not first or first <= part[0] <= last]


def _facets(asked: Asked, read: dict[tuple[str, str], dict[str, _Parts]]) -> dict[str, _Parts]:
    """The sums of all facets and quarters."""
    place = (asked.region, asked.unit)
    if place not in read:
        facets: dict[str, _Parts] = defaultdict(list)
        sums = _narrowed(asked, _facets(Asked(), read)) if any(place) else _each(_asked(asked))
        for (name, quarter, code), counts in sums.items():
            facets[name].append((quarter, code, counts))
        read[place] = facets
    return read[place]


_Sums = dict[tuple[Any, ...], Counts]


def _narrowed(asked: Asked, whole: dict[str, _Parts]) -> _Sums:
    """Those of a unit or region; of a unit that has most of all others below it, the whole less the others."""
    quarters = {quarter for parts in whole.values() for quarter, _code, _counts in parts}
    # All that is there is named, so that the index is asked for places and not gone through.
    rows = Tally.objects.filter(whole__in=[False], facet__in=list(whole), quarter__in=quarters)
    below = set(_below(Unit, asked.unit)) if asked.unit else set[int]()
    if asked.unit and not asked.region:
        others = set(Unit.objects.values_list("pk", flat=True)) - below
        if len(others) < len(below):
            sums = {(facet, quarter, code): each for facet, parts in whole.items() for quarter, code, each in parts}
            for elsewhere in (rows.filter(unit__in=others), rows.filter(unit=None)):
                for place, counts in _each(elsewhere).items():
                    sums[place] = sums.get(place, NONE) - counts
            return {place: counts for place, counts in sums.items() if counts.cases}
    if asked.unit:
        rows = rows.filter(unit__in=below)
    return _each(rows.filter(region__in=_below(Region, asked.region)) if asked.region else rows)


def _each(rows: QuerySet[Tally]) -> _Sums:
    return _summed(rows, "facet", "quarter", "code")


def _period(asked: Asked) -> tuple[str, str]:
    """The first and the last quarter of what is asked; empty without a period."""
    return (asked.period, f"{asked.period[:4]}{asked.period[4:] or 'Q4'}") if asked.period else ("", "")


def _asked(asked: Asked, *, whole: bool | None = None) -> QuerySet[Tally]:
    narrowed = bool(asked.unit or asked.region)
    # Not ``whole=…``: SQLite is told "WHERE whole" then, and goes through all rows instead of the index.
    rows = Tally.objects.filter(whole__in=[not narrowed if whole is None else whole])
    first, last = _period(asked)
    if first:
        rows = rows.filter(quarter__gte=first, quarter__lte=last)
    if asked.unit:
        rows = rows.filter(unit__in=_below(Unit, asked.unit))
    return rows.filter(region__in=_below(Region, asked.region)) if asked.region else rows


def _below(model: Any, code: str) -> list[int]:
    """The primary keys of a node and all below it; none for an unknown code."""
    path = model.objects.filter(code=code).values_list("path", flat=True).first()
    return list(model.objects.filter(path__startswith=path).values_list("pk", flat=True)) if path else []


def _summed(rows: QuerySet[Tally], *names: str) -> dict[tuple[Any, ...], Counts]:
    found = rows.order_by().values_list(*names).annotate(**{f"all_{name}": Sum(name) for name in NUMBERS})
    width = len(names)
    return {row[:width]: Counts(*row[width:]) for row in found if row[width]}
