"""Measures: one row for each, with its subject and its case. What the counting of researchers begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.cases.lists import ListedTerm
from portal.cases.mapping import counted_in
from portal.cases.models import Term
from portal.cases.public.measures import MeasureRow as PublicRow
from portal.cases.public.measures import measure_rows
from portal.content.addresses import absolute
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record
from portal.insights.open_data.sets.published_cases import CASE_FILTERS, published_numbers
from portal.organisations.copies import read_once
from portal.organisations.models import Unit

#: Cases read at once where all are wanted; two or three measures each.
_CASES = 500


class MeasureRow(Schema):
    """A measure."""

    id: int = explained(_("Number"))
    case: int = explained(_("Number of the case"))
    url: str = explained(_("Address of the case"), _("It never changes."))
    heading: str = explained(_("Heading of the case"))
    quarter: str = explained(_("Quarter"), _("That in which the case is counted: 2026Q3."))
    unit: str = explained(_("Unit concerned"), _("Code of the unit that the case is about."))
    unit_name: str = explained(_("Name of the unit concerned"))
    subject: int = explained(_("Number of the subject"), _("The same for all measures of one subject in one case."))
    subject_kind: str = explained(_("Person or organisation"), _("Code: person, organisation."))
    name: str = explained(_("Name"), _("As anybody may read it today: in full, masked, or empty (post only)."))
    post_then: str = explained(_("Post then"), _("With 原 or 时任 as published."))
    unit_then: str = explained(_("Unit then"), _("Code of the unit in which the post was."))
    unit_then_name: str = explained(_("Name of the unit then"))
    rank: str = explained(_("Rank group"), _("Code of the list of ranks."))
    rank_name: str = explained(_("Name of the rank group"))
    responsibility: str = explained(_("Responsibility"), _("Code: direct, principal, supervisory."))
    leadership: str = explained(_("Kind of leadership responsibility"), _("Code of its list."))
    is_head: bool = explained(_("Head of the unit"))
    scale: str = explained(
        _("Scale"),
        _("Code: party, government, organizational, accountability, first_form, judicial, gains. 警告 stands on two."),
    )
    grade: str = explained(_("Grade"), _("Code of the list of the scale."))
    grade_name: str = explained(_("Name of the grade"))
    form: str = explained(
        _("Form of accountability"), _("Code of the form under which the grade is counted, if it is.")
    )
    term: str = explained(_("Term"), _("Such as 一年, of 留党察看."))
    body: str = explained(_("Decided by"))
    decided_on: str = explained(_("Decided on"), _("No more exact than it is known: 2026, 2026-07 or 2026-07-15."))
    text: str = explained(_("Wording as published"))


class Measures(DataSet):
    """The measures of all published cases."""

    code = "measures"
    title = gettext_lazy("Measures")
    summary = gettext_lazy("Each sanction and other measure, with its subject and its case.")
    record = row = MeasureRow
    filters = CASE_FILTERS
    #: Number of the case and number of the measure: those of one case stand together.
    place = re.compile(r"[0-9]{1,18}\.[0-9]{1,18}")

    def read(self, asked: Asked) -> Part:
        """Case by case."""
        last_case, last_measure = (int(number) for number in (asked.after or "0.0").split("."))
        records: list[Record] = []
        named = _Named()
        while True:
            # A case has a measure or more as a rule, so as many cases are enough; one place more says that more follow.
            cases = published_numbers(asked, first=last_case, count=asked.size + 1)
            records += _records(cases, named, after=(last_case, last_measure))
            is_exhausted = len(cases) <= asked.size
            if len(records) > asked.size or is_exhausted:
                break
            last_case, last_measure = cases[-1] + 1, 0
        shown = records[: asked.size]
        cursor = f"{shown[-1]['case']}.{shown[-1]['id']}" if shown else asked.after
        return Part(shown, cursor, is_last=len(records) <= asked.size)

    def records(self) -> Iterator[Record]:
        """All of them: whole cases at a time, so that none is read twice."""
        named, first = _Named(), 0
        while True:
            cases = published_numbers(Asked(), first=first, count=_CASES)
            yield from _records(cases, named)
            if len(cases) < _CASES:
                return
            first = cases[-1] + 1


class _Named:
    """What measures refer to, read or worked out once for many of them."""

    def __init__(self) -> None:
        self._units: Mapping[int, tuple[str, str]] | None = None
        self._forms: dict[int, str] = {}
        self.cases = absolute("/cases/")

    def unit(self, number: int | None) -> tuple[str, str]:
        """Code and name."""
        if number is None:
            return ("", "")
        if self._units is None:
            rows = Unit.objects.values_list("pk", "code", "name")
            self._units = {pk: (code, name) for pk, code, name in rows}
        return self._units.get(number, ("", ""))

    def form(self, grade: ListedTerm | None) -> str:
        """The code of the form under which a grade is counted."""
        if grade is None:
            return ""
        if grade.number not in self._forms:
            self._forms[grade.number] = _code(counted_in(Term.Taxonomy.FORM, grade.number))
        return self._forms[grade.number]


def _records(cases: list[int], named: _Named, after: tuple[int, int] = (0, 0)) -> list[Record]:
    """The measures of these cases behind a place."""
    with read_once():
        return [_record(row, named) for row in measure_rows(cases) if (row.case, row.number) > after]


def _record(row: PublicRow, named: _Named) -> Record:
    unit, unit_name = named.unit(row.unit)
    unit_then, unit_then_name = named.unit(row.unit_then)
    # 原 and 时任 are part of the post as written; a current post has no marker.
    marker = row.marker.name if row.marker and row.marker.code != "cur" and row.post_then else ""
    return {
        "id": row.number,
        "case": row.case,
        "url": f"{named.cases}{row.case}/",
        "heading": row.heading,
        "quarter": row.quarter,
        "unit": unit,
        "unit_name": unit_name,
        "subject": row.subject,
        "subject_kind": row.subject_kind,
        "name": row.name,
        "post_then": f"{marker}{row.post_then}",
        "unit_then": unit_then,
        "unit_then_name": unit_then_name,
        "rank": _code(row.rank),
        "rank_name": _name(row.rank),
        "responsibility": row.responsibility,
        "leadership": _code(row.leadership),
        "is_head": row.is_head,
        "scale": row.scale,
        "grade": _code(row.grade),
        "grade_name": _name(row.grade),
        "form": named.form(row.grade),
        "term": row.term,
        "body": row.body,
        "decided_on": row.decided_on,
        "text": row.text,
    }


def _code(term: ListedTerm | None) -> str:
    return term.code if term else ""


def _name(term: ListedTerm | None) -> str:
    return term.name if term else ""
