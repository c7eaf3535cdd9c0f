"""A course over time: an area under each line, a scale beside it, and only as many words as there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.content.charts.drawing import WIDTH, Chart, Piece

_LEFT, _RIGHT, _TOP, _PLOT = 34, 10, 14, 150
#: Labels that fit below the axis.
_LABELS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    series: int
    path: str
    area: str
    dots: tuple[Piece, ...]
    last: Piece | None


def course(chart: Chart) -> SafeString:
    """Lines over the points in their order; the last value of each is printed, all stand in the table beside it."""
    most = max((value or 0 for point in chart.points for value in point.values), default=0)
    ticks = list(_ticks(most))
    top = ticks[-1] or 1
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(chart.points) - 1)
    base = _TOP + _PLOT
    xs = [_LEFT + step * place for place in range(len(chart.points))]
    context = {
        "chart": chart,
        "width": WIDTH,
        "height": base + 28,
        "base": base,
        "left": _LEFT,
        "right": WIDTH - _RIGHT,
        "ticks": [(base - value / top * _PLOT, value) for value in ticks],
        "lines": [_line(chart, number, xs, top) for number in range(len(chart.series))],
        "labels": list(_labels(chart, xs, base)),
        "legend": list(enumerate(chart.series)) if len(chart.series) > 1 else [],
    }
    return render_to_string("content/charts/course.html", context)


def _line(chart: Chart, number: int, xs: list[float], top: float) -> _Line:
    base = _TOP + _PLOT
    dots = [
        Piece(x, base - value / top * _PLOT, series=number, text=point.texts[number])
        for x, point in zip(xs, chart.points, strict=True)
        if (value := point.values[number]) is not None
    ]
    path = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in dots)
    area = f"{dots[0].x:.1f},{base} {path} {dots[-1].x:.1f},{base}" if dots else ""
    return _Line(number, path, area, tuple(dots), dots[-1] if dots else None)


def _labels(chart: Chart, xs: list[float], base: float) -> Iterator[Piece]:
    """The last point always has its label, the others as far as there is room."""
    every = max(1, -(-len(chart.points) // _LABELS))
    last = len(chart.points) - 1
    for place, (x, point) in enumerate(zip(xs, chart.points, strict=True)):
        if (last - place) % every == 0:
            anchor = "end" if place == last and last else "start" if place == 0 and last else "middle"
            yield Piece(x, base + 18, text=point.label, anchor=anchor)


def _ticks(most: float) -> Iterator[int]:
    """Round numbers from 0 to the first that is not below the greatest value."""
    if most <= 0:
        yield from (0, 1)
        return
    rough = most / 4
    unit = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
    value = 0
    while value < most:
        yield int(value)
        value += step
    yield int(value)
