"""What the results of a search add up to, besides their number: said by the app whose kind of document they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.queries import SearchQuery
from search.results import SearchResults

#: Of a search for one kind alone and the number found: what is counted in them, in words; nothing where it cannot say.
Adding = Callable[[SearchQuery, int], Sequence[str]]
_registered: dict[str, Adding] = {}


def register_totals(kind: str, adding: Adding) -> None:
    """Let an app say it of its kind; once, at start."""
    if _registered.setdefault(kind, adding) is not adding:
        raise ValueError(f"the totals of {kind!r} are said already")


def totals(results: SearchResults) -> Sequence[str]:
    """Of these results; only where a single kind is asked for."""
    kinds = results.query.filters.get("kind", ())
    adding = _registered.get(kinds[0]) if len(kinds) == 1 and results.total else None
    return adding(results.query, results.total) if adding else ()
