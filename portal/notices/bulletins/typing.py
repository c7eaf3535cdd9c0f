"""Takes figures typed by hand into the tables, and hides the small ones that could tell who reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy

from portal.cases.statistics.figures import Figure, Origin, typed
from portal.cases.statistics.tables import Table

#: Figures of reports below this, of single units, are hidden (DOMAIN.md 4.4).
SMALLEST_SHOWN = 5
Cells = Mapping[tuple[str, str, str], str]


def take_typed(stored: Mapping[str, Any], cells: Cells) -> tuple[dict[str, Any], list[ValidationError], int]:
    """The stored figures with what was typed into cells (table, row, column); the refusals; how many were hidden."""
    problems: list[ValidationError] = []
    tables, hidden = [], 0
    for entry in stored["tables"]:
        table = Table.from_json(entry)
        typed_here = {place[1:]: text for place, text in cells.items() if place[0] == table.code}
        changed, refused = _typed_into(table, typed_here)
        protected, count = hide_small(changed)
        problems += refused
        hidden += count
        tables.append(protected.as_json())
    return {**stored, "tables": tables}, problems, hidden


def hide_small(table: Table) -> tuple[Table, int]:
    """Hide small figures of single rows in sensitive columns, for good, and how many these were.

    Where only one is hidden in a column whose total is given, the next smallest goes too: otherwise it could be worked
    out.
    """
    cells, count = dict(table.cells), 0
    for column in table.columns:
        if not column.sensitive:
            continue
        places = [(row.code, column.code) for row in table.rows if not row.is_total]
        given = {place: cells[place] for place in places if place in cells}
        small = [place for place, figure in given.items() if figure.value and figure.value < SMALLEST_SHOWN]
        hidden = [place for place, figure in given.items() if figure.suppressed]
        if len(small) + len(hidden) == 1:
            others = [place for place, figure in given.items() if figure.value and place not in small]
            small += sorted(others, key=lambda place: given[place].value or 0)[:1]
        for place in small:
            cells[place] = Figure(None, origin=given[place].origin, suppressed=True)
        count += len(small)
    return table.with_cells(cells), count


def _typed_into(table: Table, cells: Mapping[tuple[str, str], str]) -> tuple[Table, list[ValidationError]]:
    rows = {row.code: row for row in table.rows}
    columns = {column.code: column for column in table.counted_columns()}
    figures, problems = dict(table.cells), []
    for (row, column), text in cells.items():
        before = table.figure(row, column)
        if row not in rows or column not in columns or text.strip() == ("" if before is None else str(before)):
            continue
        try:
            figure = typed(text)
        except ValidationError as refusal:
            where = format_lazy("{}, {}: ", rows[row].label, columns[column].label)
            problems.append(ValidationError(f"{where}{refusal.messages[0]}", code=refusal.code))
            continue
        if figure is None:
            figures.pop((row, column), None)
        elif before is None or (figure.value, figure.rounding) != (before.value, before.rounding) or figure.suppressed:
            figures[row, column] = Figure(figure.value, figure.rounding, Origin.TYPED, figure.suppressed)
    return table.with_cells(figures), problems
