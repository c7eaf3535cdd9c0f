"""Works out where everything in a chart stands; the templates draw it.

A chart is as wide as a phone (360 units), so its letters are as large there as in the text around it, and it says its
numbers in letters: colour is never the only sign. Colours are those of ``tokens.css``, by class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH = 360
#: Series have a colour and a pattern of their own up to here.
MOST_SERIES = 5
_BAR, _STEP, _LINE = 14, 46, 20
_LEFT, _RIGHT, _TOP, _PLOT = 8, 8, 24, 150
#: A bar of something is seen, however little it is.
_LEAST = 1.5


@dataclass(frozen=True, slots=True)
class Point:
    """A label and its numbers, one for each series; None where there is none."""

    label: str
    values: tuple[float | None, ...]
    #: As they are printed.
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. ``id`` is unique on the page; ``description`` says in words what there is to see."""

    id: str
    title: str
    description: str
    series: tuple[str, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle, a place of a line, or a text."""

    x: float
    y: float
    width: float = 0.0
    series: int = 0
    text: str = ""
    #: ``start``, ``middle`` or ``end``.
    anchor: str = "start"


def bars(chart: Chart) -> SafeString:
    """A horizontal bar for each point and series that is not nothing, its number behind it, the label above."""
    longest = _longest(value for point in chart.points for value in point.values)
    room = WIDTH - 64
    pieces, labels, texts, y = [], [], [], 0.0
    for point in (point for point in chart.points if any(point.values)):
        labels.append(Piece(0, y + 14, text=point.label))
        y += _LINE
        for number, value in enumerate(point.values):
            width = _scaled(value, longest, room)
            pieces.append(Piece(0, y, width, number))
            texts.append(Piece(width + 6, y + 12, text=point.texts[number]))
            y += _BAR + 4
        y += 8
    return _rendered("bars", chart, _Drawn(y, pieces, labels, texts))


def stacked(chart: Chart) -> SafeString:
    """One bar for each point, as long as its sum, parted by series; the numbers stand above it, in the same order."""
    longest = _longest(sum(value or 0 for value in point.values) for point in chart.points)
    pieces, labels, texts, y = [], [], [], 0.0
    for point in chart.points:
        labels.append(Piece(0, y + 14, text=point.label))
        texts.append(Piece(WIDTH, y + 14, text=" · ".join(point.texts), anchor="end"))
        y, x = y + _LINE, 0.0
        for number, value in enumerate(point.values):
            width = _scaled(value, longest, WIDTH)
            if width:
                pieces.append(Piece(x, y, width, number))
            x += width
        y += _STEP - _LINE
    return _rendered("stacked", chart, _Drawn(y, pieces, labels, texts))


def lines(chart: Chart) -> SafeString:
    """A line for each series over the points in their order; every place on it bears its number."""
    longest = _longest(value for point in chart.points for value in point.values)
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(chart.points))
    places = [_LEFT + step * (number + 0.5) for number in range(len(chart.points))]
    pieces: list[Piece] = []
    texts: list[Piece] = []
    paths: list[tuple[int, str]] = []
    for number in range(len(chart.series)):
        drawn = []
        for x, point in zip(places, chart.points, strict=True):
            value = point.values[number]
            if value is not None:
                y = _TOP + _PLOT - _scaled(value, longest, _PLOT)
                drawn.append(Piece(x, y, series=number))
                texts.append(Piece(x, y - 8, series=number, text=point.texts[number], anchor="middle"))
        pieces += drawn
        paths.append((number, " ".join(f"{piece.x:.1f},{piece.y:.1f}" for piece in drawn)))
    base = _TOP + _PLOT
    labels = [
        Piece(x, base + 18, text=point.label, anchor="middle") for x, point in zip(places, chart.points, strict=True)
    ]
    return _rendered("lines", chart, _Drawn(base + 26, pieces, labels, texts, paths, base))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Everything with its place."""

    height: float
    pieces: Sequence[Piece]
    labels: Sequence[Piece]
    texts: Sequence[Piece] = ()
    #: Of lines: the series and the places of each.
    paths: Sequence[tuple[int, str]] = ()
    base: float = 0.0


def _rendered(kind: str, chart: Chart, drawn: _Drawn) -> SafeString:
    context = {
        "chart": chart,
        "kind": kind,
        "width": WIDTH,
        "height": round(max(drawn.height, 1)),
        "bar": _BAR,
        "drawn": drawn,
        "legend": list(enumerate(chart.series)) if len(chart.series) > 1 else [],
    }
    return render_to_string("content/charts/chart.html", context)


def _longest(values: Iterable[float | None]) -> float:
    found = [value for value in values if value is not None]
    return max(found, default=0.0) or 1.0


def _scaled(value: float | None, longest: float, room: float) -> float:
    return max(_LEAST, value / longest * room) if value else 0.0
