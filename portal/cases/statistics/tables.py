"""A table of figures as it is stored, shown and downloaded: it bears its own labels, in both languages.

What was frozen stays readable as it was, whatever becomes of the lists and units that its words came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.utils.translation import get_language

from portal.cases.statistics.figures import Figure, Rounding


@dataclass(frozen=True, slots=True)
class Label:
    """Words in Chinese and in English."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and get_language() == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Derived:
    """A column of percentages, worked out of two others whenever it is shown."""

    kind: Literal["change", "share"]
    of: str
    base: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``unit`` is empty where each row has its own."""

    code: str
    label: Label
    unit: str = ""
    group: Label | None = None
    derived: Derived | None = None
    #: Usually counted elsewhere and typed by hand.
    elsewhere: bool = False
    #: Small figures could tell who reported.
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know of a row, by code, with the values that its sentence is made of."""

    code: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    code: str
    label: Label
    unit: str = ""
    group: Label | None = None
    #: Deeper ones are part of the one above.
    level: int = 0
    is_total: bool = False
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage with one decimal, or why there is none."""

    percent: Decimal | None
    reason: Literal["", "base_zero", "missing", "rounded"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, rows and the figures where they cross."""

    code: str
    label: Label
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], Figure] = field(default_factory=dict)

    def figure(self, row: str, column: str) -> Figure | None:
        """The figure of a cell; None where none is given."""
        return self.cells.get((row, column))

    def ratio(self, row: str, column: Column) -> Ratio:
        """The percentage in a derived column."""
        rule = column.derived
        if rule is None:
            raise ValueError(column.code)
        of, base = self.figure(row, rule.of), self.figure(row, rule.base)
        if of is None or base is None or of.value is None or base.value is None:
            return Ratio(None, "missing")
        if base.value == 0:
            return Ratio(None, "base_zero")
        if Rounding.OVER in (of.rounding, base.rounding):
            return Ratio(None, "rounded")
        part = of.value - base.value if rule.kind == "change" else of.value
        return Ratio(percent(part, base.value))

    def counted_columns(self) -> Iterator[Column]:
        """The columns that hold figures of their own."""
        return (column for column in self.columns if column.derived is None)

    def with_cells(self, cells: Mapping[tuple[str, str], Figure]) -> Table:
        """The same table with other figures."""
        return replace(self, cells=dict(cells))

    def as_json(self) -> dict[str, Any]:
        """For storing."""
        return {
            "code": self.code,
            "label": asdict(self.label),
            "columns": [_filled(asdict(column)) for column in self.columns],
            "rows": [_filled(_row_json(row)) for row in self.rows],
            "cells": {f"{row}|{column}": figure.as_json() for (row, column), figure in self.cells.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Table:
        """What was stored. Raises ValidationError for a figure that is none."""
        cells = {}
        for place, figure in stored["cells"].items():
            row, _bar, column = place.rpartition("|")
            cells[row, column] = Figure.from_json(figure)
        return cls(
            stored["code"],
            Label(**stored["label"]),
            tuple(_column(each) for each in stored["columns"]),
            tuple(_row(each) for each in stored["rows"]),
            cells,
        )


def percent(part: int, whole: int) -> Decimal:
    """A share in percent with one decimal, halves up."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) + Decimal("0.0")


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, False, 0, (), [])}


def _row_json(row: Row) -> dict[str, Any]:
    stored = asdict(replace(row, notes=()))
    return {**stored, "notes": [{"code": note.code, "values": dict(note.values)} for note in row.notes]}


def _label(stored: Mapping[str, str] | None) -> Label | None:
    return Label(**stored) if stored else None


def _column(stored: Mapping[str, Any]) -> Column:
    derived = Derived(**stored["derived"]) if stored.get("derived") else None
    words = {"label": Label(**stored["label"]), "group": _label(stored.get("group"))}
    return Column(**{**stored, **words, "derived": derived})


def _row(stored: Mapping[str, Any]) -> Row:
    notes = tuple(Note(note["code"], note["values"]) for note in stored.get("notes", ()))
    words = {"label": Label(**stored["label"]), "group": _label(stored.get("group"))}
    return Row(**{**stored, **words, "notes": notes})
