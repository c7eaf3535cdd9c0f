"""The measures of public cases as rows, read by columns: a million of them are a matter of a minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.models import Measure
from portal.cases.models.subjects import public_name


class MeasureRow(NamedTuple):
    """A measure with what is public of its subject and its case. The name has passed the name rule."""

    number: int
    case: int
    heading: str
    quarter: str
    #: Primary keys of units; ``unit`` is that concerned by the case.
    unit: int | None
    subject: int
    subject_kind: str
    name: str
    marker: ListedTerm | None
    post_then: str
    unit_then: int | None
    rank: ListedTerm | None
    responsibility: str
    leadership: ListedTerm | None
    is_head: bool
    scale: str
    grade: ListedTerm | None
    term: str
    body: str
    decided_on: str
    text: str


class _Columns(NamedTuple):
    """As the database has them."""

    pk: int
    subject__case_id: int
    subject__case__heading: str
    subject__case__quarter: str
    subject__case__unit_id: int | None
    subject_id: int
    subject__kind: str
    subject__name: str
    subject__name_form: str
    subject__name_masked: str
    subject__name_public_until: date | None
    subject__name_rule_until: date | None
    subject__masked_on: date | None
    subject__marker_id: int
    subject__post_then: str
    subject__unit_then_id: int | None
    subject__rank_id: int
    subject__responsibility: str
    subject__leadership_id: int
    subject__is_head: bool
    scale: str
    grade_id: int
    term: str
    body: str
    decided_on: str
    text: str


class _Name(NamedTuple):
    kind: str
    name: str
    name_form: str
    name_public_until: date | None
    name_rule_until: date | None
    masked_on: date | None
    name_masked: str


def measure_rows(cases: Iterable[int]) -> Iterator[MeasureRow]:
    """The measures of these cases, case by case; that the cases are public is the caller's to know."""
    terms, today = listed_terms(), timezone.localdate()
    rows = Measure.objects.filter(subject__case__in=list(cases)).order_by("subject__case_id", "pk")
    for row in map(_Columns._make, rows.values_list(*_Columns._fields)):
        yield MeasureRow(
            row.pk,
            row.subject__case_id,
            row.subject__case__heading,
            row.subject__case__quarter,
            row.subject__case__unit_id,
            row.subject_id,
            row.subject__kind,
            _name(row, today),
            terms.get(row.subject__marker_id),
            row.subject__post_then,
            row.subject__unit_then_id,
            terms.get(row.subject__rank_id),
            row.subject__responsibility,
            terms.get(row.subject__leadership_id),
            row.subject__is_head,
            row.scale,
            terms.get(row.grade_id),
            row.term,
            row.body,
            row.decided_on,
            row.text,
        )


def _name(row: _Columns, today: date) -> str:
    return public_name(
        _Name(
            row.subject__kind,
            row.subject__name,
            row.subject__name_form,
            row.subject__name_public_until,
            row.subject__name_rule_until,
            row.subject__masked_on,
            row.subject__name_masked,
        ),
        on=today,
    )
