"""What a set of open data is, and the list of all of them."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from django.utils.functional import Promise
from ninja import Schema

#: As JSON has it, with the names of the schema in their order.
Record = dict[str, Any]
#: A cell of a table.
Cell = str | int | bool | None

#: Records read at once where all of them are wanted; memory holds one batch.
BATCH = 1000
#: Parts several values in one cell.
AND = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which records are wanted: those after a place, so many, of these codes and days."""

    #: The place up to which the records are known; empty: from the beginning.
    after: str = ""
    size: int = BATCH
    #: Name of the filter to the codes chosen, which are alternatives.
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None

    def chosen(self, name: str) -> tuple[str, ...]:
        """The codes of a filter; none: it does not narrow."""
        return self.filters.get(name, ())


@dataclass(frozen=True, slots=True)
class Part:
    """Some records, and the place to go on from."""

    records: Sequence[Record]
    #: Place of the last record; that asked for, where there is none.
    cursor: str
    is_last: bool


class DataSet(ABC):
    """A set: records in the order of their places. A place stays what it is while records come and go around it."""

    #: Name in addresses.
    code: ClassVar[str]
    title: ClassVar[str | Promise]
    summary: ClassVar[str | Promise]
    #: What a record is made of, and what a row of the table is.
    record: ClassVar[type[Schema]]
    row: ClassVar[type[Schema]]
    #: Codes by which it can be narrowed, of those that search knows; and whether by days too.
    filters: ClassVar[tuple[str, ...]] = ()
    has_days: ClassVar[bool] = False
    #: How a place is written.
    place: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]{1,18}")

    @abstractmethod
    def read(self, asked: Asked) -> Part:
        """The next records."""

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """The rows that a record becomes in a table: one, unless the set says otherwise."""
        yield tuple(record.values())

    def records(self) -> Iterator[Record]:
        """All of them, in flat memory."""
        asked = Asked()
        while True:
            part = self.read(asked)
            yield from part.records
            if part.is_last:
                return
            asked = replace(asked, after=part.cursor)


def part_of(records: Sequence[Record], asked: Asked, name: str) -> Part:
    """A part whose places are the values of a field; one record more than asked for says that there is more."""
    shown = records[: asked.size]
    cursor = str(shown[-1][name]) if shown else asked.after
    return Part(shown, cursor, is_last=len(records) <= asked.size)


def iso(day: date | None) -> str:
    """A day as data has it; empty where there is none."""
    return day.isoformat() if day else ""


_sets: dict[str, DataSet] = {}


def register_set(data: DataSet) -> None:
    """Make a set part of the open data; a name may be taken only once."""
    if data.code in _sets:
        raise ValueError(f"there is a set {data.code!r} already")
    _sets[data.code] = data


def data_sets() -> tuple[DataSet, ...]:
    """All sets, in the order in which they were registered."""
    return tuple(_sets.values())


def data_set(code: str) -> DataSet | None:
    """The set of a name."""
    return _sets.get(code)
