"""The mark as pictures, which browsers and phones ask for by name: the shapes of ``static/img/favicon.svg``."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from home.machines import DAY, THEME

SUN, PAPER = "#f6c453", "#fff"
#: The side of the drawing in the units of its shapes; and how much finer than wanted it is drawn, for smooth edges.
SIDE, FINER = 48, 4
RAYS = ((24, 9, 24, 14), (12.7, 14.7, 16.3, 18.3), (35.3, 14.7, 31.7, 18.3), (7.5, 27, 12.5, 27), (35.5, 27, 40.5, 27))
LINES = ((9, 35.5, 39, 35.5), (15, 40, 33, 40))


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for the tab of a browser that takes no SVG."""
    return HttpResponse(_icon(), content_type="image/x-icon")


@require_safe
@cache_control(public=True, max_age=DAY)
def touch_icon(request: HttpRequest) -> HttpResponse:
    """The icon for the first screen of a phone, which rounds the corners itself."""
    return HttpResponse(_touch_icon(), content_type="image/png")


@cache
def _icon() -> bytes:
    stream = BytesIO()
    mark(48, corner=9).save(stream, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    return stream.getvalue()


@cache
def _touch_icon() -> bytes:
    stream = BytesIO()
    mark(180).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def mark(size: int, *, corner: float = 0) -> Image.Image:
    """The mark in pixels; ``corner`` is the radius of its corners in units of the drawing."""
    scale = size * FINER / SIDE
    image = Image.new("RGBA", (size * FINER, size * FINER))
    canvas = ImageDraw.Draw(image)
    canvas.rounded_rectangle((0, 0, *image.size), corner * scale, fill=THEME)
    canvas.pieslice([part * scale for part in (15, 22, 33, 40)], 180, 360, fill=SUN)
    for lines, colour, width in ((RAYS, SUN, 3.0), (LINES, PAPER, 2.5)):
        for line in lines:
            _stroke(canvas, [part * scale for part in line], colour, width * scale)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _stroke(canvas: ImageDraw.ImageDraw, line: list[float], colour: str, width: float) -> None:
    """A line with round ends."""
    canvas.line(line, fill=colour, width=round(width))
    for x, y in (line[:2], line[2:]):
        canvas.circle((x, y), width / 2, fill=colour)
