"""The layouts of the tables: which rows, columns, counts and rules each has, read from ``layouts.json``.

A column or row says what it counts: ``{"of": cube, "where": {dimension: value}, "period": …}``; the two of a cell are
put together. ``{"terms": list}`` stands for a column or row for each term of an official list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from portal.cases.statistics.codes import Codes, Named
from portal.cases.statistics.tables import Column, Derived, Label, Row

#: Rows of this word are the units of the scope.
UNITS = "units"
Count = Mapping[str, Any]
_What = TypeVar("_What", Row, Column)


@dataclass(frozen=True, slots=True)
class Counted(Generic[_What]):
    """A row or column with what it counts."""

    what: _What
    count: Count | None
    #: Left out where nothing is counted.
    when_used: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table, its terms filled in."""

    code: str
    label: Label
    columns: tuple[Counted[Column], ...]
    #: None: the units of the scope.
    rows: tuple[Counted[Row], ...] | None


@cache
def stored() -> tuple[Mapping[str, Any], ...]:
    """The file."""
    return tuple(json.loads(Path(__file__).with_name("layouts.json").read_text(encoding="utf-8")))


def rules_of(code: str) -> list[Mapping[str, Any]]:
    """The rules of a layout; none for one that is no more."""
    return next((layout["rules"] for layout in stored() if layout["code"] == code), [])


def layouts(codes: Codes) -> list[Layout]:
    """All of them, with the terms of today."""
    return [
        Layout(
            each["code"],
            Label(**each["label"]),
            tuple(column for entry in each["columns"] for column in _columns(entry, each.get("short", {}), codes)),
            None if each["rows"] == UNITS else tuple(row for entry in each["rows"] for row in _rows(entry, codes)),
        )
        for each in stored()
    ]


def together(row: Count | None, column: Count | None) -> dict[str, Any]:
    """What a cell counts."""
    both = [count for count in (row, column) if count]
    where: dict[str, Any] = {}
    for count in both:
        where |= count.get("where", {})
    cell: dict[str, Any] = {"period": "now"}
    for count in both:
        cell |= count
    return {**cell, "where": where}


def _columns(entry: Mapping[str, Any], short: Mapping[str, Any], codes: Codes) -> Iterator[Counted[Column]]:
    if "terms" not in entry:
        yield _column(entry)
        return
    group = Label(**entry["group"])
    for term, when_used in _terms(entry, codes):
        label = Label(**short[term.code]) if term.code in short else Label(term.name, term.name_en)
        column = Column(f"{entry['prefix']}{term.code}", label, group=group)
        yield Counted(column, {"where": {entry["dimension"]: term.code, "rank_code": "-"}}, when_used)


def _terms(entry: Mapping[str, Any], codes: Codes) -> Iterator[tuple[Named, bool]]:
    """Those below the parents; then the parents themselves, for what is coded no finer."""
    for term in codes.below(entry["terms"], *entry["below"]):
        yield term, False
    for term in codes.below(entry["terms"]):
        if term.code in entry["below"]:
            yield term, True


def _column(entry: Mapping[str, Any]) -> Counted[Column]:
    derived = Derived(**entry["derived"]) if "derived" in entry else None
    column = Column(
        entry["code"],
        Label(**entry["label"]),
        entry.get("unit", ""),
        Label(**entry["group"]) if "group" in entry else None,
        derived,
        entry.get("elsewhere", False),
        entry.get("sensitive", False),
    )
    count = None if derived or column.elsewhere else entry["count"]
    return Counted(column, count, entry.get("when_used", False))


def _rows(entry: Mapping[str, Any], codes: Codes) -> Iterator[Counted[Row]]:
    if "total" in entry:
        roots = [term.code for term in codes.below("form")]
        yield Counted(Row(entry["total"], Label(**entry["label"]), is_total=True), {"where": {"form": roots}})
    elif "terms" in entry:
        for root in codes.below(entry["terms"]):
            yield Counted(_form(root, 0), {"where": {"form": root.code}})
            for grade in codes.below(entry["terms"], root.code):
                yield Counted(_form(grade, 1), {"where": {"form": grade.code}})
    else:
        group = Label(**entry["group"]) if "group" in entry else None
        yield Counted(Row(entry["code"], Label(**entry["label"]), entry.get("unit", ""), group), entry["count"])


def _form(term: Named, level: int) -> Row:
    return Row(term.code, Label(term.name, term.name_en), level=level)
