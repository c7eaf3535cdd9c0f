"""The subjects of public cases with their measures, read by columns: whole rows of models cost four times as much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.models import Measure, Subject
from portal.cases.models.subjects import public_name
from portal.cases.public.records import PublicMeasure, PublicSubject
from portal.content.prepared import PreparedList


class _Columns(NamedTuple):
    """A subject as the database has it."""

    pk: int | None
    case_id: int
    kind: str
    name: str
    name_form: str
    name_masked: str
    name_public_until: date | None
    name_rule_until: date | None
    masked_on: date | None
    marker_id: int | None
    post_then: str
    post_now: str
    unit_then__code: str | None
    unit_then__name: str | None
    unit_then__name_en: str | None
    rank_id: int | None
    rank_text: str
    responsibility: str
    leadership_id: int | None
    is_head: bool


_MEASURE = ("subject_id", "scale", "grade_id", "term", "body", "decided_on", "text")
_subjects: PreparedList[Any] = PreparedList(
    lambda cases: (
        Subject.objects.filter(case__pk__in=cases).order_by("case", "sort_order", "pk").values_list(*_Columns._fields)
    )
)
_measures: PreparedList[Any] = PreparedList(
    lambda cases: (
        Measure.objects.filter(subject__case__pk__in=cases)
        .order_by("subject", "sort_order", "pk")
        .values_list(*_MEASURE)
    )
)


def subjects_of(cases: Sequence[int]) -> dict[int, tuple[PublicSubject, ...]]:
    """The subjects of these cases in the editor's order, by the case's primary key; two queries."""
    terms, today = listed_terms(), timezone.localdate()
    rows = [_Columns._make(row) for row in _subjects.ask(cases)]
    measures: dict[int, list[PublicMeasure]] = {}
    for subject, scale, grade, *texts in _measures.ask(cases) if rows else ():
        measures.setdefault(subject, []).append(PublicMeasure(scale, terms.get(grade), *texts))
    found: dict[int, list[PublicSubject]] = {}
    for row in rows:
        own = tuple(measures.get(row.pk or 0, ()))
        found.setdefault(row.case_id, []).append(_subject(row, own, terms, today))
    return {case: tuple(listed) for case, listed in found.items()}


def drafted_subject(subject: Subject) -> PublicSubject:
    """A subject as an object has it, stored or not: for the previews of editors."""
    unit, terms = subject.unit_then, listed_terms()
    own: dict[str, Any] = {
        name: getattr(subject, name) for name in _Columns._fields if not name.startswith("unit_then__")
    }
    names: dict[str, Any] = {f"unit_then__{name}": getattr(unit, name, None) for name in ("code", "name", "name_en")}
    measures = tuple(
        PublicMeasure(each.scale, terms.get(each.grade_id or 0), each.term, each.body, each.decided_on, each.text)
        for each in subject.measures.all()
    )
    return _subject(_Columns(**own, **names), measures, terms, timezone.localdate())


def _subject(
    row: _Columns, measures: tuple[PublicMeasure, ...], terms: Mapping[int, ListedTerm], today: date
) -> PublicSubject:
    marker = terms.get(row.marker_id or 0)
    in_english = row.unit_then__name_en and get_language() == "en"
    return PublicSubject(
        kind=row.kind,
        name=public_name(row, on=today),
        # 原 and 时任 are part of the post as written, in Chinese; a current post has no marker.
        marker=marker.name if marker and marker.code != "cur" else "",
        post_then=row.post_then,
        post_now=row.post_now,
        unit_name=(row.unit_then__name_en if in_english else row.unit_then__name) or "",
        unit_code=row.unit_then__code or "",
        rank=terms.get(row.rank_id or 0),
        rank_text=row.rank_text,
        responsibility=row.responsibility,
        leadership=terms.get(row.leadership_id or 0),
        is_head=row.is_head,
        measures=measures,
    )
