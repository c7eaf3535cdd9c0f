"""Reads public cases in a fixed number of queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from portal.cases.lists import ListedTerm, listed_term, listed_terms
from portal.cases.models import ActPeriod, Amount, Case, Measure, Reexamination, Subject
from portal.cases.public.records import (
    CaseSummary,
    PublicCase,
    PublicMeasure,
    PublicPeriod,
    PublicReexamination,
    PublicSubject,
)
from portal.cases.publication import holdings
from portal.organisations.models import Region, Unit


def summaries(cases: Iterable[Case]) -> list[CaseSummary]:
    """These cases as notices show them, in their order; three queries. Who may see them is the caller's to know."""
    found = list(cases)
    numbers = [case.pk for case in found]
    subjects = _subjects(numbers) if found else {}
    violations = _violations(numbers) if found else {}
    return [
        CaseSummary(
            number=case.pk,
            heading=case.heading,
            facts=case.facts,
            other_problems=case.other_problems,
            subjects=subjects.get(case.pk, ()),
            violations=violations.get(case.pk, ()),
        )
        for case in found
    ]


def draft_summary(case: Case) -> CaseSummary:
    """A case as it stands in its latest draft, for the previews of editors."""
    draft: Case = case.get_latest_revision_as_object()
    return CaseSummary(
        number=case.pk,
        heading=draft.heading,
        facts=draft.facts,
        other_problems=draft.other_problems,
        subjects=tuple(
            _subject(subject, tuple(_measure(measure) for measure in subject.measures.all()))
            for subject in draft.subjects.all()
        ),
        violations=tuple(filter(None, (listed_term(term.pk) for term in draft.violations.all()))),
    )


def public_cases(numbers: Iterable[int]) -> dict[int, PublicCase]:
    """Those of these cases that anybody may read now, by primary key."""
    cases = Case.objects.published().filter(pk__in=list(numbers)).select_related("unit", "region")
    found = {case.pk: case for case in cases.order_by("pk")}
    parts = _Parts(list(found)) if found else None
    if parts is None:
        return {}
    lineages = _Lineages(found.values())
    return {number: _public(case, parts, lineages) for number, case in found.items()}


class _Parts:
    """What hangs on cases, by their primary keys."""

    def __init__(self, numbers: list[int]) -> None:
        self.subjects = _subjects(numbers)
        self.periods = _grouped(ActPeriod, numbers)
        self.amounts = _grouped(Amount, numbers)
        self.reexaminations = _grouped(Reexamination, numbers)
        self.violations = _violations(numbers)
        self.holdings = holdings(numbers)


class _Lineages:
    """The codes of units and regions with those above them; a unit's region stands in where a case names none."""

    def __init__(self, cases: Iterable[Case]) -> None:
        found = list(cases)
        regions = {case.region_id or (case.unit.region_id if case.unit else None) for case in found} - {None}
        self.regions = {region.pk: region for region in Region.objects.filter(pk__in=regions)}
        self._units = _codes_above(Unit, [case.unit.path for case in found if case.unit])
        self._regions = _codes_above(Region, [region.path for region in self.regions.values()])

    def unit(self, unit: Unit) -> tuple[str, ...]:
        return (*_above(Unit, self._units, unit.path), unit.code)

    def region(self, region: Region) -> tuple[str, ...]:
        return (*_above(Region, self._regions, region.path), region.code)


def _codes_above(model: Any, paths: Iterable[str]) -> dict[str, str]:
    step = model.steplen
    above = {path[:end] for path in paths for end in range(step, len(path), step)}
    return dict(model.objects.filter(path__in=above).values_list("path", "code")) if above else {}


def _above(model: Any, codes: Mapping[str, str], path: str) -> list[str]:
    step = model.steplen
    # A move between two queries leaves a gap; its own event has the document built again.
    return [codes[path[:end]] for end in range(step, len(path), step) if path[:end] in codes]


def _public(case: Case, parts: _Parts, lineages: _Lineages) -> PublicCase:
    region_id = case.region_id or (case.unit.region_id if case.unit else None)
    region = lineages.regions.get(region_id) if region_id else None
    return PublicCase(
        number=case.pk,
        heading=case.heading,
        facts=case.facts,
        other_problems=case.other_problems,
        subjects=parts.subjects.get(case.pk, ()),
        unit_name=case.unit.label if case.unit else "",
        unit_code=case.unit.code if case.unit else "",
        unit_lineage=lineages.unit(case.unit) if case.unit else (),
        region_name=region.label if region else "",
        region_lineage=lineages.region(region) if region else (),
        source=listed_term(case.source_id),
        stage=listed_term(case.stage_id),
        concluded_on=case.concluded_on,
        quarter=case.quarter,
        traced_up=case.traced_up,
        violations=parts.violations.get(case.pk, ()),
        periods=tuple(
            PublicPeriod(start=period.start, end=period.end, text=period.text) for period in parts.periods[case.pk]
        ),
        amounts=tuple((amount.what, amount.text) for amount in parts.amounts[case.pk]),
        reexaminations=tuple(
            PublicReexamination(examined_on=each.examined_on, outcome=listed_term(each.outcome_id))
            for each in parts.reexaminations[case.pk]
        ),
        holdings=parts.holdings.get(case.pk, []),
    )


def _grouped(model: Any, numbers: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.filter(case__in=numbers).order_by("sort_order", "pk"):
        found[row.case_id].append(row)
    return found


def _violations(numbers: list[int]) -> dict[int, tuple[ListedTerm, ...]]:
    through, terms = Case.violations.through, listed_terms()
    found: dict[int, list[ListedTerm]] = defaultdict(list)
    for case, term in through.objects.filter(case__in=numbers).order_by("case", "term").values_list("case", "term"):
        if term in terms:
            found[case].append(terms[term])
    return {case: tuple(listed) for case, listed in found.items()}


def _subjects(numbers: list[int]) -> dict[int, tuple[PublicSubject, ...]]:
    subjects = list(
        Subject.objects.filter(case__in=numbers).select_related("unit_then").order_by("case", "sort_order", "pk")
    )
    measures: dict[int, list[PublicMeasure]] = defaultdict(list)
    if subjects:
        for measure in Measure.objects.filter(subject__case__in=numbers).order_by("subject", "sort_order", "pk"):
            measures[measure.subject_id].append(_measure(measure))
    found: dict[int, list[PublicSubject]] = defaultdict(list)
    for subject in subjects:
        found[subject.case_id].append(_subject(subject, tuple(measures[subject.pk])))
    return {case: tuple(listed) for case, listed in found.items()}


def _subject(subject: Subject, measures: tuple[PublicMeasure, ...]) -> PublicSubject:
    marker = listed_term(subject.marker_id)
    return PublicSubject(
        kind=subject.kind,
        name=subject.public_name,
        # 原 and 时任 are part of the post as written, in Chinese; a current post has no marker.
        marker=marker.name if marker and marker.code != "cur" else "",
        post_then=subject.post_then,
        post_now=subject.post_now,
        unit_name=subject.unit_then.label if subject.unit_then else "",
        unit_code=subject.unit_then.code if subject.unit_then else "",
        rank=listed_term(subject.rank_id),
        rank_text=subject.rank_text,
        responsibility=subject.responsibility,
        leadership=listed_term(subject.leadership_id),
        is_head=subject.is_head,
        measures=measures,
    )


def _measure(measure: Measure) -> PublicMeasure:
    return PublicMeasure(
        scale=measure.scale,
        grade=listed_term(measure.grade_id),
        term=measure.term,
        body=measure.body,
        decided_on=measure.decided_on,
        text=measure.text,
    )
