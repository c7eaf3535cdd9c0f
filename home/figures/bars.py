"""A number with its name, its share of the longest bar, and the search that lists what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from home.figures.rows import search_address


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart."""

    label: str
    count: int
    #: Length of the bar in percent of the longest.
    share: int
    #: Empty where there is nothing to list.
    address: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A code of a search facet and how many notices have it."""

    code: str
    label: str
    count: int


def bars(facet: str, counted: Iterable[Counted], begin: date | None, end: date | None) -> list[Bar]:
    """Bars in the order given, of what was published from ``begin`` to ``end``; None: without a limit."""
    rows = list(counted)
    longest = max((row.count for row in rows), default=0) or 1
    return [
        Bar(
            row.label,
            row.count,
            # Whatever is there can be seen.
            max(1, round(100 * row.count / longest)) if row.count else 0,
            search_address(begin, end, **{facet: (row.code,)}) if row.count else "",
        )
        for row in rows
    ]
