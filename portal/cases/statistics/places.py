"""Under which row of a table a unit counts: everything below a unit with it, a merged unit with its successor."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from portal.cases.statistics.quarters import Quarter
from portal.organisations.models import Unit

#: The rows of the scope itself, and of cases whose unit is not told.
OWN, UNKNOWN = "_own", "_unknown"


@dataclass(frozen=True, slots=True)
class Merger:
    """A unit that was merged into another."""

    name: str
    into: str
    on: date


class Places:
    """The units as they stood at the end of a quarter, within a scope (None: all there are)."""

    def __init__(self, scope: Unit | None, quarter: Quarter) -> None:
        fields = ("pk", "path", "depth", "code", "name", "name_en", "short_name", "closed_on", "successor_id")
        self._units = {unit.pk: unit for unit in Unit.objects.only(*fields)}
        self._by_path = {unit.path: unit.pk for unit in self._units.values()}
        self._quarter = quarter
        roots = [unit for unit in self._units.values() if unit.depth == 1 and not self._is_merged(unit)]
        #: Without a scope the single root stands for all, so that its parts are the rows.
        self._top = scope.pk if scope else (roots[0].pk if len(roots) == 1 else None)
        self._is_whole = scope is None
        self._lineages: dict[int, tuple[int, ...]] = {}

    def of(self, unit: int | None) -> str | None:
        """The code of the row under which cases of this unit count; None where they lie outside the scope."""
        if unit is None or unit not in self._units:
            return UNKNOWN if self._is_whole else None
        lineage = self._lineage(unit)
        if self._top is None:
            return self._units[lineage[0]].code
        if self._top not in lineage:
            return UNKNOWN if self._is_whole else None
        below = lineage[lineage.index(self._top) + 1 :]
        return self._units[below[0]].code if below else OWN

    def rows(self) -> list[Unit]:
        """The units right below the scope that had not been merged or closed before the quarter, in their order."""
        found = []
        for unit in sorted(self._units.values(), key=lambda unit: unit.path):
            lineage = self._lineage(unit.pk)
            place = (len(lineage) > 1 and lineage[-2] == self._top) if self._top else len(lineage) == 1
            if place and not self._is_merged(unit) and not self._is_closed_before(unit):
                found.append(unit)
        return found

    def top(self) -> Unit | None:
        """The unit whose parts are the rows."""
        return self._units[self._top] if self._top else None

    def mergers(self, counted: Set[int]) -> dict[str, list[Merger]]:
        """By row: the units among those counted that were merged within a year and count there with their successor."""
        since = self._quarter.year_before.first_day
        found: dict[str, list[Merger]] = {}
        for number in sorted(counted & self._units.keys()):
            place = self.of(number)
            for unit in self._chain(number):
                into = self._units.get(unit.successor_id or 0)
                if place and into and unit.closed_on and unit.closed_on >= since and self._is_merged(unit):
                    merger = Merger(unit.name, into.name, unit.closed_on)
                    listed = found.setdefault(place, [])
                    if merger not in listed:
                        listed.append(merger)
        return found

    def _is_merged(self, unit: Unit) -> bool:
        return bool(unit.successor_id and unit.closed_on and unit.closed_on <= self._quarter.last_day)

    def _is_closed_before(self, unit: Unit) -> bool:
        return bool(unit.closed_on and unit.closed_on < self._quarter.first_day)

    def _chain(self, unit: int) -> list[Unit]:
        """The unit, then upwards what is above it; a merged one is followed by its successor. Circles end."""
        chain: list[Unit] = []
        at: int | None = unit
        while at is not None and at in self._units and len(chain) <= len(self._units):
            here = self._units[at]
            if here in chain:
                break
            chain.append(here)
            at = here.successor_id if self._is_merged(here) else self._by_path.get(here.path[: -Unit.steplen])
        return chain

    def _lineage(self, unit: int) -> tuple[int, ...]:
        """From the root down to the unit, or to what it was merged into."""
        if unit not in self._lineages:
            chain = self._chain(unit)
            merged = [place for place, here in enumerate(chain) if self._is_merged(here)]
            kept = chain[merged[-1] + 1 :] if merged and len(chain) > merged[-1] + 1 else chain
            self._lineages[unit] = tuple(here.pk for here in reversed(kept))
        return self._lineages[unit]
