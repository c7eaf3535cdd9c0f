"""Counts of published cases by quarter: each is the number that a search lists, so that all can be looked into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.cases.documents import KIND
from portal.content.addresses import absolute
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, part_of
from search import service, vocabularies
from search.queries import SearchQuery
from search.results import SearchResults

#: The facets that are counted; ``all`` stands before them.
DIMENSIONS = ("form", "rank", "region", "unit", "violation")
ALL = "all"


class StatisticRow(Schema):
    """A count of published cases."""

    place: str = explained(_("Place"), _("Quarter, dimension and code, parted by full stops."))
    quarter: str = explained(_("Quarter"), _("That in which the case is counted: 2026Q3."))
    dimension: str = explained(
        _("Counted by"), _("Code: all, form, rank, region, unit, violation. A case may count under several codes.")
    )
    code: str = explained(_("Code"), _("Of the dimension; what lies below it is included."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    value: int = explained(_("Figure"))
    unit_of_count: str = explained(_("Unit of count"), _("Always 件: published cases."))
    search: str = explained(_("Search"), _("The search that lists what was counted."))


class Statistics(DataSet):
    """How many published cases there are, by quarter and by what they are coded with."""

    code = "statistics"
    title = gettext_lazy("Statistics")
    summary = gettext_lazy("Counts of the published cases by quarter, unit, region, violation, form and rank.")
    record = row = StatisticRow
    filters = ("quarter",)
    place = re.compile(r"[0-9]{4}Q[1-4]\.[a-z]{1,12}\.[\w.-]{0,64}")

    def read(self, asked: Asked) -> Part:
        """From the oldest quarter on. Raises `SearchUnavailable` while no index can answer."""
        after = tuple(asked.after.split(".", 2)) if asked.after else ("",)
        found: list[Record] = []
        for quarter in _quarters(asked.chosen("quarter")):
            if quarter >= after[0]:
                rows = _counts(quarter)
                found += [row for row in rows if (row["quarter"], row["dimension"], row["code"]) > after]
            if len(found) > asked.size:
                break
        return part_of(found, asked, "place")


def _quarters(chosen: Sequence[str]) -> list[str]:
    """The quarters that have cases, of those asked for."""
    facet = _search().facets["quarter"]
    codes = sorted(value.code for value in facet if "Q" in value.code and value.count)
    return [code for code in codes if not chosen or any(code.startswith(each) for each in chosen)]


def _search(**filters: str) -> SearchResults:
    narrowed = {"kind": (KIND,), **{name: (code,) for name, code in filters.items()}}
    return service.search(SearchQuery(filters=narrowed, page_size=1))


def _counts(quarter: str) -> Iterator[Record]:
    """The counts of a quarter in the order of their places."""
    results = _search(quarter=quarter)
    yield _record(quarter, ALL, "", "", "", results.total)
    for dimension in DIMENSIONS:
        counts = {value.code: value.count for value in results.facets[dimension] if value.count}
        chinese = vocabularies.labels(dimension, tuple(counts), "zh-hans")
        english = vocabularies.labels(dimension, tuple(counts), "en")
        for code in sorted(counts):
            yield _record(quarter, dimension, code, chinese[code].label, english[code].label, counts[code])


def _record(  # noqa: PLR0913 (a row has as many parts)
    quarter: str, dimension: str, code: str, name: str, name_en: str, value: int
) -> Record:
    narrowed = [("kind", KIND), *([(dimension, code)] if code else []), ("quarter", quarter)]
    return {
        "place": f"{quarter}.{dimension}.{code}",
        "quarter": quarter,
        "dimension": dimension,
        "code": code,
        "name": name,
        "name_en": name_en,
        "value": value,
        "unit_of_count": "件",
        "search": absolute(f"/search/?{urlencode(narrowed)}"),
    }
