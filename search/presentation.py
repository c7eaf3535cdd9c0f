"""What a page shows around the results: filter groups, chosen filters to take away, ways to sort, what went wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from search.forms import CleanedQuery
from search.queries import FACETS, SearchQuery, Sort
from search.results import ALL_FILTERS, FacetValue, SearchResults

FACET_LABELS = {
    "kind": _("Kind"),
    "region": _("Region"),
    "unit": _("Unit"),
    "violation": _("Violation"),
    "form": _("Form of accountability"),
    "rank": _("Rank"),
    "measure": _("Scale and grade"),
    "responsibility": _("Responsibility"),
    "quarter": _("Quarter"),
    "date": _("Date"),
    ALL_FILTERS: _("All filters"),
}
#: The other parts of an address, as readers know them.
PARAMETER_LABELS = {
    **FACET_LABELS,
    "q": pgettext_lazy("part of a search", "Words"),
    "from": _("First day of publication"),
    "to": _("Last day of publication"),
    "sort": pgettext_lazy("part of a search", "Order"),
    "page": pgettext_lazy("part of a search", "Page"),
    "page_size": pgettext_lazy("part of a search", "Results on a page"),
}
SORT_LABELS = {Sort.RELEVANCE: _("By relevance"), Sort.DATE: _("Newest first")}
QUARTER_LABELS = {
    "Q1": pgettext_lazy("quarter of a year", "Q1"),
    "Q2": pgettext_lazy("quarter of a year", "Q2"),
    "Q3": pgettext_lazy("quarter of a year", "Q3"),
    "Q4": pgettext_lazy("quarter of a year", "Q4"),
}
#: The parameter of an address that asks for all values of one filter, and how many stand there unasked.
WHOLE, MOST_VALUES = "all", 24


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the picker, with the quarters below it in their order."""

    whole: FacetValue
    quarters: tuple[tuple[str | Promise, FacetValue], ...]

    @property
    def is_chosen(self) -> bool:
        """Whether it, or a quarter of it, narrows."""
        return self.whole.chosen or any(value.chosen for _label, value in self.quarters)


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter with its alternatives, and of how many when these are not all."""

    name: str
    label: str | Promise
    values: tuple[FacetValue, ...]
    total: int = 0
    is_whole: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether there are more than these."""
        return self.total > len(self.values)

    @property
    def is_chosen(self) -> bool:
        """Whether the reader narrowed by it."""
        return any(value.chosen for value in self.values)

    @property
    def years(self) -> tuple[Year, ...]:
        """Its values as years and quarters, the newest year first; only the filter by quarter has any."""
        if self.name != "quarter":
            return ()
        quarters = sorted((value for value in self.values if value.code[4:]), key=lambda value: value.code)
        known = {value.code: value for value in self.values if not value.code[4:]}
        years = dict.fromkeys(value.code[:4] for value in self.values)
        return tuple(
            Year(
                known.get(year) or FacetValue(code=year, label=year, count=0),
                tuple(
                    (QUARTER_LABELS.get(value.code[4:], value.label), value)
                    for value in quarters
                    if value.code[:4] == year
                ),
            )
            for year in years
        )


@dataclass(frozen=True, slots=True)
class Period:
    """Both days as they stand in their fields, and what is wrong with each."""

    first: date | None = None
    last: date | None = None
    first_problem: str = ""
    last_problem: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the address that could not be used."""

    name: str
    label: str | Promise
    reason: str


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


def around(
    results: SearchResults, cleaned: CleanedQuery, *, without: tuple[str, ...] = (), whole: str = ""
) -> dict[str, Any]:
    """What a page of results has around them, by the names its templates use; some parameters may be its own.

    ``whole`` is a filter of which the reader asked for all values.
    """
    query = results.query
    errors = {name: reason for name, reason in cleaned.errors.items() if name not in without}
    if results.total and query.page < cleaned.query.page:
        errors["page"] = gettext("There is no page %(asked)d; this is the last one.") % {"asked": cleaned.query.page}
    groups = facet_groups(results, without=without, whole=whole)
    return {
        "problems": list(problems(errors)),
        "period": Period(*cleaned.days, errors.get("from", ""), errors.get("to", "")),
        "facets": groups,
        "whole": any(group.is_whole for group in groups),
        "chips": list(chips(results, without=without)),
        "clear_url": "?" + unfiltered(query).address,
        "empty_hints": list(empty_hints(results, without=without)),
    }


def problems(errors: Mapping[str, str]) -> Iterator[Problem]:
    """The errors of an address in words that readers know."""
    for name, reason in errors.items():
        yield Problem(name, PARAMETER_LABELS.get(name) or f"“{name}”", reason)


def facet_groups(results: SearchResults, *, without: tuple[str, ...] = (), whole: str = "") -> tuple[FacetGroup, ...]:
    """The filters that have something to choose, in the order of addresses."""
    return tuple(
        _facet_group(results, name, is_whole=name == whole)
        for name in FACETS
        if name not in without and results.facets.get(name)
    )


def _facet_group(results: SearchResults, name: str, *, is_whole: bool) -> FacetGroup:
    """A city has hundreds of units: nobody reads so many, and they would be most of the page."""
    label, values = FACET_LABELS.get(name, name), results.facets[name]
    if is_whole or name == "quarter" or len(values) <= MOST_VALUES:
        return FacetGroup(name, label, values, is_whole=is_whole)
    first = sorted(values, key=lambda value: (not value.chosen, value.depth, -value.count))[:MOST_VALUES]
    kept = {value.code for value in first}
    return FacetGroup(name, label, tuple(value for value in values if value.code in kept), len(values))


def chips(results: SearchResults, *, without: tuple[str, ...] = ()) -> Iterator[Chip]:
    """The chosen filters, each with the address that takes it away."""
    query = results.query
    for name, codes in query.filters.items():
        if name in without:
            continue
        labels = {value.code: value.label for value in results.facets.get(name, ())}
        for code in codes:
            address = "?" + _without_code(query, name, code).address
            yield Chip(FACET_LABELS.get(name, name), labels.get(code, code), address)
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


def empty_hints(results: SearchResults, *, without: tuple[str, ...] = ()) -> Iterator[EmptyHint]:
    """For an empty answer: which filter removed everything, or that only all of them together did."""
    for name, total in results.without.items():
        # Without the filters that a page brings itself nobody can search there.
        if total and name not in without and not (name == ALL_FILTERS and without):
            yield EmptyHint(FACET_LABELS.get(name, name), total, "?" + without_facet(results.query, name).address)


def without_facet(query: SearchQuery, name: str) -> SearchQuery:
    """The same search without one filter, without its dates, or without any."""
    if name == ALL_FILTERS:
        return unfiltered(query)
    if name == "date":
        return replace(query, date_from=None, date_to=None, page=1)
    return replace(query, filters={key: codes for key, codes in query.filters.items() if key != name}, page=1)


def unfiltered(query: SearchQuery) -> SearchQuery:
    """The same words alone."""
    return replace(query, filters={}, date_from=None, date_to=None, page=1)


def _without_code(query: SearchQuery, name: str, code: str) -> SearchQuery:
    rest = tuple(other for other in query.filters[name] if other != code)
    filters = {key: (rest if key == name else codes) for key, codes in query.filters.items()}
    return replace(query, filters={key: codes for key, codes in filters.items() if codes}, page=1)
