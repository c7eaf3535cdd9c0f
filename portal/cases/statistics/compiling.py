"""Compiles the tables of a quarter from the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cases.statistics.codes import Codes
from portal.cases.statistics.counting import count
from portal.cases.statistics.figures import Figure
from portal.cases.statistics.layouts import Layout, layouts, together
from portal.cases.statistics.places import OWN, UNKNOWN, Merger, Places
from portal.cases.statistics.population import countable
from portal.cases.statistics.quarters import Quarter
from portal.cases.statistics.tables import Label, Note, Row, Table
from portal.organisations.models import Unit

TOTAL = "_total"
_TOTAL = Label("合计", "Total")
_UNKNOWN = Label("未填单位", "Unit not given")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The tables, and what they were counted from."""

    quarter: Quarter
    #: Code of the unit; empty for the whole portal.
    scope: str
    compiled_at: datetime
    tables: tuple[Table, ...]
    #: Primary keys of the cases of the quarter itself that were counted.
    counted: tuple[int, ...]

    def query(self) -> dict[str, Any]:
        """What was asked, for keeping beside the figures."""
        return {
            "quarter": self.quarter.code,
            "scope": self.scope,
            "population": "countable",
            "cases": len(self.counted),
        }


def compile_quarter(quarter: Quarter, scope: Unit | None = None) -> Compiled:
    """Count a quarter in a unit and everything below it (None: everywhere), the quarter and the year before beside it.

    Seven SQL queries whatever the number of cases. ValidationError for a quarter that has not begun.
    """
    if quarter.is_future(timezone.localdate()):
        raise ValidationError(_("This quarter has not begun yet."), code="future")
    counting = _Counting(quarter, scope)
    tables = tuple(counting.table(layout) for layout in layouts(counting.codes))
    code = scope.code if scope else ""
    return Compiled(quarter, code, timezone.now(), tables, counting.counted())


class _Counting:
    """The counts of one quarter, by the rows of its tables."""

    def __init__(self, quarter: Quarter, scope: Unit | None) -> None:
        self.codes = Codes()
        self.quarter = quarter
        self._places = Places(scope, quarter)
        self._periods = {
            "now": (quarter.code,),
            "before": (quarter.before.code,),
            "year_before": (quarter.year_before.code,),
            "year": tuple(each.code for each in quarter.year_so_far),
        }
        asked = {quarter, quarter.before, quarter.year_before, *quarter.year_so_far}
        self._found = count(countable(sorted(asked)), self.codes, self._places.of)
        self._mergers = self._places.mergers(self._found.units)
        self._used = {row for _quarter, row in self._found.slots.values()}

    def counted(self) -> tuple[int, ...]:
        """The cases of the quarter within the scope."""
        slots = self._found.slots.items()
        return tuple(number for number, (quarter, _row) in slots if quarter == self.quarter.code)

    def table(self, layout: Layout) -> Table:
        """Count a layout; columns that are there only when used go where nothing is in them."""
        cells = self._by_rows(layout) if layout.rows is not None else self._by_units(layout)
        columns = tuple(
            column.what for column in layout.columns if not column.when_used or _is_used(cells, column.what.code)
        )
        rows = tuple(row.what for row in layout.rows) if layout.rows is not None else self._unit_rows()
        kept = {column.code for column in columns}
        figures = {place: Figure(number) for place, number in cells.items() if place[1] in kept}
        return Table(layout.code, layout.label, columns, rows, figures)

    def _by_rows(self, layout: Layout) -> dict[tuple[str, str], int]:
        return {
            (row.what.code, column.what.code): sum(self._numbers(together(row.count, column.count)).values())
            for row in layout.rows or ()
            for column in layout.columns
            if column.what.derived is None
        }

    def _by_units(self, layout: Layout) -> dict[tuple[str, str], int]:
        rows = [row.code for row in self._unit_rows()]
        cells: dict[tuple[str, str], int] = {}
        for column in layout.columns:
            if column.count is None:
                continue
            numbers = self._numbers(together(None, column.count))
            cells |= {(row, column.what.code): numbers[row] for row in rows}
            cells[TOTAL, column.what.code] = sum(numbers.values())
        return cells

    def _numbers(self, cell: Mapping[str, Any]) -> Counter[Any]:
        return self._found.cubes[cell["of"]].by_row(self._periods[cell["period"]], cell["where"])

    def _unit_rows(self) -> tuple[Row, ...]:
        """The total, the units, and the rest that has anything."""
        rows = [Row(TOTAL, _TOTAL, is_total=True)]
        listed = self._places.rows()
        known = {unit.code for unit in listed} | {OWN, UNKNOWN}
        closed = Unit.objects.filter(code__in=self._used - known).order_by("path") if self._used - known else ()
        rows += [self._row(unit.code, Label(unit.name, unit.name_en)) for unit in [*listed, *closed]]
        top = self._places.top()
        if top and OWN in self._used:
            own = Label(f"{top.name}（本级）", f"{top.name_en or top.name} (itself)")
            rows.append(self._row(OWN, own))
        if UNKNOWN in self._used:
            rows.append(self._row(UNKNOWN, _UNKNOWN))
        return tuple(rows)

    def _row(self, code: str, label: Label) -> Row:
        return Row(code, label, notes=tuple(_merged(merger) for merger in self._mergers.get(code, ())))


def _merged(merger: Merger) -> Note:
    return Note("merged", {"unit": merger.name, "into": merger.into, "on": merger.on.isoformat()})


def _is_used(cells: Mapping[tuple[str, str], int], column: str) -> bool:
    return any(number for (_row, code), number in cells.items() if code == column)


def kept_by_hand(tables: Sequence[Table], before: Sequence[Table]) -> tuple[Table, ...]:
    """The tables with the figures that were typed by hand before, where their rows and columns are still there."""
    old = {table.code: table for table in before}
    return tuple(_with_typed(table, old[table.code]) if table.code in old else table for table in tables)


def _with_typed(table: Table, before: Table) -> Table:
    rows = {row.code for row in table.rows}
    columns = {column.code for column in table.counted_columns()}
    typed = {
        (row, column): figure
        for (row, column), figure in before.cells.items()
        if figure.origin == "typed" and row in rows and column in columns
    }
    return table.with_cells({**table.cells, **typed})
