"""What a page, a feed, an API call or a saved search asks: one immutable value, and its address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

#: Filters by code, in the order in which addresses print them. `quarter` takes ``2026`` or ``2026Q1``.
FACETS = ("kind", "region", "unit", "violation", "form", "rank", "measure", "responsibility", "quarter")

MAX_TEXT = 200
MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 20


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A whole search. Values are already cleaned: `search.forms` makes one of an address."""

    text: str = ""
    #: Facet name to the codes chosen; codes of one facet are alternatives, facets are ANDed.
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE

    def parameters(self) -> Iterator[tuple[str, str]]:
        """The address parameters of this search, without what is at its default: the canonical form."""
        if self.text:
            yield "q", self.text
        for name in FACETS:
            for code in self.filters.get(name, ()):
                yield name, code
        if self.date_from:
            yield "from", self.date_from.isoformat()
        if self.date_to:
            yield "to", self.date_to.isoformat()
        if self.sort is not Sort.RELEVANCE:
            yield "sort", str(self.sort)
        if self.page > 1:
            yield "page", str(self.page)
        if self.page_size != DEFAULT_PAGE_SIZE:
            yield "page_size", str(self.page_size)

    @property
    def address(self) -> str:
        """The query string that leads back to exactly this search."""
        return urlencode(list(self.parameters()))
