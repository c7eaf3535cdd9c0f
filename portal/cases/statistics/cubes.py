"""Counts of cases by everything that tables ask for: a handful of SQL aggregates, whatever the number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from portal.cases.models import Case, CaseQuerySet, Measure, MeasureScale, Subject
from portal.cases.statistics.codes import Codes

#: Where they come before all dimensions of a cube.
_FIRST = ("quarter", "unit")
Key = tuple[Any, ...]


class Cube:
    """Counts by quarter, unit and some dimensions."""

    def __init__(self, dimensions: Sequence[str], counts: Mapping[Key, int]) -> None:
        self.dimensions = tuple(dimensions)
        self._counts = counts
        self._projections: dict[tuple[str, ...], dict[Key, dict[str, dict[Any, int]]]] = {}

    def units(self) -> set[Any]:
        """The units, or rows, that anything is counted of."""
        return {key[1] for key in self._counts if key[1] is not None}

    def by_unit(self, quarters: Sequence[str], where: Mapping[str, Any]) -> Counter[Any]:
        """Counts by unit in these quarters, of what has one of the values of each dimension named."""
        names = tuple(sorted(where))
        tests = [_test(where[name]) for name in names]
        found: Counter[Any] = Counter()
        for values, by_quarter in self._projected(names).items():
            if all(test(value) for test, value in zip(tests, values, strict=True)):
                for quarter in quarters:
                    found.update(by_quarter.get(quarter, {}))
        return found

    def placed(self, place: Mapping[int | None, str | None]) -> Cube:
        """The same by rows of a table in place of units; what has no row falls out."""
        counts: Counter[Key] = Counter()
        for (quarter, unit, *values), number in self._counts.items():
            row = place[unit]
            if row is not None:
                counts[(quarter, row, *values)] += number
        return Cube(self.dimensions, counts)

    def _projected(self, names: tuple[str, ...]) -> dict[Key, dict[str, dict[Any, int]]]:
        """By the values of these dimensions, then quarter and unit; summed up over the others, and worked out once."""
        if names not in self._projections:
            summed: dict[Key, dict[str, dict[Any, int]]] = {}
            places = [self.dimensions.index(name) + len(_FIRST) for name in names]
            for key, number in self._counts.items():
                units = summed.setdefault(tuple([key[place] for place in places]), {}).setdefault(key[0], {})
                units[key[1]] = units.get(key[1], 0) + number
            self._projections[names] = summed
        return self._projections[names]


def count(cases: CaseQuerySet, codes: Codes) -> dict[str, Cube]:
    """The cubes of these cases, by name. Nine queries."""
    return {
        "cases": _cases(cases, codes),
        "persons": _persons(cases, codes),
        "accountables": _accountables(cases, codes),
        "winds_cases": _winds_cases(cases, codes),
        "winds_persons": _winds_persons(cases, codes),
        "forms": _forms(cases, codes),
    }


def _test(wanted: Any) -> Any:
    """``true``, one value, some values, or ``{"not": [...]}``."""
    if isinstance(wanted, Mapping):
        return lambda value: value not in wanted["not"]
    values = wanted if isinstance(wanted, list) else [wanted]
    return lambda value: value in values


def named(field: str, groups: Mapping[Any, Sequence[int]], *, empty: Any = "") -> Choose:
    """The code under which the term of a column counts, as an SQL expression."""
    output = IntegerField() if isinstance(empty, int) else CharField()
    whens = [When(**{f"{field}__in": terms}, then=Value(code)) for code, terms in groups.items()]
    return Choose(*whens, default=Value(empty), output_field=output)


def _counted(rows: QuerySet[Any, Any], unit: str, quarter: str, dimensions: Sequence[str], what: Any) -> dict[Key, int]:
    values = rows.order_by().values_list(quarter, unit, *dimensions).annotate(number=what)
    return {tuple(row[:-1]): row[-1] for row in values}


def _accountable(codes: Codes) -> Q:
    """Subjects held to account as leaders or bodies, with a form that counts: not those answering for their own act."""
    forms = [term for terms in codes.forms().values() for term in terms]
    measures = Measure.objects.filter(subject=OuterRef("pk"))
    leading = codes.of_list("acc_responsibility")
    kinds = [term for code in ("full", "main", "important") for term in leading.get(code, ())]
    answers = Q(responsibility__in=[Subject.Responsibility.PRINCIPAL, Subject.Responsibility.SUPERVISORY])
    by_rule = Q(Exists(measures.filter(scale=MeasureScale.ACCOUNTABILITY)))
    return (answers | Q(leadership__in=kinds) | by_rule) & Q(Exists(_graded(measures, {1: forms}).filter(graded=1)))


def _graded(measures: QuerySet[Measure], groups: Mapping[int, Sequence[int]]) -> QuerySet[Measure]:
    """With the number under which the grade counts. Not filtered by the grades themselves: a database without figures
    of its own takes their index for that, and walks all measures of a grade for every subject."""
    return measures.annotate(graded=named("grade", groups, empty=0))


def _in_winds(codes: Codes, case: str) -> Exists:
    terms = [term for terms in codes.winds().values() for term in terms]
    return Exists(Case.violations.through.objects.filter(case=OuterRef(case), term__in=terms))


def _of(cases: CaseQuerySet) -> QuerySet[Subject]:
    return Subject.objects.filter(case__in=cases.values("pk"))


def _cases(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Cases: all, those in which anybody was held to account, and for which of the two responsibilities."""
    counts: dict[Key, int] = {}
    for quarter, unit, number in cases.order_by().values_list("quarter", "unit").annotate(number=Count("pk")):
        counts[quarter, unit, "all"] = number
    responsibility = Subject.Responsibility
    found = _of(cases).filter(_accountable(codes)).order_by().values_list("case__quarter", "case__unit")
    found = found.annotate(
        accountable=Count("case", distinct=True),
        principal=Count("case", distinct=True, filter=Q(responsibility=responsibility.PRINCIPAL)),
        supervisory=Count("case", distinct=True, filter=Q(responsibility=responsibility.SUPERVISORY)),
    )
    for quarter, unit, *numbers in found:
        for which, number in zip(("accountable", "principal", "supervisory"), numbers, strict=True):
            counts[quarter, unit, which] = number
    return Cube(("which",), counts)


def _persons(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Persons with what was done to each; somebody in two cases is two of them."""
    measures = Measure.objects.filter(subject=OuterRef("pk"))
    graded = _graded(measures, codes.four_forms()).order_by("-graded").values("graded")[:1]
    annotated = _of(cases).filter(kind=Subject.Kind.PERSON)
    annotated = annotated.annotate(
        rank_code=named("rank", codes.ranks()),
        party=Exists(measures.filter(scale=MeasureScale.PARTY)),
        government=Exists(measures.filter(scale=MeasureScale.GOVERNMENT)),
        four_form=Coalesce(Subquery(graded), Value(0)),
    )
    dimensions = ("rank_code", "party", "government", "four_form")
    found = _counted(annotated, "case__unit", "case__quarter", dimensions, Count("pk"))
    both = {(*key, key[3] or key[4]): number for key, number in found.items()}
    return Cube((*dimensions, "punished"), both)


def _accountables(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Persons and organisations held to account."""
    annotated = _of(cases).filter(_accountable(codes))
    annotated = annotated.annotate(
        rank_code=named("rank", codes.ranks()), leading=named("leadership", codes.of_list("acc_responsibility"))
    )
    dimensions = ("kind", "rank_code", "is_head", "leading")
    return Cube(dimensions, _counted(annotated, "case__unit", "case__quarter", dimensions, Count("pk")))


def _winds_cases(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Cases of the four winds by the highest rank among their persons (kind empty), and by kind (rank empty)."""
    within = cases.filter(_in_winds(codes, "pk"))
    persons = Subject.objects.filter(case=OuterRef("pk"), kind=Subject.Kind.PERSON)
    # The codes of the ranks are in their order, that of an unknown one last.
    ranked = persons.annotate(code=named("rank", codes.ranks(), empty="~")).order_by("code").values("code")
    highest = Coalesce(Subquery(ranked[:1]), Value(""))
    counts = _counted(
        within.annotate(kind=Value(""), rank_code=highest), "unit", "quarter", ("kind", "rank_code"), Count("pk")
    )
    through = Case.violations.through.objects.filter(case__in=cases.values("pk"), term__in=_terms(codes.winds()))
    by_kind = through.annotate(kind=named("term", codes.winds()), rank_code=Value("-"))
    kinds = _counted(by_kind, "case__unit", "case__quarter", ("kind", "rank_code"), Count("case", distinct=True))
    return Cube(("kind", "rank_code"), {**counts, **kinds})


def _winds_persons(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Persons dealt with for the four winds by rank (kind empty) and by kind (rank empty), and whether punished."""
    measures = Measure.objects.filter(subject=OuterRef("pk"))
    punished = measures.filter(scale__in=(MeasureScale.PARTY, MeasureScale.GOVERNMENT))
    persons = _of(cases).filter(Exists(measures.exclude(scale=MeasureScale.GAINS)), kind=Subject.Kind.PERSON)
    persons = persons.annotate(punished=Exists(punished))
    dimensions = ("wind", "rank_code", "punished")
    ranked = persons.filter(_in_winds(codes, "case")).annotate(wind=Value(""), rank_code=named("rank", codes.ranks()))
    counts = _counted(ranked, "case__unit", "case__quarter", dimensions, Count("pk"))
    by_kind = persons.filter(case__violations__in=_terms(codes.winds())).annotate(
        wind=named("case__violations", codes.winds()), rank_code=Value("-")
    )
    kinds = _counted(by_kind, "case__unit", "case__quarter", dimensions, Count("pk", distinct=True))
    return Cube(("kind", "rank_code", "punished"), {**counts, **kinds})


def _forms(cases: CaseQuerySet, codes: Codes) -> Cube:
    """Subjects held to account by form, and by grade below it; once in each, however many measures they got."""
    counts: dict[Key, int] = {}
    subjects = _of(cases).filter(_accountable(codes))
    for groups in (codes.forms(), codes.grades()):
        measures = Measure.objects.filter(subject__in=subjects.values("pk"), grade__in=_terms(groups))
        rows = measures.annotate(form=named("grade", groups), of=F("subject__kind"))
        counts |= _counted(
            rows, "subject__case__unit", "subject__case__quarter", ("of", "form"), Count("subject", distinct=True)
        )
    return Cube(("kind", "form"), counts)


def _terms(groups: Mapping[str, Sequence[int]]) -> list[int]:
    return [term for terms in groups.values() for term in terms]
