"""Where entries come from. An app registers its sources in `AppConfig.ready`; docs/archives.md shows how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.functional import Promise

from portal.content.timeline.entries import Asked, Entry


class TimelineSource(Protocol):
    """One kind of entries."""

    #: Short and stable, without a dot: part of addresses, and what breaks ties within a day.
    name: str
    #: What readers call an entry of it.
    label: str | Promise

    def entries(self, asked: Asked) -> Iterable[Entry]:
        """The newest that answer, at most ``asked.limit`` of them, newest first, in one query."""

    def oldest(self, asked: Asked) -> str:
        """The day of the very first of these units, whatever page or year is asked for; empty without any."""


_sources: dict[str, TimelineSource] = {}


def register_timeline(source: TimelineSource) -> None:
    """Show the entries of a source in the archives of units; the name may be taken only once."""
    if "." in source.name or _sources.get(source.name, source) is not source:
        raise ValueError(f"timeline source name not usable: {source.name!r}")
    _sources[source.name] = source


def timeline_sources() -> dict[str, TimelineSource]:
    """All of them by their names, in the order in which they were registered."""
    return dict(_sources)
