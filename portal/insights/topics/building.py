"""What the statistics of cases have in common: columns, addresses of searches, rows of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.cases.documents import KIND
from portal.cases.statistics.figures import CountUnit
from portal.content.statistics.published import Asked, Counted, CountedRow
from portal.insights.tallies.asking import Counts
from search.queries import SearchQuery, Sort

CASES, SUBJECTS, MEASURES = "cases", "subjects", "measures"


def columns() -> tuple[Counted, ...]:
    """Cases, persons and organisations, measures: three different things."""
    return (
        Counted(code=CASES, label=pgettext("column", "Cases"), unit=str(CountUnit.CASES.label)),
        Counted(
            code=SUBJECTS,
            label=_("Persons and organisations"),
            unit=pgettext("unit of count", "persons, organisations"),
        ),
        Counted(code=MEASURES, label=pgettext("column", "Measures"), unit=str(CountUnit.PERSON_TIMES.label)),
    )


def address(asked: Asked, **filters: str) -> str:
    """The search that lists the cases, newest first."""
    chosen = {"kind": (KIND,), **asked.filters(), **{name: (code,) for name, code in filters.items() if code}}
    return f"{reverse('search')}?{SearchQuery(filters=chosen, sort=Sort.DATE).address}"


def row(code: str, label: str, counts: Counts, where: str, **more: Any) -> CountedRow:
    """A row of the three columns; ``more`` are other fields of it."""
    return CountedRow(code=code, label=label, figures=tuple(counts), address=where if any(counts) else "", **more)


def counted(rows: Iterable[CountedRow]) -> Iterator[CountedRow]:
    """Those in which anything was counted."""
    return (each for each in rows if any(each.figures))


def not_additive() -> str:
    """The note of tables whose rows overlap."""
    return _("A case stands in every row that it belongs to, so the rows do not add up to the total.")
