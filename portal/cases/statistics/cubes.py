"""Counts by quarter, row and some dimensions: what the cells of tables are read from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Key = tuple[Any, ...]
#: Code of a quarter, and of the row of a table.
Slot = tuple[str, str]


class Cube:
    """Counts by slot and dimensions; filled first, then asked."""

    def __init__(self, *dimensions: str) -> None:
        self.dimensions = dimensions
        self._counts: defaultdict[Key, Counter[Slot]] = defaultdict(Counter)
        self._projections: dict[tuple[str, ...], dict[Key, dict[str, Counter[str]]]] = {}

    def add(self, key: Key, slots: Iterable[Slot]) -> None:
        """Count one in each of these slots, as often as it is named, under these values of the dimensions."""
        self._counts[key].update(slots)

    def by_row(self, quarters: Sequence[str], where: Mapping[str, Any]) -> Counter[str]:
        """Counts by row in these quarters, of what has one of the values of each dimension named."""
        names = tuple(sorted(where))
        tests = [_test(where[name]) for name in names]
        found: Counter[str] = Counter()
        for values, by_quarter in self._projected(names).items():
            if all(test(value) for test, value in zip(tests, values, strict=True)):
                for quarter in quarters:
                    found.update(by_quarter.get(quarter, {}))
        return found

    def _projected(self, names: tuple[str, ...]) -> dict[Key, dict[str, Counter[str]]]:
        """By the values of these dimensions, then quarter and row; summed up over the others, and worked out once."""
        if names not in self._projections:
            summed: defaultdict[Key, dict[str, Counter[str]]] = defaultdict(dict)
            places = [self.dimensions.index(name) for name in names]
            for key, counts in self._counts.items():
                by_quarter = summed[tuple([key[place] for place in places])]
                for (quarter, row), number in counts.items():
                    rows = by_quarter.get(quarter)
                    if rows is None:
                        rows = by_quarter[quarter] = Counter()
                    rows[row] = rows.get(row, 0) + number
            self._projections[names] = summed
        return self._projections[names]


def _test(wanted: Any) -> Any:
    """``true``, one value, some values, or ``{"not": [...]}``."""
    if isinstance(wanted, Mapping):
        return lambda value: value not in wanted["not"]
    values = wanted if isinstance(wanted, list) else [wanted]
    return lambda value: value in values
