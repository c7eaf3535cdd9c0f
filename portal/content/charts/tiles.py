"""A tile map: a square for each place, where it lies by the grid of its region, its shade and its number in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.content.charts.drawing import WIDTH

#: Shades besides that of nothing.
SHADES = 4
_GAP = 6
_LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """A place with its number."""

    label: str
    value: int
    text: str
    #: Column and row of the grid, from 0; None: the first that is free.
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Drawn:
    x: float
    y: float
    shade: int
    tile: Tile
    #: The name, parted where one line does not hold it.
    lines: tuple[str, ...]


def tile_map(identity: str, title: str, description: str, tiles: Sequence[Tile]) -> SafeString:
    """Draw the tiles; numbers stand in them in letters, so the shade is never the only sign."""
    places = _places(tiles)
    columns = max((column for column, _row in places), default=0) + 1
    rows = max((row for _column, row in places), default=0) + 1
    side = (WIDTH - _GAP * (columns - 1)) / columns
    height = min(side, 92.0)
    most = max((tile.value for tile in tiles), default=0)
    drawn = [
        _Drawn(column * (side + _GAP), row * (height + _GAP), shade(tile.value, most), tile, _lines(tile.label, side))
        for tile, (column, row) in zip(tiles, places, strict=True)
    ]
    context = {
        "id": identity,
        "title": title,
        "description": description,
        "drawn": drawn,
        "side": side,
        "tall": height,
        "width": WIDTH,
        "height": round(rows * (height + _GAP)),
    }
    return render_to_string("content/charts/tiles.html", context)


def shade(value: int, most: int) -> int:
    """0 for nothing, then 1 to `SHADES`, evenly parted up to the greatest."""
    return 0 if not value else max(1, ceil(value * SHADES / most))


def _places(tiles: Sequence[Tile]) -> list[tuple[int, int]]:
    """Where each stands; those without a place fill the gaps, row after row."""
    taken = {tile.place for tile in tiles if tile.place}
    width = max((column for column, _row in taken), default=-1) + 1 or max(_LEAST_COLUMNS, ceil(sqrt(len(tiles))))
    free = (
        (number % width, number // width)
        for number in range(width * (len(tiles) + len(taken) + width))
        if (number % width, number // width) not in taken
    )
    seen: set[tuple[int, int]] = set()
    found: list[tuple[int, int]] = []
    for tile in tiles:
        place = tile.place if tile.place and tile.place not in seen else next(free)
        seen.add(place)
        found.append(place)
    return found


def _lines(label: str, side: float) -> tuple[str, ...]:
    """At most two lines of a name; Chinese parts anywhere, English between words."""
    room = int(side / 13) if any(ord(sign) > 0x2E7F for sign in label) else int(side / 7)
    if len(label) <= room:
        return (label,)
    cut = label.rfind(" ", 0, room + 1) if " " in label[: room + 1] else room
    rest = label[cut:].strip()
    return (label[:cut].strip(), rest if len(rest) <= room else f"{rest[: room - 1]}…")
