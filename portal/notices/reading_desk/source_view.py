"""The source as the desk shows it: exactly its characters, with an element around each place that a field came from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def place_id(place: list[int] | tuple[int, int]) -> str:
    """The anchor of a place; fields that came from the same words share it."""
    return f"span-{place[0]}-{place[1]}"


def marked(source: str, places: Iterable[tuple[int, int]]) -> SafeString:
    """The escaped text with nested elements; of two places that cross, the later one is lit up to the other's end."""
    pieces: list[str] = []
    open_ends: list[int] = []
    at = 0

    def close_until(position: int) -> None:
        nonlocal at
        while open_ends and open_ends[-1] <= position:
            end = open_ends.pop()
            pieces.append(escape(source[at:end]) + "</span>")
            at = end

    for start, end in _ordered(places, len(source)):
        close_until(start)
        pieces.append(escape(source[at:start]))
        at = start
        pieces.append(f'<span class="read-place" id="{place_id((start, end))}">')
        open_ends.append(min(end, open_ends[-1]) if open_ends else end)
    close_until(len(source))
    pieces.append(escape(source[at:]))
    # Built of escaped text and of tags with numbers alone.
    return mark_safe("".join(pieces))  # noqa: S308


def _ordered(places: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """From the left, the longer first, so that inner ones come after outer ones."""
    valid = {(start, end) for start, end in places if 0 <= start < end <= length}
    return sorted(valid, key=lambda place: (place[0], -place[1]))
