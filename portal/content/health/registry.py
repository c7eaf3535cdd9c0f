"""Checks of what stands on the site, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from portal.content.models.pages import Reader

#: Troubles of one check that are shown beside the others, and to whoever asks for this one; all of them are counted.
SHOWN, SHOWN_ALONE = 20, 1000
_most: ContextVar[int] = ContextVar("most", default=SHOWN)


def most() -> int:
    """How many troubles a check gives now."""
    return _most.get()


@contextmanager
def alone() -> Iterator[None]:
    """For a page that shows one check."""
    token = _most.set(SHOWN_ALONE)
    try:
        yield
    finally:
        _most.reset(token)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to mend."""

    #: What it concerns, such as the title of a page that the reader may change.
    what: str
    #: Where it is mended, in the admin.
    address: str
    why: str | Promise = ""
    since: date | None = None
    #: Where somebody says that it may stay as it is, if that is theirs to say.
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found: how many, and the first of them."""

    total: int = 0
    troubles: Sequence[Trouble] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A question to the tables, asked anew each time; it costs a few queries whatever the size of the site."""

    name: str
    title: str | Promise
    #: What is looked for, and how long something may wait.
    rule: str | Promise
    #: Finds what this user can mend, and names nothing else.
    find: Callable[[Reader], Findings]
    #: From so many on an official inspection fails the whole site for it (单项否决); None: it only costs points.
    fails_from: int | None = None


_checks: dict[str, tuple[int, Check]] = {}


def register_check(check: Check, *, order: int = 100) -> None:
    """Make it part of the page; lower orders come first. A name may be taken only once."""
    if check.name in _checks:
        raise ValueError(f"there is a check {check.name!r} already")
    _checks[check.name] = (order, check)


def registered_checks() -> tuple[Check, ...]:
    """All checks in their order."""
    ordered = sorted(_checks.values(), key=lambda entry: (entry[0], entry[1].name))
    return tuple(check for _order, check in ordered)
