"""What a published case adds to the counts: by the very codes under which search finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.cases.dates import quarter_of
from portal.cases.documents import DOUBLE, measure_codes, responsibility_codes
from portal.cases.mapping import found_under
from portal.cases.models import Case, Term
from portal.cases.public import PublicCase, PublicMeasure, PublicSubject, public_cases
from portal.organisations.copies import read_once

#: The facets that are counted, as search has them.
FACETS = ("violation", "form", "rank", "measure", "responsibility")
#: The key of the case itself.
ALL = ":"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One case; ``parts`` are subjects and measures by ``facet:code``."""

    quarter: str
    unit: int | None
    region: int | None
    parts: dict[str, tuple[int, int]]


def contributions(numbers: Iterable[int]) -> dict[int, Contribution]:
    """What those of these cases add that anybody may read now, in a fixed number of queries."""
    wanted = list(numbers)
    # Every code asks the official lists; a query for each would be most of the work.
    with read_once():
        places = _places(wanted)
        return {
            number: Contribution(_quarter(case), *places[number], _parts(case))
            for number, case in public_cases(wanted).items()
            if case.published_on and number in places
        }


def _places(numbers: list[int]) -> dict[int, tuple[int | None, int | None]]:
    """Unit and region of each; a unit's region stands in where a case names none."""
    rows = Case.objects.filter(pk__in=numbers).values_list("pk", "unit_id", "region_id", "unit__region_id")
    return {number: (unit, region or of_unit) for number, unit, region, of_unit in rows}


def _quarter(case: PublicCase) -> str:
    # As its search document has it.
    return case.quarter or quarter_of(case.published_on.isoformat() if case.published_on else "")


def _parts(case: PublicCase) -> dict[str, tuple[int, int]]:
    subjects: Counter[str] = Counter()
    measures: Counter[str] = Counter()
    whole = {ALL, *(f"violation:{code}" for code in case.violation_codes)}
    if DOUBLE in responsibility_codes(case):
        whole.add(f"responsibility:{DOUBLE}")
    for subject in case.subjects:
        own = whole | set(_of_subject(subject))
        found = [set(_of_measure(measure)) for measure in subject.measures]
        subjects.update(own.union(*found))
        for codes in found:
            measures.update(own | codes)
    return {key: (subjects[key], measures[key]) for key in sorted(whole | subjects.keys())}


def _of_subject(subject: PublicSubject) -> Iterator[str]:
    if subject.rank:
        yield from (f"rank:{code}" for code in found_under("ranks", subject.rank.number))
    yield f"responsibility:{subject.responsibility}"


def _of_measure(measure: PublicMeasure) -> Iterator[str]:
    if measure.grade:
        yield from (f"form:{code}" for code in found_under(Term.Taxonomy.FORM, measure.grade.number))
    yield from (f"measure:{code}" for code in measure_codes(measure))
