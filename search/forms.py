"""From an address to a `SearchQuery`: one cleaning for page, feed and API; only what becomes of errors differs.

The site is lenient (what cannot be used is left out and told), feed and API are strict (any error is a 400 that lists
all of them). Either way nothing a reader can type raises.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search import vocabularies
from search.parsing import clean
from search.queries import DEFAULT_PAGE_SIZE, FACETS, MAX_PAGE_SIZE, MAX_TEXT, SearchQuery, Sort

#: Values of one facet in one search; more is no person's choice.
MAX_CHOICES = 20
#: Pages beyond this are refused: nobody reads there, and numbers must stay small enough for every database.
MAX_PAGE = 100_000
MAX_VALUE = 64

PARAMETERS = ("q", *FACETS, "from", "to", "sort", "page", "page_size")


@dataclass(frozen=True, slots=True)
class CleanedQuery:
    """What could be understood, and for each parameter that could not, why."""

    query: SearchQuery
    errors: Mapping[str, str]
    #: The days as they stand in the form: also those that could not be used because they end before they begin.
    days: tuple[date | None, date | None] = (None, None)


@dataclass(slots=True)
class ParameterReader:
    """Reads the parameters of an address one by one, and notes each that cannot be used."""

    params: QueryDict
    errors: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The words searched for."""
        raw = self.params.get("q") or ""
        if len(raw) > MAX_TEXT:
            self.errors["q"] = _("At most %(limit)d characters are searched; the rest was left out.") % {
                "limit": MAX_TEXT
            }
        return clean(raw)

    def choices(self, facet: str) -> tuple[str, ...]:
        """The codes of a facet."""
        raw = [value.strip() for value in self.params.getlist(facet) if value.strip()]
        if len(raw) > MAX_CHOICES:
            self.errors[facet] = _("At most %(limit)d values can be chosen.") % {"limit": MAX_CHOICES}
        codes: dict[str, None] = {}
        for value in raw[:MAX_CHOICES]:
            code = vocabularies.resolve(facet, value) if len(value) <= MAX_VALUE else None
            if code is None:
                self.errors[facet] = _("Not known here: %(value)s") % {"value": clean(value)[:MAX_VALUE]}
            else:
                codes[code] = None
        return tuple(codes)

    def day(self, name: str) -> date | None:
        """A day."""
        raw = (self.params.get(name) or "").strip()
        if not raw:
            return None
        # Only this one form: Python reads more ISO forms than a reader would expect.
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                pass
        self.errors[name] = _("A date has the form 2026-04-13.")
        return None

    def number(self, name: str, *, default: int, most: int) -> int:
        """A whole number from 1."""
        raw = (self.params.get(name) or "").strip()
        if not raw:
            return default
        if re.fullmatch(r"[0-9]{1,6}", raw) and 1 <= int(raw) <= most:
            return int(raw)
        self.errors[name] = _("A whole number from 1 to %(most)d is needed.") % {"most": most}
        return default

    def sort(self) -> Sort:
        """The order."""
        raw = (self.params.get("sort") or "").strip()
        try:
            return Sort(raw) if raw else Sort.RELEVANCE
        except ValueError:
            self.errors["sort"] = _("Sort by relevance or by date.")
            return Sort.RELEVANCE

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day, as they were given."""
        first, last = self.day("from"), self.day("to")
        if _is_reversed(first, last):
            self.errors["to"] = _("The last day lies before the first (%(first)s), so neither was used.") % {
                "first": first
            }
        return first, last

    def refuse_others(self, known: Collection[str]) -> None:
        """Note every parameter that there is not, so that a misspelt filter is not silently one for everything."""
        for name in self.params:
            if name not in known:
                self.errors[clean(name)[:MAX_VALUE]] = _("This parameter is not known.")


def read_query(params: QueryDict, *, fixed: Mapping[str, Any] | None = None, own: Collection[str] = ()) -> CleanedQuery:
    """Make a search of address parameters; ``fixed`` are fields of `SearchQuery` that the caller decides.

    ``own`` are parameters that the caller reads itself.
    """
    reader = ParameterReader(params)
    days = reader.days()
    first, last = (None, None) if _is_reversed(*days) else days
    values: dict[str, Any] = {
        "text": reader.text(),
        "filters": {facet: codes for facet in FACETS if (codes := reader.choices(facet))},
        "date_from": first,
        "date_to": last,
        "sort": reader.sort(),
        "page": reader.number("page", default=1, most=MAX_PAGE),
        "page_size": reader.number("page_size", default=DEFAULT_PAGE_SIZE, most=MAX_PAGE_SIZE),
    }
    reader.refuse_others({*PARAMETERS, *own})
    return CleanedQuery(SearchQuery(**{**values, **(fixed or {})}), reader.errors, days)


def _is_reversed(first: date | None, last: date | None) -> bool:
    return bool(first and last and last < first)
