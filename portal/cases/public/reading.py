"""Reads public cases in a fixed number of queries, however many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.utils.translation import get_language

from portal.cases.lists import ListedTerm, listed_term, listed_terms
from portal.cases.models import ActPeriod, Amount, Case, Reexamination
from portal.cases.public.records import CaseSummary, PublicCase, PublicPeriod, PublicReexamination
from portal.cases.public.subjects import drafted_subject, subjects_of
from portal.cases.publication import holdings
from portal.content.prepared import PreparedList
from portal.organisations.models import CodedNode, Region, Unit

T = TypeVar("T")


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
    found = [_Columns._make(row) for row in _published.ask(list(numbers))]
    if not found:
        return {}
    parts, places = _Parts([case.pk for case in found]), _Places(found)
    return {case.pk: _public(case, parts, places) for case in found}


class _Columns(NamedTuple):
    """A case as the database has it."""

    pk: int
    heading: str
    facts: str
    other_problems: bool
    unit_id: int | None
    unit__name: str
    unit__name_en: str
    unit__code: str
    unit__path: str
    unit__region_id: int | None
    region_id: int | None
    source_id: int | None
    stage_id: int | None
    concluded_on: str
    quarter: str
    traced_up: str


#: By columns: whole cases as objects cost several times as much.
_published: PreparedList[Any] = PreparedList(
    lambda numbers: Case.objects.published().filter(pk__in=numbers).order_by("pk").values_list(*_Columns._fields)
)


class _Parts:
    """What hangs on cases, by their primary keys."""

    def __init__(self, numbers: list[int]) -> None:
        self.terms = listed_terms()
        self.subjects = subjects_of(numbers)
        self.periods = _grouped(PublicPeriod._make, _periods.ask(numbers))
        self.amounts = _grouped(tuple, _amounts.ask(numbers))
        self.reexaminations = _grouped(self._reexamination, _reexaminations.ask(numbers))
        self.violations = _violations(numbers)
        self.holdings = holdings(numbers)

    def _reexamination(self, columns: tuple[Any, ...]) -> PublicReexamination:
        day, outcome = columns
        return PublicReexamination(examined_on=day, outcome=self.terms.get(outcome))


class _Place(NamedTuple):
    """A unit or a region: what it is called, its code, and its codes from the top down."""

    label: str
    code: str
    lineage: tuple[str, ...]


_NOWHERE = _Place("", "", ())


class _Places:
    """The units and regions of these cases; a unit's region stands in where a case names none."""

    def __init__(self, cases: Sequence[_Columns]) -> None:
        units = {
            case.unit_id: (case.unit__name, case.unit__name_en, case.unit__code, case.unit__path)
            for case in cases
            if case.unit_id
        }
        regions = {case.region_id or case.unit__region_id for case in cases} - {None}
        rows = Region.objects.filter(pk__in=regions).values_list("pk", "name", "name_en", "code", "path")
        self._units = _places(Unit, units)
        self._regions = _places(Region, {pk: columns for pk, *columns in rows})

    def of(self, case: _Columns) -> tuple[_Place, _Place]:
        """The unit and the region of a case."""
        region = case.region_id or case.unit__region_id
        return self._units.get(case.unit_id or 0, _NOWHERE), self._regions.get(region or 0, _NOWHERE)


def _places(model: type[CodedNode], rows: Mapping[int, Sequence[str]]) -> dict[int, _Place]:
    codes = _codes_above(model, [path for *_names, path in rows.values()])
    in_english = get_language() == "en"
    return {
        pk: _Place((in_english and name_en) or name, code, (*_above(model, codes, path), code))
        for pk, (name, name_en, code, path) in rows.items()
    }


def _codes_above(model: type[CodedNode], paths: Iterable[str]) -> dict[str, str]:
    above = {each for path in paths for each in model.paths_above(path)}
    return dict(model.objects.filter(path__in=above).values_list("path", "code")) if above else {}


def _above(model: type[CodedNode], codes: Mapping[str, str], path: str) -> list[str]:
    # A move between two queries leaves a gap; its own event has the document built again.
    return [codes[each] for each in model.paths_above(path) if each in codes]


def _public(case: _Columns, parts: _Parts, places: _Places) -> PublicCase:
    unit, region = places.of(case)
    return PublicCase(
        number=case.pk,
        heading=case.heading,
        facts=case.facts,
        other_problems=case.other_problems,
        subjects=parts.subjects.get(case.pk, ()),
        unit_name=unit.label,
        unit_code=unit.code,
        unit_lineage=unit.lineage,
        region_name=region.label,
        region_lineage=region.lineage,
        source=parts.terms.get(case.source_id or 0),
        stage=parts.terms.get(case.stage_id or 0),
        concluded_on=case.concluded_on,
        quarter=case.quarter,
        traced_up=case.traced_up,
        violations=parts.violations.get(case.pk, ()),
        periods=parts.periods.get(case.pk, ()),
        amounts=parts.amounts.get(case.pk, ()),
        reexaminations=parts.reexaminations.get(case.pk, ()),
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


def _grouped(make: Callable[[Any], T], rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[T, ...]]:
    """What is made of these rows, by the case that each begins with."""
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(make(row[1:]))
    return {case: tuple(parts) for case, parts in found.items()}


_coded: PreparedList[tuple[int, int]] = PreparedList(
    lambda cases: (
        Case.violations.through.objects.filter(case__pk__in=cases)
        .order_by("case_id", "term_id")
        .values_list("case_id", "term_id")
    )
)


def _violations(numbers: list[int]) -> dict[int, tuple[ListedTerm, ...]]:
    terms = listed_terms()
    found: dict[int, list[ListedTerm]] = {}
    for case, number in _coded.ask(numbers):
        if term := terms.get(number):
            found.setdefault(case, []).append(term)
    return {case: tuple(listed) for case, listed in found.items()}
