"""Sums up what is asked: by code, by quarter, by unit, by region. A query each, answered from one index."""

from __future__ import annotations

from collections.abc import Mapping
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


NONE = Counts()


@dataclass(frozen=True, slots=True)
class Codes:
    """The counts of a facet by code."""

    by_code: Mapping[str, Counts]

    def of(self, code: str) -> Counts:
        """Those of a code."""
        return self.by_code.get(code, NONE)


def by_code(asked: Asked, facet: str) -> Codes:
    """Every code of a facet."""
    rows = _asked(asked).filter(facet=facet)
    return Codes({code: counts for (code,), counts in _summed(rows, "code").items()})


def by_quarter(asked: Asked, facet: str = "") -> dict[str, dict[str, Counts]]:
    """Every quarter of what is asked, and in it every code of a facet (without one: the cases, under ``""``)."""
    found: dict[str, dict[str, Counts]] = {}
    for (quarter, code), counts in _summed(_asked(asked).filter(facet=facet), "quarter", "code").items():
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
    return _summed(_asked(asked).filter(facet="")).get((), NONE)


def _asked(asked: Asked, *, whole: bool | None = None) -> QuerySet[Tally]:
    narrowed = bool(asked.unit or asked.region)
    rows = Tally.objects.filter(whole=not narrowed if whole is None else whole)
    if asked.period:
        rows = rows.filter(quarter__gte=asked.period, quarter__lte=f"{asked.period[:4]}{asked.period[4:] or 'Q4'}")
    if asked.unit:
        rows = rows.filter(unit__in=_below(Unit, asked.unit))
    return rows.filter(region__in=_below(Region, asked.region)) if asked.region else rows


def _below(model: Any, code: str) -> list[int]:
    """The primary keys of a node and all below it; none for an unknown code."""
    path = model.objects.filter(code=code).values_list("path", flat=True).first()
    return list(model.objects.filter(path__startswith=path).values_list("pk", flat=True)) if path else []


def _summed(rows: QuerySet[Tally], *names: str) -> dict[tuple[Any, ...], Counts]:
    sums = {f"all_{name}": Sum(name) for name in NUMBERS}
    if not names:
        numbers = rows.aggregate(**sums)
        return {(): Counts(*(numbers[name] or 0 for name in sums))}
    found = rows.order_by().values_list(*names).annotate(**sums)
    width = len(names)
    return {row[:width]: Counts(*row[width:]) for row in found if row[width]}
