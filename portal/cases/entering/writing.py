"""Writes records of cases into the tables, each as an approved revision with its history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from portal.cases.dates import quarter_of, validate
from portal.cases.entering.records import (
    CASE_FIELDS,
    CASE_KEYS,
    MEASURE_FIELDS,
    SUBJECT_FIELDS,
    SUBJECT_KEYS,
    CaseData,
    SubjectData,
    recorded,
)
from portal.cases.expiry import check_override
from portal.cases.models import ActPeriod, Amount, Case, Measure, Reexamination, Subject, Term
from portal.cases.name_texts import mask_of


@transaction.atomic
def enter_case(data: CaseData, case: Case | None = None, *, live: bool = True) -> tuple[Case, bool]:
    """The case of this record, and whether anything was written. An equal record changes nothing.

    ``live``: whether it is approved; a draft is for people to look over. Raises ``ValidationError``.
    """
    if case is not None and is_entered(data, case):
        return case, False
    data = _completed(data, case)
    kept = {subject.name: subject for subject in case.subjects.all()} if case else {}
    written = case or Case(live=False)
    for name in CASE_FIELDS:
        setattr(written, name, getattr(data, name))
    for name in CASE_KEYS:
        setattr(written, f"{name}_id", getattr(data, name))
    written.violations = list(Term.objects.filter(pk__in=data.violations))
    written.act_periods = [ActPeriod(start=each.start, end=each.end, text=each.text) for each in data.act_periods]
    written.amounts = [Amount(text=each.text, what=each.what) for each in data.amounts]
    written.reexaminations = [
        Reexamination(examined_on=each.examined_on, outcome_id=each.outcome, note=each.note)
        for each in data.reexaminations
    ]
    written.subjects = [_subject(subject, kept.get(subject.name)) for subject in data.subjects]
    written.full_clean()
    _check_parts(written)
    if written.pk is None:
        written.save()
    revision = written.save_revision()
    if live:
        revision.publish()
        written.refresh_from_db()
    return written, True


def is_entered(data: CaseData, case: Case) -> bool:
    """Whether the case is that of the record already, in its rows or in the words of the version that is live.

    Names that may no longer be read are out of the rows; the version keeps what was published.
    """
    wanted = _completed(data, case)
    if recorded(case) == wanted:
        return True
    if case.live_revision is None or case.has_unpublished_changes or not _has_hidden_names(case):
        return False
    return recorded(case.live_revision.as_object()) == wanted


def _has_hidden_names(case: Case) -> bool:
    return bool(mask_of(case.subjects.all()))


def _completed(data: CaseData, case: Case | None) -> CaseData:
    """With what the tables work out by themselves, so that a second run finds the same record."""
    completed = replace(data, violations=tuple(sorted(set(data.violations))))
    if completed.concluded_on:
        validate(completed.concluded_on)
    if not completed.quarter:
        completed = replace(completed, quarter=quarter_of(completed.concluded_on))
    if case is None:
        return completed
    stored = {subject.name: subject for subject in case.subjects.all()}
    subjects = (_with_decision(subject, stored.get(subject.name)) for subject in completed.subjects)
    return replace(completed, subjects=tuple(subjects))


def _with_decision(data: SubjectData, stored: Subject | None) -> SubjectData:
    """What was decided about the name stays decided where the record says nothing of it."""
    if stored is None:
        return data
    return replace(
        data,
        name_public_until=data.name_public_until or stored.name_public_until,
        name_override_reason=data.name_override_reason or stored.name_override_reason,
    )


def _subject(data: SubjectData, before: Subject | None) -> Subject:
    fields: dict[str, Any] = {name: getattr(data, name) for name in SUBJECT_FIELDS}
    fields |= {f"{name}_id": getattr(data, name) for name in SUBJECT_KEYS}
    decided = {"name_public_until": data.name_public_until, "name_override_reason": data.name_override_reason}
    subject = Subject(**decided, **fields)
    if before is not None:
        # The same row again: a name that was taken out stays out.
        subject.pk, subject.masked_on = before.pk, before.masked_on
        subject._state.adding = False
    subject.measures = [
        Measure(**{name: getattr(measure, name) for name in MEASURE_FIELDS}, grade_id=measure.grade)
        for measure in data.measures
    ]
    return subject


def _check_parts(case: Case) -> None:
    """The rules of the parts; the parent's check does not look into them."""
    for part in (*case.act_periods.all(), *case.amounts.all(), *case.reexaminations.all()):
        part.full_clean(exclude=["case"])
    for subject in case.subjects.all():
        subject.full_clean(exclude=["case"])
        for measure in subject.measures.all():
            measure.full_clean(exclude=["subject"])
        check_override(subject, subject.measures.all(), case.concluded_on)
