"""What waits for a supervisor: lists that apps register, shown together on the workbench of `portal.insights`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.content.models.pages import Reader


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits."""

    title: str
    #: Where it is seen to, in the admin.
    address: str
    #: Unit, days late and the like.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """How many wait, and the first of them."""

    total: int
    first: tuple[Item, ...]
    #: All of them, where there is such a page.
    address: str = ""


@dataclass(frozen=True, slots=True)
class Worklist:
    """One list; ``find`` gives what this user may see of it, at most so many items."""

    code: str
    title: str | Promise
    #: By which rule something is on it.
    rule: str | Promise
    #: Whether the user gets the list at all; asked for every page of the admin, so it costs next to nothing.
    may: Callable[[Reader], bool]
    find: Callable[[Reader, int], Found]


_worklists: dict[str, Worklist] = {}


def register_worklist(worklist: Worklist) -> None:
    """Show a list on the workbench; a code may be taken only once."""
    if _worklists.setdefault(worklist.code, worklist) is not worklist:
        raise ValueError(f"worklist {worklist.code!r} is registered already")


def worklists() -> list[Worklist]:
    """All of them, in the order in which they were registered."""
    return list(_worklists.values())
