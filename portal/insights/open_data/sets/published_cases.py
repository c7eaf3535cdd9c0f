"""Which published cases are asked for, in the order of their numbers."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from portal.cases.mapping import counted_numbers
from portal.cases.models import Case, CaseQuerySet, Term
from portal.content.prepared import Given, PreparedQuery
from portal.insights.open_data.sets.base import Asked
from portal.insights.open_data.sets.places import below
from portal.organisations.models import Region, Unit

#: By what cases and their measures can be narrowed.
CASE_FILTERS = ("unit", "region", "violation", "quarter")


def published_numbers(asked: Asked, *, first: int, count: int) -> list[int]:
    """The numbers of so many published cases from a number on."""
    if not any(asked.chosen(name) for name in CASE_FILTERS):
        # The question of whoever copies all, asked again and again: compiled once.
        return _from(count).ask(first=first)
    numbers = _narrowed(asked).filter(pk__gte=first).order_by("pk").values_list("pk", flat=True)
    return list(numbers[:count])


@lru_cache(maxsize=32)
def _from(count: int) -> PreparedQuery[int]:
    numbers = Case.objects.published().filter(pk__gte=Given("first")).order_by("pk").values_list("pk", flat=True)
    return PreparedQuery(numbers[:count])


def _narrowed(asked: Asked) -> CaseQuerySet:
    cases = Case.objects.published().filter(below(Unit, asked.chosen("unit"), "unit"))
    if regions := asked.chosen("region"):
        # Where a case names no region, that of its unit stands in.
        own = below(Region, regions, "region")
        cases = cases.filter(own | (Q(region=None) & below(Region, regions, "unit__region")))
    if quarters := asked.chosen("quarter"):
        wanted = Q(pk__in=())
        for quarter in quarters:
            wanted |= Q(quarter__startswith=quarter)
        cases = cases.filter(wanted)
    if violations := asked.chosen("violation"):
        coded = Case.violations.through.objects.filter(term__in=_terms(violations)).values("case")
        cases = cases.filter(pk__in=coded)
    return cases


def _terms(codes: tuple[str, ...]) -> set[int]:
    """The terms by which search finds these codes: themselves, what counts as them, and all that is below."""
    counted = counted_numbers(Term.Taxonomy.VIOLATION)
    found: set[int] = set()
    layer = set(Term.objects.of(Term.Taxonomy.VIOLATION).filter(code__in=codes).values_list("pk", "code"))
    while layer:
        for number, code in layer:
            found.update((number, *counted.get(code, ())))
        below_them = Term.objects.filter(parent__in=found).exclude(pk__in=found)
        layer = set(below_them.values_list("pk", "code"))
    return found
