"""What somebody wants to follow, read from an address of the search page or the key of a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.http import QueryDict

from portal.alerts.describing import title_of
from portal.alerts.models import Followed
from search import service
from search.engines.base import SearchUnavailable
from search.forms import read_query
from search.queries import SearchQuery
from search.results import Reading

#: Filters that make no sense of what is yet to come.
_PAST = ("quarter",)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to follow."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: bool = False
    document: str = ""

    @property
    def query(self) -> SearchQuery:
        """The search, for the page that shows what it finds today."""
        return SearchQuery(text=self.text, filters=self.filters)

    def unsaved(self) -> Followed:
        """The row of it, whether or not it is there."""
        filters = {name: sorted(codes) for name, codes in sorted(self.filters.items())}
        values = {"text": self.text, "filters": filters, "apart": self.apart, "document": self.document}
        digest = sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
        return Followed(digest=digest, **values)

    def saved(self) -> Followed:
        """The row of it."""
        row = self.unsaved()
        values = {name: getattr(row, name) for name in ("text", "filters", "apart", "document")}
        return Followed.objects.get_or_create(digest=row.digest, defaults=values)[0]


def read_wish(params: QueryDict) -> Wish | None:
    """Leniently, as the search page reads its address; None for a document that nobody may read."""
    if document := params.get("document", ""):
        return Wish(document=document) if len(document) <= 60 and title_of(document) else None
    query = read_query(params).query
    filters = {name: codes for name, codes in query.filters.items() if name not in _PAST}
    return Wish(text=query.text, filters=filters, apart=_is_read_apart(SearchQuery(text=query.text)))


def left_out(params: QueryDict) -> bool:
    """Whether the address asked for days or quarters."""
    query = read_query(params).query
    return bool(query.date_from or query.date_to or set(_PAST) & query.filters.keys())


def _is_read_apart(query: SearchQuery) -> bool:
    """Whether search takes the words apart, since they stand nowhere as they are: what is to come is read so too."""
    if not query.text:
        return False
    try:
        return service.search(query).reading is not Reading.EXACT
    except SearchUnavailable:
        return False
