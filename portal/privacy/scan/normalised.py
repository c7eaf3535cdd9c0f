"""A text as the detectors read it: half width, no invisible characters; spans lead back to the original."""

from __future__ import annotations

import re
from typing import NamedTuple

#: Characters that show nothing and split a number for whoever searches it.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_DASHES = "‐‑‒–—―−﹣－ー─"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_DIGITS = {
    base + value: ord("0") + value
    for base in (0x0660, 0x06F0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6)
    for value in range(10)
}
#: One character for one, so that places stay where they are.
_TABLE = {
    **_DIGITS,
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    ord("Ⅹ"): "X",
    ord("Х"): "X",  # noqa: RUF001 (the Cyrillic letter, typed for the Latin one)
    ord("×"): "×",
}


class Normalised(NamedTuple):
    """``text`` to search in; ``places`` says for each of its characters where it stands in the original."""

    text: str
    places: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def normalise(text: str) -> Normalised:
    """The text in its plain form."""
    plain = text.translate(_TABLE)
    if not _INVISIBLE.search(plain):
        return Normalised(plain, None)
    places = [place for place, character in enumerate(plain) if not _INVISIBLE.match(character)]
    return Normalised(_INVISIBLE.sub("", plain), places)
