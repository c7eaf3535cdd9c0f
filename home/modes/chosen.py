"""What the reader of a request has chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from home.modes.kinds import MODES


@dataclass(frozen=True, slots=True)
class Toggle:
    """A button in the head of a page, which chooses a mode or gives it up."""

    name: str
    label: Promise
    #: What a press sends.
    value: str
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class Modes:
    """A value for each mode, each one of its own or empty."""

    text: str = ""
    contrast: str = ""
    layout: str = ""
    pinyin: str = ""

    @property
    def attributes(self) -> SafeString:
        """What style sheets go by, as attributes of ``<html>``."""
        chosen = ((mode.name, getattr(self, mode.name)) for mode in MODES)
        return format_html_join("", ' data-{}="{}"', ((name, value) for name, value in chosen if value))

    @property
    def toggles(self) -> tuple[Toggle, ...]:
        """The buttons in their order, as this reader finds them."""
        return tuple(
            Toggle(mode.name, mode.button, "" if is_pressed else mode.first, is_pressed)
            for mode in MODES
            if mode.button
            for is_pressed in (bool(getattr(self, mode.name)),)
        )


def modes_of(request: HttpRequest) -> Modes:
    """Read the cookies; a value that we do not write is none."""
    sent = {mode.name: request.COOKIES.get(mode.name, "") for mode in MODES}
    return Modes(**{mode.name: sent[mode.name] for mode in MODES if sent[mode.name] in mode.values})
