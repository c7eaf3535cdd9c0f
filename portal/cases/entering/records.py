"""A case as plain values, with terms, units and regions resolved to primary keys. Two equal records are one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.cases.models import Case, Measure, Subject
from portal.privacy.names import NameForm


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureData:
    """One measure of a subject; fields as in `Measure`."""

    scale: str
    grade: int | None = None
    term: str = ""
    body: str = ""
    decided_on: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectData:
    """One person or organisation; fields as in `Subject`."""

    kind: str = Subject.Kind.PERSON
    name: str = ""
    name_masked: str = ""
    name_form: str = NameForm.FULL
    name_public_until: date | None = None
    name_override_reason: str = ""
    marker: int | None = None
    post_then: str = ""
    post_now: str = ""
    unit_then: int | None = None
    rank: int | None = None
    rank_text: str = ""
    status: int | None = None
    is_party_member: bool | None = None
    is_head: bool = False
    responsibility: str = Subject.Responsibility.DIRECT
    leadership: int | None = None
    measures: tuple[MeasureData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodData:
    """When acts took place."""

    start: str = ""
    end: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountData:
    """An amount as written."""

    text: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReexaminationData:
    """A look back."""

    examined_on: date
    outcome: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseData:
    """One case; fields as in `Case`."""

    heading: str
    external_id: str | None = None
    unit: int | None = None
    region: int | None = None
    facts: str = ""
    source: int | None = None
    stage: int | None = None
    concluded_on: str = ""
    quarter: str = ""
    other_problems: bool = False
    traced_up: str = ""
    look_back_on: date | None = None
    violations: tuple[int, ...] = ()
    act_periods: tuple[PeriodData, ...] = ()
    amounts: tuple[AmountData, ...] = ()
    reexaminations: tuple[ReexaminationData, ...] = ()
    subjects: tuple[SubjectData, ...] = ()


#: Columns that are foreign keys; records hold their primary keys.
CASE_KEYS = ("unit", "region", "source", "stage")
CASE_FIELDS = (
    "heading",
    "external_id",
    "facts",
    "concluded_on",
    "quarter",
    "other_problems",
    "traced_up",
    "look_back_on",
)
SUBJECT_KEYS = ("marker", "unit_then", "rank", "status", "leadership")
SUBJECT_FIELDS = (
    "kind",
    "name",
    "name_masked",
    "name_form",
    "post_then",
    "post_now",
    "rank_text",
    "is_party_member",
    "is_head",
    "responsibility",
)
MEASURE_FIELDS = ("scale", "term", "body", "decided_on", "text")


def recorded(case: Case) -> CaseData:
    """A stored case as a record."""
    return CaseData(
        **{name: getattr(case, name) for name in CASE_FIELDS},
        **{name: getattr(case, f"{name}_id") for name in CASE_KEYS},
        violations=tuple(sorted(term.pk for term in case.violations.all())),
        act_periods=tuple(
            PeriodData(start=period.start, end=period.end, text=period.text) for period in case.act_periods.all()
        ),
        amounts=tuple(AmountData(text=amount.text, what=amount.what) for amount in case.amounts.all()),
        reexaminations=tuple(
            ReexaminationData(examined_on=each.examined_on, outcome=each.outcome_id, note=each.note)
            for each in case.reexaminations.all()
        ),
        subjects=tuple(_subject(subject) for subject in case.subjects.all()),
    )


def _subject(subject: Subject) -> SubjectData:
    return SubjectData(
        **{name: getattr(subject, name) for name in SUBJECT_FIELDS},
        **{name: getattr(subject, f"{name}_id") for name in SUBJECT_KEYS},
        name_public_until=subject.name_public_until,
        name_override_reason=subject.name_override_reason,
        measures=tuple(_measure(measure) for measure in subject.measures.all()),
    )


def _measure(measure: Measure) -> MeasureData:
    return MeasureData(**{name: getattr(measure, name) for name in MEASURE_FIELDS}, grade=measure.grade_id)
