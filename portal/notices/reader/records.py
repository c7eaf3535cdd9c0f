"""What the reader finds: cases with their fields, each with its span in the source text and how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: From and up to (not including), in characters of the source text.
Span = tuple[int, int]


class Sure(StrEnum):
    """How sure the reader is of a field."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of the text."""

    text: str
    span: Span
    sure: Sure = Sure.HIGH


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """A measure. The scale is empty where the text does not decide it; the date is as exact as the text."""

    scale: str
    grade: str
    text: str
    span: Span
    term: str = ""
    date: str = ""
    date_span: Span | None = None
    sure: Sure = Sure.HIGH


@dataclass(frozen=True, slots=True)
class ReadSubject:
    """A person or an organisation. ``post_then`` is the post held when acting, ``post_now`` today's."""

    name: Field
    kind: str = "person"
    marker: str = ""
    unit: Field | None = None
    post_then: Field | None = None
    post_now: Field | None = None
    measures: tuple[ReadMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """When acts took place; an end that the text leaves open is empty."""

    start: str
    end: str
    text: str
    span: Span
    sure: Sure = Sure.HIGH


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code of an official list. An editor decides; the text never does."""

    taxonomy: str
    code: str
    text: str
    span: Span


@dataclass(slots=True)
class ReadCase:
    """One case of a notice."""

    heading: Field
    span: Span
    unit: Field | None = None
    region: Field | None = None
    subjects: list[ReadSubject] = field(default_factory=list)
    conduct: list[Field] = field(default_factory=list)
    periods: list[ReadPeriod] = field(default_factory=list)
    amounts: list[Field] = field(default_factory=list)
    gains: list[Suggestion] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    #: Words such as 此后 that point to a time which the text does not fix.
    unresolved: list[Field] = field(default_factory=list)
    #: Measures that could not be given to one subject.
    unassigned: list[ReadMeasure] = field(default_factory=list)
    other_problems: Field | None = None
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The cases of a text, and what the editor should know about them."""

    cases: tuple[ReadCase, ...]
    remarks: tuple[str, ...] = ()


def as_json(case: ReadCase) -> dict[str, Any]:
    """The case as `read_notice --json` prints it."""
    return {
        "heading": case.heading.text,
        "span": list(case.span),
        "unit": _text(case.unit),
        "region": _text(case.region),
        "subjects": [_subject(subject) for subject in case.subjects],
        "periods": [[period.start, period.end] for period in case.periods],
        "amounts": [amount.text for amount in case.amounts],
        "conduct": [conduct.text for conduct in case.conduct],
        "other_problems": case.other_problems is not None,
        "gains": [_suggestion(gain) for gain in case.gains],
        "suggestions": [_suggestion(suggestion) for suggestion in case.suggestions],
        "unresolved": [_field(words) for words in case.unresolved],
        "unassigned": [_measure(measure) for measure in case.unassigned],
        "facts": case.facts,
        "spans": {
            "heading": list(case.heading.span),
            "unit": _span(case.unit),
            "region": _span(case.region),
            "periods": [list(period.span) for period in case.periods],
            "amounts": [list(amount.span) for amount in case.amounts],
            "conduct": [list(conduct.span) for conduct in case.conduct],
            "other_problems": _span(case.other_problems),
        },
        "sure": {
            "heading": case.heading.sure,
            "unit": case.unit.sure if case.unit else "",
            "periods": [period.sure for period in case.periods],
            "amounts": [amount.sure for amount in case.amounts],
        },
    }


def as_row(case: ReadCase) -> dict[str, Any]:
    """The case with only the keys that the import takes (`portal.notices.importing.cases`)."""
    return {
        "heading": case.heading.text[:300],
        "facts": case.facts[:20_000],
        "other_problems": case.other_problems is not None,
        "periods": [{"start": period.start, "end": period.end, "text": period.text[:100]} for period in case.periods],
        "amounts": [amount.text[:60] for amount in case.amounts],
        "subjects": [_row_subject(subject) for subject in case.subjects],
    }


def _row_subject(subject: ReadSubject) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "name": subject.name.text[:120],
        "marker": subject.marker,
        "post_then": _text(subject.post_then)[:200],
        "post_now": _text(subject.post_now)[:200],
        "measures": [
            {
                "scale": measure.scale,
                "grade": measure.grade,
                "term": measure.term,
                "date": measure.date,
                "text": measure.text[:200],
            }
            for measure in subject.measures
            if measure.scale
        ],
    }


def _subject(subject: ReadSubject) -> dict[str, Any]:
    return {
        "name": subject.name.text,
        "kind": subject.kind,
        "marker": subject.marker,
        "unit": _text(subject.unit),
        "post_then": _text(subject.post_then),
        "post_now": _text(subject.post_now),
        "measures": [_measure(measure) for measure in subject.measures],
        "span": list(subject.name.span),
        "spans": {
            "unit": _span(subject.unit),
            "post_then": _span(subject.post_then),
            "post_now": _span(subject.post_now),
        },
        "sure": subject.name.sure,
    }


def _measure(measure: ReadMeasure) -> dict[str, Any]:
    return {
        "scale": measure.scale,
        "grade": measure.grade,
        "term": measure.term,
        "text": measure.text,
        "date": measure.date,
        "span": list(measure.span),
        "date_span": list(measure.date_span) if measure.date_span else None,
        "sure": measure.sure,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "taxonomy": suggestion.taxonomy,
        "code": suggestion.code,
        "text": suggestion.text,
        "span": list(suggestion.span),
        "suggested": True,
    }


def _field(words: Field) -> dict[str, Any]:
    return {"text": words.text, "span": list(words.span)}


def _text(words: Field | None) -> str:
    return words.text if words else ""


def _span(words: Field | None) -> list[int] | None:
    return list(words.span) if words else None
