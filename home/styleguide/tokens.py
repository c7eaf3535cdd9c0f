"""The design tokens, read from the style sheet itself, and the contrast of colours that stand on each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

TOKENS_FILE = "css/tokens.css"
_DECLARATION = re.compile(r"--([\w-]+):\s*([^;]+);")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
#: Where the dark values begin, and where they end.
_DARK = "prefers-color-scheme: dark"
_NEXT = "@media"

#: Text on its ground: the least ratio of WCAG 2.2 AA. Text needs 4.5; edges of controls and the focus need 3.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("ink", "paper", 4.5),
    ("ink", "surface", 4.5),
    ("ink", "sunken", 4.5),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "surface", 4.5),
    ("ink-soft", "sunken", 4.5),
    ("link", "paper", 4.5),
    ("link", "surface", 4.5),
    ("headline", "surface", 4.5),
    ("accent-ink", "accent", 4.5),
    ("mark-ink", "mark", 4.5),
    ("good", "good-wash", 4.5),
    ("care", "care-wash", 4.5),
    ("calm", "calm-wash", 4.5),
    ("quiet", "quiet-wash", 4.5),
    ("edge", "surface", 3.0),
    ("focus", "paper", 3.0),
)


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour by its name, as ``#rrggbb`` or ``#rgb`` in each scheme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two colours on each other: their ratio in each scheme, from 1 to 21, and the least that is allowed."""

    ink: str
    ground: str
    light: float
    dark: float
    least: float

    @property
    def suffices(self) -> bool:
        """Whether it is enough in both schemes."""
        return min(self.light, self.dark) >= self.least


@dataclass(frozen=True, slots=True)
class Tokens:
    """All custom properties of the style sheet: their values in the light scheme, and those that the dark changes."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    def swatches(self) -> Iterator[Swatch]:
        """The colours, in the order of the style sheet."""
        for name in self.light:
            light, dark = self.colour(name, self.light), self.colour(name, {**self.light, **self.dark})
            if _HEX.fullmatch(light):
                yield Swatch(name, light, dark)

    def contrasts(self) -> Iterator[Contrast]:
        """The pairs that pages use."""
        colours = {swatch.name: swatch for swatch in self.swatches()}
        for ink, ground, least in PAIRS:
            first, second = colours[ink], colours[ground]
            yield Contrast(ink, ground, ratio(first.light, second.light), ratio(first.dark, second.dark), least)

    def named(self, pattern: str) -> list[tuple[str, str]]:
        """Names and values of the tokens whose whole name matches a pattern."""
        return [(name, value) for name, value in self.light.items() if re.fullmatch(pattern, name)]

    def colour(self, name: str, values: Mapping[str, str]) -> str:
        """A value with its reference followed."""
        value = values[name]
        reference = _REFERENCE.fullmatch(value)
        return self.colour(reference[1], values) if reference else value


def read_tokens(css: str) -> Tokens:
    """The tokens of a style sheet."""
    light, _found, rest = css.partition(_DARK)
    dark = rest.partition(_NEXT)[0]
    return Tokens(_declarations(light), _declarations(dark))


@cache
def tokens() -> Tokens:
    """Those of the style sheet in use. Raises FileNotFoundError if there is none."""
    path = finders.find(TOKENS_FILE)
    if not path:
        raise FileNotFoundError(TOKENS_FILE)
    return read_tokens(Path(path).read_text(encoding="utf-8"))


def ratio(first: str, second: str) -> float:
    """The contrast of two colours after WCAG, from 1 (equal) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _declarations(css: str) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in _DECLARATION.findall(css)}


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = (_linear(int(digits[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
