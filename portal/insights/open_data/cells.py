"""The cells of tables, for text and for workbooks: nothing that a spreadsheet takes for a formula.

A million rows repeat their short texts, names of units and of grades, so these are worked out once for a file. Control
characters go from the bytes of a whole batch at once: in UTF-8 and GB18030 no byte below a space is part of another
character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from portal.insights.open_data.sets.base import Cell
from search.exporting.formats import safe

Written = Callable[[str], str]

#: Texts of at most so many characters are kept, so many of them: memory stays flat.
SHORT, KEPT = 40, 1024
#: What `safe` takes out wherever it stands.
_CONTROL = bytes(sorted(set(range(32)) - set(b"\t\n\r")))
#: What a formula may begin with, and what may stand before one; all other texts are harmless as they are.
_SUSPECT = frozenset(" \u3000\u00a0=+-@＝＋－＠") | {chr(number) for number in range(32)}


class Cells:
    """Writes the cells of one file: each text as ``write`` has it, everything else as ``other`` has it."""

    def __init__(self, write: Written, other: Callable[[Cell], str]) -> None:
        self._long, self._other = write, other
        self._short: Written = lru_cache(KEPT)(write)

    def written(self, row: Iterable[Cell]) -> list[str]:
        """The cells of a row."""
        short, long, other = self._short, self._long, self._other
        return [
            (short(cell) if len(cell) <= SHORT else long(cell)) if isinstance(cell, str) else other(cell)
            for cell in row
        ]


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula; control characters may stay."""
    return safe(text) if text[:1] in _SUSPECT else text


def without_control(encoded: bytes) -> bytes:
    """Text in UTF-8 or GB18030 without control characters but tab and line ends."""
    return encoded.translate(None, _CONTROL)


def quoted(text: str) -> str:
    """A text of a CSV file, as `csv` writes it; quotes stand only where they have to."""
    text = harmless(text)
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def plain(cell: Cell) -> str:
    """A cell of a CSV file that is no text."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)
