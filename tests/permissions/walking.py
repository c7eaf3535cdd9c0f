"""Every address of the admin, found in the URL resolver itself: what somebody adds tomorrow is walked tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = "admin/"
_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern, ``admin/terms/edit/<pk>/``, and what answers there."""

    pattern: str
    arguments: tuple[str, ...]
    callback: Any

    @property
    def model(self) -> type[Model] | None:
        """The model of a generic view."""
        given = getattr(self.callback, "view_initkwargs", {}).get("model")
        found = given or getattr(getattr(self.callback, "view_class", None), "model", None)
        return found if isinstance(found, type) and issubclass(found, Model) else None

    @property
    def is_ours(self) -> bool:
        """Whether the view is our code."""
        view = getattr(self.callback, "view_class", self.callback)
        return str(view.__module__).startswith(("portal", "home", "search"))

    def path(self, values: dict[str, Any]) -> str:
        """With values for the arguments."""
        return "/" + re.sub(r"<(\w+)>", lambda match: str(values[match[1]]), self.pattern)


def addresses() -> list[Address]:
    """All of them, each once: of two with one pattern the first answers."""
    found: dict[str, Address] = {}
    for pattern, callback in _walk(get_resolver().url_patterns, ""):
        if pattern.startswith(ROOT) and "*" not in pattern:
            found.setdefault(pattern, Address(pattern, tuple(re.findall(r"<(\w+)>", pattern)), callback))
    return list(found.values())


def _walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for each in patterns:
        here = before + _readable(str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here)
        elif isinstance(each, URLPattern):
            yield here, each.callback


def _readable(pattern: str) -> str:
    """Regular expressions and converters alike, with the names of their arguments alone."""
    named = _GROUP.sub(lambda match: f"<{match[1] or match[2]}>", pattern)
    return named if named == "^.*/$" else named.replace("^", "").replace("$", "").replace("\\.", ".")
