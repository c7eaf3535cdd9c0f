"""What of an index is held in memory: facet codes and the order of documents, as arrays over the ids.

A `Columns` is one state of one file and never changes; a newer one is made from it and the entries that changed since.
Counting is then one `bincount`, filtering one comparison.
"""

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]

#: An order is day, number and source in one integer: 22, 36 and 5 bits.
_NUMBER_BITS, _SOURCE_BITS = 36, 5
LEAST_NUMBER_TOO_GREAT = 1 << _NUMBER_BITS
_REMEMBERED = 128


def first_order_of(day: int) -> int:
    """The least order of this day (a date's ordinal)."""
    return day << (_NUMBER_BITS + _SOURCE_BITS)


@dataclass(eq=False)
class Columns:
    sequence: int = -1
    #: Facet name to one row per id with the codes of that document, filled up with zeros; a code is of one facet only.
    facets: dict[str, Codes] = field(default_factory=dict)
    #: The newest documents have the greatest; 0 where an id stands for no document.
    order: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    #: Code number to facet and code; 0 is none.
    codes: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    _masks: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def size(self) -> int:
        """How many ids there are, 0 included."""
        return len(self.order)

    def remembered(self, name: object) -> Any:
        """What `remember` was given for this name, while this state lasts and space allows."""
        with self._lock:
            if name in self._masks:
                self._masks.move_to_end(name)
            return self._masks.get(name)

    def remember(self, name: object, value: object) -> None:
        with self._lock:
            self._masks[name] = value
            if len(self._masks) > _REMEMBERED:
                self._masks.popitem(last=False)

    def having(self, facet: str, codes: tuple[str, ...]) -> Mask:
        """The ids that have at least one of these codes."""
        mask = np.zeros(self.size, np.bool_)
        column = self.facets.get(facet)
        for code in codes:
            number = self.numbers.get((facet, code))
            if number is not None and column is not None:
                for place in range(column.shape[1]):
                    mask |= column[:, place] == number
        return mask

    def count(self, facet: str, mask: Mask, ids: Ints) -> dict[str, int]:
        """Code to number of documents among the ids, which are those of the mask."""
        column = self.facets.get(facet)
        if column is None:
            return {}
        if 2 * len(ids) > self.size:
            # Fewer are missing than found: take those from the sum over all.
            counts = self._totals(facet, column) - self._sum(column[np.flatnonzero(~mask)])
        else:
            counts = self._sum(column[ids])
        found = np.flatnonzero(counts[1:]) + 1
        return {self.codes[number][1]: int(counts[number]) for number in found}

    def _totals(self, facet: str, column: Codes) -> Ints:
        totals = self.remembered(("totals", facet))
        if totals is None:
            totals = self._sum(column)
            self.remember(("totals", facet), totals)
        return totals

    def _sum(self, column: Codes) -> Ints:
        return np.bincount(column.ravel(), minlength=len(self.codes))


def load(connection: sqlite3.Connection, sequence: int, before: Columns) -> Columns:
    """The state of `sequence`, which the open transaction sees, made from an earlier state of the same file."""
    codes = list(before.codes)
    for number, facet, code in connection.execute(
        "select id, facet, code from codes where id >= ? order by id", (len(codes),)
    ):
        codes.extend([("", "")] * (number - len(codes)))
        codes.append((facet, code))
    changed = "" if before.sequence < 0 else "where changed > ?"
    rows = connection.execute(
        f"select id, key, number, day, codes from entries {changed}",  # noqa: S608
        (before.sequence,) if changed else (),
    ).fetchall()
    sources = sorted({*before.sources, *(row[1].partition(":")[0] for row in rows if row[1])})
    if changed and sources != before.sources:
        # The sources' places in the order move: rare enough to read it all again.
        return load(connection, sequence, Columns())
    return _made(before, sequence, codes, sources, rows)


def _made(before: Columns, sequence: int, codes: list[tuple[str, str]], sources: list[str], rows: list[Any]) -> Columns:
    size = max([before.size, *(row[0] + 1 for row in rows)], default=0)
    ids = np.array([row[0] for row in rows], np.int64)
    order = _grown(before.order, size)
    places = {name: len(sources) - place for place, name in enumerate(sources)}
    order[ids] = [
        first_order_of(day) | number << _SOURCE_BITS | places[key.partition(":")[0]] if key else 0
        for _, key, number, day, _ in rows
    ]
    names: dict[str, int] = {}
    facet_of = np.array([names.setdefault(facet, len(names)) for facet, _ in codes], np.int64)
    values = np.frombuffer(b"".join(row[4] for row in rows), np.int32)
    owners = np.repeat(ids, [len(row[4]) // 4 for row in rows])
    facets: dict[str, Codes] = {}
    for name, place in names.items():
        if name:
            chosen = facet_of[values] == place
            facets[name] = _column(before.facets.get(name), size, ids, owners[chosen], values[chosen])
    return Columns(
        sequence, facets, order, codes, {pair: number for number, pair in enumerate(codes) if number}, sources
    )


def _grown(old: NDArray[Any], size: int, width: int | None = None) -> NDArray[Any]:
    shape = (size,) if width is None else (size, width)
    new = np.zeros(shape, old.dtype)
    new[tuple(slice(length) for length in old.shape)] = old
    return new


def _column(old: Codes | None, size: int, ids: Ints, owners: Ints, values: Codes) -> Codes:
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]]) if len(owners) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(owners)])
    places = np.arange(len(owners)) - np.repeat(starts, lengths)
    old = np.zeros((0, 1), np.int32) if old is None else old
    column: Codes = _grown(old, size, max(old.shape[1], int(lengths.max(initial=1))))
    column[ids] = 0
    column[owners, places] = values
    return column
