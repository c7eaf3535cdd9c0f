"""The charts of a bulletin, each of figures that stand in the table beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.cases.statistics.compiling import TOTAL
from portal.cases.statistics.tables import Column, Row, Table
from portal.content.charts.drawing import Chart, Point, bars, lines, stacked
from portal.content.wording import in_brackets

_MOST_UNITS = 10


@dataclass(frozen=True, slots=True)
class Charts:
    """The drawings that stand with a table."""

    table: str
    drawings: tuple[SafeString, ...]


def drawn(tables: Sequence[Table]) -> Iterator[Charts]:
    """The charts of each table that has any."""
    for table in tables:
        drawings = tuple(_DRAWN[table.code](table)) if table.code in _DRAWN else ()
        if drawings:
            yield Charts(table.code, drawings)


def _comparison(table: Table) -> Iterator[SafeString]:
    """The course of the main figures, and the four forms as parts of a whole."""
    columns = [column for code in ("year_before", "before", "now") for column in table.columns if column.code == code]
    course = [row for row in table.rows if row.code in ("cases", "leaders")]
    if _any(table, course, columns):
        points = tuple(_point(table, course, column) for column in columns)
        title = _("Main figures, quarter by quarter")
        yield lines(
            Chart("chart-course", title, _spoken(points, course), tuple(str(row.label) for row in course), points)
        )
    forms = [row for row in table.rows if row.code.startswith("forms.")]
    if _any(table, forms, columns):
        points = tuple(_point(table, forms, column) for column in columns)
        title = _("The four forms of supervision, in person-times")
        yield stacked(
            Chart("chart-forms", title, _spoken(points, forms), tuple(str(row.label) for row in forms), points)
        )


def _four_winds(table: Table) -> Iterator[SafeString]:
    """Problems of the quarter by kind."""
    rows = [row for row in table.rows if row.code == "quarter.problems"]
    columns = [column for column in table.columns if column.code.startswith("kind.")]
    if _any(table, rows, columns):
        points = tuple(_point(table, rows, column, _unlike(column, columns)) for column in columns)
        title = _("Problems of the four winds by kind, this quarter")
        yield bars(Chart("chart-winds", title, _spoken(points, rows), (str(rows[0].label),), points))


def _responsibility(table: Table) -> Iterator[SafeString]:
    """The units with most problems."""
    columns = [column for column in table.columns if column.code == "problems"]
    rows = [row for row in table.rows if row.code != TOTAL and _value(table, row, columns[0])] if columns else []
    rows.sort(key=lambda row: _value(table, row, columns[0]) or 0, reverse=True)
    if rows:
        points = tuple(
            Point(str(row.label), (_value(table, row, columns[0]),), (str(table.figure(row.code, "problems")),))
            for row in rows[:_MOST_UNITS]
        )
        title = _("Accountability problems by unit")
        yield bars(Chart("chart-units", title, _spoken(points, []), (str(columns[0].label),), points))


_DRAWN = {"comparison": _comparison, "four_winds": _four_winds, "responsibility": _responsibility}


def _unlike(column: Column, columns: Sequence[Column]) -> str:
    """The name of a column, with that of its group where another one is called the same, as 其他 is."""
    alike = sum(str(other.label) == str(column.label) for other in columns)
    return f"{column.label}{in_brackets(column.group)}" if alike > 1 else str(column.label)


def _point(table: Table, rows: Sequence[Row], column: Column, label: str = "") -> Point:
    return Point(
        label or str(column.label),
        tuple(_value(table, row, column) for row in rows),
        tuple(str(table.figure(row.code, column.code) or "—") for row in rows),
    )


def _value(table: Table, row: Row, column: Column) -> int | None:
    figure = table.figure(row.code, column.code)
    return figure.value if figure else None


def _any(table: Table, rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    return any(_value(table, row, column) for row in rows for column in columns)


def _spoken(points: Sequence[Point], rows: Sequence[Row]) -> str:
    """The numbers of a chart as a sentence, for those who do not see it."""
    names = [str(row.label) for row in rows] if len(rows) > 1 else []
    return "; ".join(
        f"{point.label}: "
        + ", ".join(f"{name} {text}" for name, text in zip(names or [""] * len(point.texts), point.texts, strict=True))
        for point in points
    ).replace(":  ", ": ")
