"""Entries as a page shows them: under their years, with the name that the unit had then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.archives.scopes import Scope
from portal.content.timeline.entries import Entry
from portal.content.timeline.sources import timeline_sources


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One line of the timeline."""

    entry: Entry
    kind: str
    #: The day in digits, no more exact than it is known; empty for an unknown one.
    day: str
    #: The unit as it was called then, where that is not the archive's own name of today.
    unit: str
    #: Empty where the entry was recorded on its own day.
    recorded: str


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of a year; ``label`` says so where the day is not known."""

    label: str
    entries: list[ShownEntry]


def by_year(entries: Iterable[Entry], scope: Scope) -> list[Year]:
    """In their order; those without a day at the end."""
    return [
        Year(year or _("Day not known"), list(shown(group, scope)))
        for year, group in groupby(entries, key=lambda entry: entry.place.day[:4])
    ]


def shown(entries: Iterable[Entry], scope: Scope) -> Iterator[ShownEntry]:
    """Each as a line."""
    sources = timeline_sources()
    for entry in entries:
        place = entry.place
        recorded = date_format(entry.recorded_at, "Y-m-d") if entry.recorded_at else ""
        yield ShownEntry(
            entry, str(sources[place.source].label), place.day, scope.name_then(entry.unit, place.day), recorded
        )
