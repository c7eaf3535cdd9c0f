"""One figure: a number, what it counts, how exact it is, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: More than this is a slip of the keyboard: the whole country has not so many of anything that is counted here.
LARGEST = 10**9
WAN = 10_000
_WIDE = str.maketrans("０１２３４５６７８９，．＜－＋", "0123456789,.<-+")
_WRITTEN = re.compile(r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimal>[0-9]+))?(?P<wan>万)?(?P<over>余)?")
_HIDDEN = re.compile(r"<\s*[0-9]+|\*+")


class CountUnit(models.TextChoices):
    """What is counted; 件 and 件次, 人 and 人次 are different things."""

    CASES = "件", pgettext_lazy("unit of count", "cases")
    LETTERS = "件次", pgettext_lazy("unit of count", "items received")
    INCIDENTS = "起", pgettext_lazy("unit of count", "problems")
    PERSONS = "人", pgettext_lazy("unit of count", "persons")
    PERSON_TIMES = "人次", pgettext_lazy("unit of count", "person-times")
    ORGANISATIONS = "个", pgettext_lazy("unit of count", "organisations")


class Rounding(models.TextChoices):
    """How exact a figure is."""

    EXACT = "exact", pgettext_lazy("rounding", "exact")
    WAN = "wan", pgettext_lazy("rounding", "rounded to 0.1万")
    OVER = "over", pgettext_lazy("rounding", "rounded down (余)")


class Origin(models.TextChoices):
    """Where a figure comes from."""

    COMPILED = "compiled", pgettext_lazy("origin of a figure", "compiled from the cases")
    TYPED = "typed", pgettext_lazy("origin of a figure", "typed by hand")


@dataclass(frozen=True, slots=True)
class Figure:
    """A count. Without a value it is either hidden or not given."""

    value: int | None
    rounding: Rounding = Rounding.EXACT
    origin: Origin = Origin.COMPILED
    suppressed: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        """Raises ValidationError for what cannot be a count."""
        if self.value is not None and self.value < 0:
            raise ValidationError(_("A figure cannot be negative."), code="negative")
        if self.value is not None and self.value > LARGEST:
            raise ValidationError(_("This figure is too large."), code="large")

    @property
    def is_exact(self) -> bool:
        """Whether it can be added up."""
        return self.value is not None and self.rounding == Rounding.EXACT

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The least and the most that it may stand for; None where nothing is known.

        Figures in 万 are cut off as often as rounded, so they may be off by 0.1万 to either side; with 余 it may be
        anything below the next value of the last digit written.
        """
        if self.value is None:
            return None
        if self.rounding == Rounding.WAN:
            return (max(0, self.value - WAN // 10), self.value + WAN // 10)
        if self.rounding == Rounding.OVER:
            return (self.value, self.value + _last_place(self.value) - 1)
        return (self.value, self.value)

    def __str__(self) -> str:
        """As it is printed; without thousands separators, as official texts are."""
        if self.suppressed:
            return "*"
        if self.value is None:
            return "—"
        if self.rounding == Rounding.WAN:
            return f"{_in_wan(self.value)}万"
        if self.rounding == Rounding.OVER:
            return f"{_in_wan(self.value)}万余" if self.value >= WAN and not self.value % 1000 else f"{self.value}余"
        return str(self.value)

    def as_json(self) -> dict[str, Any]:
        """For storing; only what is not at its default."""
        stored: dict[str, Any] = {"value": self.value}
        if self.rounding != Rounding.EXACT:
            stored["rounding"] = str(self.rounding)
        if self.origin != Origin.COMPILED:
            stored["origin"] = str(self.origin)
        if self.suppressed:
            stored["suppressed"] = True
        if self.note:
            stored["note"] = self.note
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Figure:
        """What was stored. Raises ValidationError where that is no figure."""
        value = stored.get("value")
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise ValidationError(_("A figure is a whole number."), code="text")
        try:
            rounding, origin = Rounding(stored.get("rounding", "exact")), Origin(stored.get("origin", "compiled"))
        except ValueError as error:
            raise ValidationError(str(error), code="text") from error
        hidden = bool(stored.get("suppressed", False))
        return cls(None if hidden else value, rounding, origin, hidden, str(stored.get("note", "")))


def typed(text: str) -> Figure | None:
    """A figure as an editor writes it: ``1080``, ``3.2万``, ``4万余``, ``<5`` for a hidden one; nothing where empty.

    Raises ValidationError, which says what is wrong: negative, too large, no number.
    """
    written = text.strip().translate(_WIDE).replace(" ", "")
    if written in ("", "—", "-"):
        return None
    if _HIDDEN.fullmatch(written):
        return Figure(None, origin=Origin.TYPED, suppressed=True)
    if written[0] in "-−" and _WRITTEN.fullmatch(written[1:]):
        raise ValidationError(_("A figure cannot be negative."), code="negative")
    found = _WRITTEN.fullmatch(written)
    if not found:
        raise ValidationError(
            _("“%(text)s” is no figure: write 1080, 3.2万, 4万余 or <5."), "text", {"text": text[:40]}
        )
    return _read(found)


def _read(found: re.Match[str]) -> Figure:
    whole, decimal = found["number"].replace(",", ""), found["decimal"] or ""
    if decimal and not found["wan"]:
        raise ValidationError(_("Only figures in 万 have a decimal."), code="decimal")
    if len(decimal) > 1:
        raise ValidationError(_("Figures in 万 have one decimal; write out the number if it is known."), code="decimal")
    if len(whole) > 10:
        raise ValidationError(_("This figure is too large."), code="large")
    value = int(whole) * WAN + int(decimal or 0) * (WAN // 10) if found["wan"] else int(whole)
    rounding = Rounding.OVER if found["over"] else Rounding.WAN if found["wan"] else Rounding.EXACT
    return Figure(value, rounding, Origin.TYPED)


def _in_wan(value: int) -> str:
    whole, rest = divmod(value, WAN)
    return f"{whole}.{rest // 1000}" if rest // 1000 else str(whole)


def _last_place(value: int) -> int:
    """The worth of the last digit that is not nought: 8300 gives 100."""
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place
