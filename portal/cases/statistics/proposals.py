"""Which cases of a quarter a bulletin could tell of: grave, common and recent ones, of different units."""

from __future__ import annotations

from collections import Counter

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from portal.cases.models import Case, Measure
from portal.cases.statistics.codes import Codes
from portal.cases.statistics.naming import named
from portal.cases.statistics.places import Places
from portal.cases.statistics.population import countable
from portal.cases.statistics.quarters import Quarter
from portal.organisations.models import Unit

PROPOSED = 8
#: The gravest and newest that are looked at; beyond them nothing is more typical.
_LOOKED_AT = 600


def propose(quarter: Quarter, scope: Unit | None = None, *, most: int = PROPOSED) -> list[int]:
    """Primary keys of the cases to propose, the best first: at most one of a unit as long as there are others."""
    codes, places = Codes(), Places(scope, quarter)
    cases = _candidates(quarter, codes, places)
    kinds = _violations([row[0] for row in cases])
    common = Counter(kind for found in kinds.values() for kind in found)

    def worth(row: tuple[int, int | None, int, str]) -> tuple[int, int, str, int]:
        number, _unit, gravity, day = row
        return (gravity, max((common[kind] for kind in kinds.get(number, ())), default=0), day, number)

    chosen: list[int] = []
    seen: set[int | None] = set()
    ranked = sorted(cases, key=worth, reverse=True)
    for other_units_only in (True, False):
        for number, unit, _gravity, _day in ranked:
            if len(chosen) < most and number not in chosen and not (other_units_only and unit in seen):
                chosen.append(number)
                seen.add(unit)
    return chosen


def _candidates(quarter: Quarter, codes: Codes, places: Places) -> list[tuple[int, int | None, int, str]]:
    measures = Measure.objects.filter(subject__case=OuterRef("pk"))
    # By number, not by grade: see `naming`.
    numbered = measures.annotate(number=named("grade", codes.four_forms(), empty=0))
    gravity = Coalesce(Subquery(numbered.order_by("-number").values("number")[:1]), Value(0))
    cases = countable([quarter])
    units = {unit for (unit,) in cases.order_by().values_list("unit_id").distinct() if places.of(unit) is not None}
    within = Q(unit__in=units - {None}) | (Q(unit__isnull=True) if None in units else Q(pk__in=()))
    cases = cases.filter(within).annotate(gravity=gravity).order_by("-gravity", "-concluded_on", "-pk")
    return list(cases.values_list("pk", "unit_id", "gravity", "concluded_on")[:_LOOKED_AT])


def _violations(cases: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for case, term in Case.violations.through.objects.filter(case__in=cases).values_list("case_id", "term_id"):
        found.setdefault(case, []).append(term)
    return found
