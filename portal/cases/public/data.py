"""A public case as plain data, for JSON. The keys are a stable interface."""

from __future__ import annotations

from typing import Any

from portal.cases.lists import ListedTerm
from portal.cases.public.records import PublicCase, PublicMeasure, PublicSubject
from portal.cases.publication import Holding
from portal.content.addresses import absolute


def as_data(case: PublicCase) -> dict[str, Any]:
    """Everything that is public of a case."""
    published_on = case.published_on
    return {
        "id": case.number,
        "url": absolute(f"/cases/{case.number}/"),
        "heading": case.heading,
        "facts": case.facts,
        "unit": {"code": case.unit_code, "name": case.unit_name} if case.unit_code else None,
        "regions": list(case.region_lineage),
        "source": _term(case.source),
        "stage": _term(case.stage),
        "concluded_on": case.concluded_on,
        "quarter": case.quarter,
        "published_on": published_on and published_on.isoformat(),
        "violations": [_term(term) for term in case.violations],
        "act_periods": [{"start": each.start, "end": each.end, "text": each.text} for each in case.periods],
        "amounts": [{"what": what, "text": text} for what, text in case.amounts],
        "other_problems": case.other_problems,
        "traced_up": case.traced_up,
        "reexaminations": [
            {"examined_on": each.examined_on.isoformat(), "outcome": _term(each.outcome)}
            for each in case.reexaminations
        ],
        "subjects": [_subject(subject) for subject in case.subjects],
        "notices": [_holding(held) for held in case.notices],
        "clarifications": [_holding(held) for held in case.clarifications],
        "drawn_on_by": [_holding(held) for held in case.mentions],
    }


def _subject(subject: PublicSubject) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "name": subject.name,
        "marker": subject.marker,
        "post_then": subject.post_then,
        "post_now": subject.post_now,
        "unit_then": {"code": subject.unit_code, "name": subject.unit_name} if subject.unit_code else None,
        "rank": _term(subject.rank),
        "rank_text": subject.rank_text,
        "is_head": subject.is_head,
        "responsibility": subject.responsibility,
        "leadership": _term(subject.leadership),
        "measures": [_measure(measure) for measure in subject.measures],
    }


def _measure(measure: PublicMeasure) -> dict[str, Any]:
    return {
        "scale": measure.scale,
        "grade": _term(measure.grade),
        "term": measure.term,
        "body": measure.body,
        "decided_on": measure.decided_on,
        "text": measure.text,
    }


def _term(term: ListedTerm | None) -> dict[str, str] | None:
    return {"list": term.taxonomy, "code": term.code, "name": term.name, "name_en": term.name_en} if term else None


def _holding(held: Holding) -> dict[str, str]:
    return {"kind": held.kind, "title": held.title, "url": absolute(held.url), "date": held.date.isoformat()}
