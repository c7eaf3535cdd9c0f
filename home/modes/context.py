"""The modes in every template."""

from typing import Any

from django.http import HttpRequest

from home.modes.chosen import modes_of

#: Under this name a request notes that a template has seen its modes.
_NOTED = "_has_look"


def modes(request: HttpRequest) -> dict[str, Any]:
    """As ``modes``."""
    setattr(request, _NOTED, True)
    return {"modes": modes_of(request)}


def has_look(request: HttpRequest) -> bool:
    """Whether the answer may depend on the modes."""
    return getattr(request, _NOTED, False)
