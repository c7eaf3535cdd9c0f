"""Puts the timelines of all sources together: one query each, and as much of each as the page may need."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from operator import attrgetter

from django.utils import timezone

from portal.archives.asking import Question
from portal.archives.scopes import Scope
from portal.content.models.pages import Reader
from portal.content.timeline.entries import Asked, Entry
from portal.content.timeline.sources import TimelineSource, timeline_sources

#: Entries on a page.
PAGE_SIZE = 50
#: Entries read at once for files.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the timeline."""

    entries: list[Entry]
    #: The question for what comes after it; None at the end.
    further: Question | None


def part(scope: Scope, question: Question, *, reader: Reader | None = None, size: int = PAGE_SIZE) -> Part:
    """The entries that a question asks for, newest first."""
    asked = _asked(scope, question, reader, size + 1)
    pages = [source.entries(asked) for source in _sources(question)]
    # Sorted here once more: a source whose order were off by a little would tear the whole timeline.
    ordered = (sorted(page, key=attrgetter("place"), reverse=True) for page in pages)
    found = list(islice(heapq.merge(*ordered, key=attrgetter("place"), reverse=True), size + 1))
    shown = found[:size]
    further = replace(question, before=shown[-1].place) if len(found) > size else None
    return Part(shown, further)


def all_entries(scope: Scope, question: Question, *, most: int) -> Iterator[Entry]:
    """What anybody may read of a question, at most so many, in flat memory."""
    left, asked = most, question.from_top
    while left > 0:
        found = part(scope, asked, size=min(_BATCH, left))
        yield from found.entries
        left -= len(found.entries)
        if found.further is None:
            return
        asked = found.further


def years(scope: Scope, question: Question, *, reader: Reader | None = None) -> list[int]:
    """The years from now back to the very first entry, whatever year is chosen."""
    asked = _asked(scope, Question(), reader, 1)
    first = min(filter(None, (source.oldest(asked) for source in _sources(question))), default="")
    this_year = timezone.localdate().year
    return list(range(this_year, min(int(first[:4]), this_year) - 1, -1)) if first else []


def _sources(question: Question) -> list[TimelineSource]:
    return [source for name, source in timeline_sources().items() if not question.kinds or name in question.kinds]


def _asked(scope: Scope, question: Question, reader: Reader | None, limit: int) -> Asked:
    return Asked(
        units=tuple(scope.units),
        above=scope.above,
        before=question.before,
        year=question.year,
        limit=limit,
        reader=reader,
    )
