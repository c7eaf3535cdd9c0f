"""A table laid out for the eye: heads that span, rows with their checks in words, notes as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.cases.statistics.checking import Axis, Check, Verdict, check, words
from portal.cases.statistics.figures import CountUnit, Origin, Rounding
from portal.cases.statistics.tables import Column, Note, Ratio, Row, Table


@dataclass(frozen=True, slots=True)
class Head:
    """A heading over one or several columns."""

    label: str
    span: int
    code: str = ""
    unit: str = ""
    #: The headings below it, where it is that of a group.
    parts: tuple[Head, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell."""

    column: str
    text: str
    #: As a spreadsheet takes it.
    number: int | Decimal | None = None
    is_derived: bool = False
    is_typed: bool = False
    is_rounded: bool = False
    is_hidden: bool = False
    #: What to know of it, such as why there is no percentage.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row."""

    code: str
    label: str
    unit: str
    level: int
    is_total: bool
    cells: tuple[Shown, ...]
    verdict: Verdict | None
    notes: tuple[str, ...]
    #: The heading of the rows that begin here; empty where it is that of the row above.
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, ready for a template."""

    code: str
    label: str
    groups: tuple[Head, ...]
    columns: tuple[Head, ...]
    lines: tuple[Line, ...]
    #: A word for each column, None where nothing checks it; empty where nothing checks any.
    verdicts: tuple[Verdict | None, ...]
    has_units_in_rows: bool
    #: The checks that do not add up, in sentences.
    problems: tuple[str, ...]
    is_checked: bool
    has_typed: bool
    has_rounded: bool
    has_hidden: bool

    @property
    def width(self) -> int:
        """Columns of the table, that of the rows' names and of the checks included."""
        return len(self.columns) + 1 + self.has_units_in_rows + self.is_checked


def grid(table: Table) -> Grid:
    """Lay a table out, in the language in use."""
    checks = check(table)
    found = words(checks)
    units = any(row.unit for row in table.rows)
    lines = tuple(_lines(table, found))
    verdicts = tuple(found.get(("column", column.code)) for column in table.columns)
    figures = list(table.cells.values())
    return Grid(
        code=table.code,
        label=str(table.label),
        groups=_groups(table),
        columns=tuple(_head(column) for column in table.columns),
        lines=lines,
        verdicts=verdicts if any(verdicts) else (),
        has_units_in_rows=units,
        problems=tuple(_problem(table, each) for each in checks if each.verdict == Verdict.DOES_NOT),
        is_checked=any(line.verdict for line in lines),
        has_typed=any(figure.origin == Origin.TYPED for figure in figures),
        has_rounded=any(figure.rounding != Rounding.EXACT for figure in figures),
        has_hidden=any(figure.suppressed for figure in figures),
    )


def unit_name(unit: str) -> str:
    """The unit of count in the reader's language."""
    return str(CountUnit(unit).label) if unit in CountUnit else unit


def _lines(table: Table, found: dict[tuple[Axis, str], Verdict]) -> Iterator[Line]:
    above = ""
    for row in table.rows:
        group = str(row.group) if row.group else ""
        yield Line(
            row.code,
            str(row.label),
            unit_name(row.unit) if row.unit else "",
            row.level,
            row.is_total,
            tuple(_shown(table, row, column) for column in table.columns),
            found.get(("row", row.code)),
            tuple(_sentence(note) for note in row.notes),
            group if group != above else "",
        )
        above = group


def _shown(table: Table, row: Row, column: Column) -> Shown:
    if column.derived:
        return _of_ratio(table.ratio(row.code, column), column)
    figure = table.figure(row.code, column.code)
    if figure is None:
        return Shown(column.code, "—", note=_("not given"))
    return Shown(
        column.code,
        str(figure),
        figure.value,
        is_typed=figure.origin == Origin.TYPED,
        is_rounded=figure.rounding != Rounding.EXACT,
        is_hidden=figure.suppressed,
        note=figure.note,
    )


def _of_ratio(ratio: Ratio, column: Column) -> Shown:
    if ratio.percent is None:
        reasons = {
            "base_zero": _("the figure to compare with is 0"),
            "missing": _("a figure is missing"),
            "rounded": _("a figure is rounded"),
        }
        return Shown(column.code, "—", is_derived=True, note=reasons[ratio.reason])
    is_change = column.derived is not None and column.derived.kind == "change"
    sign = "+" if is_change and ratio.percent > 0 else ""
    text = f"{sign}{ratio.percent}%".replace("-", "−")
    return Shown(column.code, text, ratio.percent, is_derived=True)


def _head(column: Column) -> Head:
    unit = "%" if column.derived else unit_name(column.unit) if column.unit else ""
    return Head(str(column.label), 1, column.code, unit)


def _groups(table: Table) -> tuple[Head, ...]:
    """Headings over columns of a group; nothing where there are no groups."""
    runs = [
        Head(label, len(parts), parts=parts)
        for label, columns in groupby(table.columns, key=lambda column: str(column.group) if column.group else "")
        if (parts := tuple(_head(column) for column in columns))
    ]
    return tuple(runs) if any(run.label for run in runs) else ()


def _sentence(note: Note) -> str:
    if note.code == "merged":
        day = parse_date(note.values["on"])
        values = {**note.values, "on": date_format(day) if day else note.values["on"]}
        return _("%(unit)s was merged into %(into)s on %(on)s and is counted with it.") % values
    return ""


def _problem(table: Table, each: Check) -> str:
    """Which sum is wrong, with both numbers."""
    rows = {row.code: str(row.label) for row in table.rows}
    columns = {column.code: str(column.label) for column in table.columns}
    names, places = (columns, rows) if each.axis == "row" else (rows, columns)
    values = {
        "place": places.get(each.place, each.place),
        "total": names.get(each.rule.total, each.rule.total),
        "stated": str(each.total) if each.total else "—",
        "parts": "、".join(names.get(part, part) for part in each.rule.parts),
        "sum": each.parts,
    }
    return _("%(place)s: %(total)s is %(stated)s, but %(parts)s give %(sum)s.") % values
