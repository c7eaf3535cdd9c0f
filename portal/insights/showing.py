"""A statistic as a page shows it: its chart, its table with every figure linked, its files."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from portal.content.charts.courses import course
from portal.content.charts.drawing import Chart, Point, bars, stacked
from portal.content.charts.tiles import Tile, tile_map
from portal.content.statistics.published import ChartKind, CountedRow, Statistic
from portal.content.wording import in_brackets

#: Bars of a chart; the table has the rest.
_MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and where it leads."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    row: CountedRow
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a template needs of a statistic."""

    statistic: Statistic
    drawing: SafeString
    lines: tuple[Line, ...]


def shown(statistic: Statistic) -> Shown:
    """Lay it out and draw it, in the language in use."""
    lines = [_line(statistic, row) for row in statistic.rows]
    if statistic.total:
        lines.insert(0, _line(statistic, statistic.total, is_total=True))
    return Shown(statistic, SafeString() if statistic.is_empty else _drawn(statistic), tuple(lines))


def _line(statistic: Statistic, row: CountedRow, *, is_total: bool = False) -> Line:
    cells = (
        Cell("—" if figure is None else str(figure), row.address_of(column.code) if figure else "")
        for column, figure in zip(statistic.columns, row.figures, strict=True)
    )
    return Line(row, tuple(cells), is_total)


def _drawn(statistic: Statistic) -> SafeString:
    places = [place for place, column in enumerate(statistic.columns) if column.code in statistic.drawn]
    if statistic.chart is ChartKind.TILES:
        return _tiles(statistic, places[0])
    rows = [row for row in statistic.rows if row.level == 0]
    if statistic.chart is ChartKind.BARS:
        rows = [row for row in rows if row.figures[places[0]]][:_MOST_BARS]
    chart = Chart(
        f"chart-{statistic.code}",
        _titled(statistic, places),
        "; ".join(_spoken(row, places) for row in rows),
        _series(statistic, places),
        tuple(_point(row, places) for row in rows),
    )
    return {ChartKind.COURSE: course, ChartKind.BARS: bars, ChartKind.PARTS: stacked}[statistic.chart](chart)


def _tiles(statistic: Statistic, place: int) -> SafeString:
    tiles = [Tile(row.label, row.figures[place] or 0, str(row.figures[place]), row.tile) for row in statistic.rows]
    spoken = "; ".join(_spoken(row, [place]) for row in statistic.rows)
    return tile_map(f"chart-{statistic.code}", _titled(statistic, [place]), spoken, tiles)


def _units(statistic: Statistic, places: list[int]) -> list[str]:
    return list(dict.fromkeys(statistic.columns[place].unit for place in places))


def _titled(statistic: Statistic, places: list[int]) -> str:
    """What is drawn with its unit of count; where several things are, the legend says so of each."""
    if len(places) > 1:
        return statistic.title
    column = statistic.columns[places[0]]
    return f"{column.label}{in_brackets(column.unit)}"


def _series(statistic: Statistic, places: list[int]) -> tuple[str, ...]:
    """The columns that are drawn, each with its unit where these differ."""
    columns = [statistic.columns[place] for place in places]
    several = len(_units(statistic, places)) > 1
    return tuple(f"{column.label}{in_brackets(column.unit)}" if several else column.label for column in columns)


def _point(row: CountedRow, places: list[int]) -> Point:
    figures = [row.figures[place] for place in places]
    return Point(
        row.short or row.label, tuple(figures), tuple("—" if figure is None else str(figure) for figure in figures)
    )


def _spoken(row: CountedRow, places: list[int]) -> str:
    name = pgettext("between a name and its value", ": ")
    return f"{row.label}{name}{', '.join(str(row.figures[place]) for place in places)}"
