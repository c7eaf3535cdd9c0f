"""One entry of a timeline, its place, and what is asked of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from portal.content.models.pages import Reader


class Place(NamedTuple):
    """Where an entry stands; the greater comes first, for the newest stand on top."""

    #: ``2026-04-13``, or ``2026-04`` and ``2026`` where the day is not known; empty ones come last.
    day: str
    #: Name of the source.
    source: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something on record. Texts are those that its own page shows to the same reader."""

    place: Place
    title: str
    #: Path on this site without a language prefix; every entry leads to where it comes from.
    url: str
    #: The unit it is an entry of, by primary key.
    unit: int | None
    text: str = ""
    #: When it was entered here, which may be long after its day.
    recorded_at: datetime | None = None
    #: A state in words, such as that of a problem to be rectified.
    state: str = ""
    #: For the staff of the unit and above alone.
    is_internal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page of a timeline."""

    #: Primary keys of the units.
    units: tuple[int, ...]
    #: Those of the units above them, for what is addressed to a unit and everything below it.
    above: tuple[int, ...] = ()
    #: Only what lies below this place.
    before: Place | None = None
    year: int | None = None
    limit: int = 50
    #: Somebody of the staff who may see internal entries too; None: what anybody may read.
    reader: Reader | None = field(default=None, compare=False)
