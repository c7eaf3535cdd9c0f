"""The modes, and the values that each may have. The page cache knows the same: ``PAGE_CACHE_VARIANTS``."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a mode; empty is the site as it is for everybody, for which no cookie is kept."""

    value: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Mode:
    """One thing about reading that can be chosen."""

    #: Names the cookie, the field of the form and the attribute ``data-…`` of the page.
    name: str
    label: Promise
    explanation: Promise
    choices: tuple[Choice, ...]
    #: What the button in the head of every page says; it chooses the first value that is not the usual one.
    button: Promise | None = None

    @property
    def values(self) -> frozenset[str]:
        """What a cookie may say."""
        return frozenset(choice.value for choice in self.choices) - {""}

    @property
    def first(self) -> str:
        """The value that the button chooses."""
        return self.choices[1].value


_USUAL = Choice("", pgettext_lazy("mode of reading", "As usual"))

MODES: tuple[Mode, ...] = (
    Mode(
        "text",
        _("Text size"),
        _("Makes all text of the site larger, without making you scroll sideways."),
        (
            _USUAL,
            Choice("large", pgettext_lazy("mode of reading", "Large")),
            Choice("larger", pgettext_lazy("mode of reading", "Very large")),
        ),
        pgettext_lazy("button of a mode", "Large text"),
    ),
    Mode(
        "contrast",
        _("Contrast"),
        _("Black on white, or white on black if your device is set to dark; links are underlined, borders are plain."),
        (_USUAL, Choice("high", pgettext_lazy("mode of reading", "High contrast"))),
        pgettext_lazy("button of a mode", "High contrast"),
    ),
    Mode(
        "layout",
        _("Layout"),
        _(
            "Made for elderly readers: one column, larger type and buttons, wide lines, a large pointer, and only what "
            "matters: the text, the search, the warnings, the ways to hand something in. Everything else stays where "
            "it is and comes back when you choose the usual layout."
        ),
        (_USUAL, Choice("simple", pgettext_lazy("mode of reading", "Simple, for elderly readers"))),
        pgettext_lazy("button of a mode", "Simple (elderly)"),
    ),
    Mode(
        "pinyin",
        _("Pinyin"),
        _(
            "Writes the reading above characters that are not among the 3,755 most common ones. It comes from a "
            "dictionary; the name of a person or a place may be read in another way."
        ),
        (
            Choice("", pgettext_lazy("mode of reading", "No pinyin")),
            Choice("on", pgettext_lazy("mode of reading", "Over rare characters")),
        ),
    ),
)
