"""What the address of an archive asks: kinds, a year, units below, a place to go on from. What is wrong is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from portal.content.timeline.entries import Place
from portal.content.timeline.sources import timeline_sources

_DAY = r"(?:[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)?"
_PLACE = re.compile(rf"({_DAY})\.([a-z_]{{1,32}})\.([0-9]{{1,18}})")
_YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A page of an archive. Its address and it say the same."""

    kinds: tuple[str, ...] = ()
    year: int | None = None
    below: bool = False
    before: Place | None = None

    @classmethod
    def read(cls, params: QueryDict) -> Question:
        """Of an address; nothing that a reader can type raises."""
        known = timeline_sources()
        year = params.get("year", "")
        return cls(
            kinds=tuple(name for name in known if name in set(params.getlist("kind"))),
            year=int(year) if _YEAR.fullmatch(year) else None,
            below=params.get("below") == "1",
            before=_place(params.get("before", ""), known),
        )

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Those of the address, in their order."""
        yield from (("kind", kind) for kind in self.kinds)
        if self.year:
            yield "year", str(self.year)
        if self.below:
            yield "below", "1"
        if self.before:
            yield "before", ".".join((self.before.day, self.before.source, str(self.before.number)))

    @property
    def address(self) -> str:
        """The query string, with its question mark; empty for the whole archive."""
        query = urlencode(list(self.parameters()))
        return f"?{query}" if query else ""

    @property
    def from_top(self) -> Question:
        """The same from the newest entry on."""
        return replace(self, before=None)


def _place(text: str, known: Collection[str]) -> Place | None:
    found = _PLACE.fullmatch(text)
    return Place(found[1], found[2], int(found[3])) if found and found[2] in known else None
