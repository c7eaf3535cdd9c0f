"""Reads public cases in a fixed number of queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from portal.cases.lists import ListedTerm, listed_term, listed_terms
from portal.cases.models import ActPeriod, Amount, Case, Reexamination
from portal.cases.public.records import CaseSummary, PublicCase, PublicPeriod, PublicReexamination
from portal.cases.public.subjects import drafted_subject, subjects_of
from portal.cases.publication import holdings
from portal.content.prepared import PreparedList
from portal.organisations.models import Region, Unit


class CaseText(NamedTuple):
    """The columns of a case that notices show, by the names of `Case`."""

    pk: int
    heading: str
    facts: str
    other_problems: bool


def summaries(cases: Iterable[CaseText]) -> list[CaseSummary]:
    """These cases as notices show them, in their order; three queries. Who may see them is the caller's to know."""
    found = list(cases)
    numbers = [case.pk for case in found]
    subjects = subjects_of(numbers) if found else {}
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
        subjects=tuple(drafted_subject(subject) for subject in draft.subjects.all()),
        violations=tuple(filter(None, (listed_term(term.pk) for term in draft.violations.all()))),
    )


def public_cases(numbers: Iterable[int]) -> dict[int, PublicCase]:
    """Those of these cases that anybody may read now, by primary key."""
    found = {case.pk: case for case in _published.ask(list(numbers))}
    parts = _Parts(list(found)) if found else None
    if parts is None:
        return {}
    lineages = _Lineages(found.values())
    return {number: _public(case, parts, lineages) for number, case in found.items()}


_published: PreparedList[Case] = PreparedList(
    lambda numbers: Case.objects.published().filter(pk__in=numbers).select_related("unit", "region").order_by("pk")
)


class _Parts:
    """What hangs on cases, by their primary keys."""

    def __init__(self, numbers: list[int]) -> None:
        self.subjects = subjects_of(numbers)
        self.periods = _grouped(_periods.ask(numbers))
        self.amounts = _grouped(_amounts.ask(numbers))
        self.reexaminations = _grouped(_reexaminations.ask(numbers))
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
        periods=tuple(PublicPeriod(start=start, end=end, text=text) for start, end, text in parts.periods[case.pk]),
        amounts=tuple((what, text) for what, text in parts.amounts[case.pk]),
        reexaminations=tuple(
            PublicReexamination(examined_on=day, outcome=listed_term(outcome))
            for day, outcome in parts.reexaminations[case.pk]
        ),
        holdings=parts.holdings.get(case.pk, []),
    )


def _parts_of(model: Any, *columns: str) -> PreparedList[Any]:
    """What hangs on cases in the editor's order: the case, then these columns."""
    return PreparedList(
        lambda cases: (
            model.objects.filter(case__pk__in=cases).order_by("sort_order", "pk").values_list("case_id", *columns)
        )
    )


_periods = _parts_of(ActPeriod, "start", "end", "text")
_amounts = _parts_of(Amount, "what", "text")
_reexaminations = _parts_of(Reexamination, "examined_on", "outcome_id")


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[int, list[Sequence[Any]]]:
    found: dict[int, list[Sequence[Any]]] = defaultdict(list)
    for case, *columns in rows:
        found[case].append(columns)
    return found


_coded: PreparedList[tuple[int, int]] = PreparedList(
    lambda cases: (
        Case.violations.through.objects.filter(case__pk__in=cases)
        .order_by("case_id", "term_id")
        .values_list("case_id", "term_id")
    )
)


def _violations(numbers: list[int]) -> dict[int, tuple[ListedTerm, ...]]:
    terms = listed_terms()
    found: dict[int, list[ListedTerm]] = defaultdict(list)
    for case, term in _coded.ask(numbers):
        if term in terms:
            found[case].append(terms[term])
    return {case: tuple(listed) for case, listed in found.items()}
