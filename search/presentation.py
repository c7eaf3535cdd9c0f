"""What a page shows around the results: filter groups, chosen filters to take away, ways to sort."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.queries import FACETS, SearchQuery, Sort
from search.results import FacetValue, SearchResults

FACET_LABELS = {
    "kind": _("Kind"),
    "region": _("Region"),
    "unit": _("Unit"),
    "violation": _("Violation"),
    "form": _("Form of accountability"),
    "rank": _("Rank"),
    "quarter": _("Quarter"),
    "date": _("Date"),
}
SORT_LABELS = {Sort.RELEVANCE: _("By relevance"), Sort.DATE: _("Newest first")}


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter with its alternatives."""

    name: str
    label: str | Promise
    values: tuple[FacetValue, ...]

    @property
    def is_chosen(self) -> bool:
        """Whether the reader narrowed by it."""
        return any(value.chosen for value in self.values)


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, and the address without it."""

    group: str | Promise
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """A way to sort, and the address that does."""

    label: str | Promise
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class EmptyHint:
    """What would be found without one filter."""

    label: str | Promise
    total: int
    address: str


def facet_groups(results: SearchResults, *, without: tuple[str, ...] = ()) -> tuple[FacetGroup, ...]:
    """The filters that have something to choose, in the order of addresses."""
    return tuple(
        FacetGroup(name, FACET_LABELS[name], results.facets[name])
        for name in FACETS
        if name not in without and results.facets.get(name)
    )


def chips(results: SearchResults, *, without: tuple[str, ...] = ()) -> Iterator[Chip]:
    """The chosen filters, each with the address that takes it away."""
    query = results.query
    for name, codes in query.filters.items():
        if name in without:
            continue
        labels = {value.code: value.label for value in results.facets.get(name, ())}
        for code in codes:
            yield Chip(FACET_LABELS[name], labels.get(code, code), "?" + _without_code(query, name, code).address)
    if query.date_from:
        without_it = replace(query, date_from=None, page=1)
        yield Chip(pgettext_lazy("period", "From"), date_format(query.date_from), "?" + without_it.address)
    if query.date_to:
        without_it = replace(query, date_to=None, page=1)
        yield Chip(pgettext_lazy("period", "To"), date_format(query.date_to), "?" + without_it.address)


def sort_links(query: SearchQuery) -> Iterator[SortLink]:
    """Both ways to sort."""
    for sort, label in SORT_LABELS.items():
        yield SortLink(label, "?" + replace(query, sort=sort, page=1).address, query.sort is sort)


def empty_hints(results: SearchResults) -> Iterator[EmptyHint]:
    """For an empty answer: which filter removed everything."""
    for name, total in results.without.items():
        if total:
            yield EmptyHint(FACET_LABELS[name], total, "?" + without_facet(results.query, name).address)


def without_facet(query: SearchQuery, name: str) -> SearchQuery:
    """The same search without one filter, or without its dates."""
    if name == "date":
        return replace(query, date_from=None, date_to=None, page=1)
    return replace(query, filters={key: codes for key, codes in query.filters.items() if key != name}, page=1)


def _without_code(query: SearchQuery, name: str, code: str) -> SearchQuery:
    rest = tuple(other for other in query.filters[name] if other != code)
    filters = {key: (rest if key == name else codes) for key, codes in query.filters.items()}
    return replace(query, filters={key: codes for key, codes in filters.items() if codes}, page=1)
