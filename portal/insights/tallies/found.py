"""What the cases that a search lists add up to: the figures of the insights, so that who follows one finds it again."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from portal.cases.documents import KIND
from portal.content.statistics.published import Asked
from portal.insights.tallies.asking import Counts, by_code, total
from portal.insights.tallies.contributions import FACETS
from search.queries import SearchQuery
from search.totals import register_totals

#: The filters of search that narrow what is counted, and by which name.
_PLACES = {"quarter": "period", "region": "region", "unit": "unit"}


def register() -> None:
    """Let the search page say it."""
    register_totals(KIND, in_words)


def in_words(query: SearchQuery, found: int) -> Sequence[str]:
    """Persons and organisations, measures; nothing where no figure leads to the search, or the sums are behind it."""
    counts = counted(query)
    if counts is None or counts.cases != found:
        return ()
    persons = ngettext("%(number)d person or organisation", "%(number)d persons and organisations", counts.subjects)
    measures = ngettext("%(number)d measure", "%(number)d measures", counts.measures)
    return persons % {"number": counts.subjects}, measures % {"number": counts.measures}


def counted(query: SearchQuery) -> Counts | None:
    """The sums of a search, where it asks for what they are kept by: a place, a period, one code of one list."""
    filters = {name: codes for name, codes in query.filters.items() if name != "kind" and codes}
    lists = filters.keys() - _PLACES.keys()
    if query.text or query.date_from or query.date_to or len(lists) > 1 or not lists <= {*FACETS}:
        return None
    if any(len(codes) > 1 for codes in filters.values()):
        return None
    asked = Asked(**{name: filters[facet][0] for facet, name in _PLACES.items() if facet in filters})
    if not lists:
        return total(asked)
    (name,) = lists
    return by_code(asked, name).of(filters[name][0])
