"""What a reader gets back: the page, the feed and the API print the same value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.safestring import SafeString

from search.queries import SearchQuery

#: Stands for all filters together where no single one is to blame for an empty answer.
ALL_FILTERS = "all"


class Reading(StrEnum):
    """How the words were taken; the reader is told which."""

    EXACT = "exact"
    SPLIT = "split"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    id: str
    kind: str
    title: str
    #: The title, escaped, with the matches in ``<mark>``.
    title_html: SafeString
    url: str
    date: date
    unit: str
    #: Escaped, with the matches in ``<mark>``.
    snippet: SafeString
    #: What was said of it since, plain text: that it was cleared or corrected (`search.notes`).
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    code: str
    label: str
    count: int
    chosen: bool = False
    #: Distance from the root of its tree; 0 for flat facets.
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotedResult:
    """A link that staff put on top for certain words."""

    title: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    query: SearchQuery
    total: int
    results: tuple[SearchResult, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    reading: Reading = Reading.EXACT
    #: What was searched in place of the words as they stand, where that is what happened.
    words: tuple[str, ...] = ()
    #: Other wordings that do find something ("did you mean"), best first.
    corrections: tuple[str, ...] = ()
    promoted: tuple[PromotedResult, ...] = ()
    #: For an empty answer: facet name (or "date") to the total without that filter; ALL_FILTERS where none is enough.
    without: Mapping[str, int] = field(default_factory=dict)
    #: True when the main engine is down and the embedded one answered in its place.
    standby: bool = False
