"""What a piece of work has read from the search indexes, for those who keep its outcome.

An index follows the database a moment later. Whoever keeps an answer until the database changes must know whether
the index had all changes when it was asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from search import consumers
from search.models import OutboxEntry


@dataclass(slots=True)
class Reliance:
    """What was asked of the indexes so far."""

    has_searched: bool = False
    #: The answer may lack a committed change, or came from the standby, or there was none.
    is_behind: bool = False


_watching: ContextVar[Reliance | None] = ContextVar("search_reliance", default=None)


@contextmanager
def watched() -> Iterator[Reliance]:
    """Note the searches that are made inside."""
    relied = Reliance()
    token = _watching.set(relied)
    try:
        yield relied
    finally:
        _watching.reset(token)


def note_search() -> None:
    """Before an index is asked: see whether it has all that is committed. Costs a query where somebody watches."""
    relied = _watching.get()
    if relied is not None:
        relied.has_searched = True
        names = [target.name for target in consumers.targets()]
        relied.is_behind |= OutboxEntry.objects.filter(consumer__name__in=names).exists()


def note_outage() -> None:
    """The main engine did not answer."""
    relied = _watching.get()
    if relied is not None:
        relied.is_behind = True
