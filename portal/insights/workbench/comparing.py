"""How the units of a scope compare in a quarter: numbers, circumstances, ranks, and how far accountability was pursued.

These are inputs for an assessment, not an assessment: no points, no order, no colour.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db.models import Case as Choose
from django.db.models import Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.mapping import counted_in
from portal.cases.missing import lacking
from portal.cases.models import Case, CaseQuerySet, Reexamination, Subject, Term
from portal.cases.statistics.codes import Codes
from portal.cases.statistics.naming import named
from portal.cases.statistics.places import Places
from portal.cases.statistics.population import countable
from portal.cases.statistics.quarters import Quarter
from portal.content.tables.files import Cell, Sheet
from portal.organisations.models import Unit

_Counts = Mapping[str, Counter[str]]


def assessment(quarter: Quarter) -> Sheet:
    """A row for each unit right below the top; a column for each thing that is counted."""
    places = Places(None, quarter)
    cases = countable([quarter])
    header: list[str] = [_("Unit"), pgettext("column", "Cases")]
    columns: list[tuple[str, str]] = [("pursuit", "cases")]
    between = pgettext("between a name and its value", ": ")
    for group, entries in _groups():
        header += [f"{group}{between}{label}" if group else label for _code, label in entries]
        columns += [(code.partition("/")[0], code.partition("/")[2]) for code, _label in entries]
    found = {"pursuit": _pursuit(cases, places), "violation": _violations(cases, places), "rank": _ranks(cases, places)}
    names = _names(places, found)
    rows: list[list[Cell]] = [
        [name, *(found[table][column][code] for table, column in columns)] for code, name in names.items()
    ]
    return Sheet(_("Inputs for the assessment of units"), [header], rows, [(_("Quarter"), quarter.code)])


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    pursuit = [
        ("pursuit/second", _("with a second responsibility looked at")),
        ("pursuit/none", _("without it")),
        ("pursuit/traced", _("traced one level up")),
        ("pursuit/examined", _("re-examined")),
    ]
    roots = [(f"violation/{term.code}", term.label) for term in _roots()]
    ranks = [(f"rank/{term.code}", term.label) for term in _of_list("ranks")]
    return [("", pursuit), (_("Circumstances"), roots), (_("Rank"), ranks)]


def _pursuit(cases: CaseQuerySet, places: Places) -> _Counts:
    examined = Exists(Reexamination.objects.filter(case=OuterRef("pk")).order_by())
    both = Subject.objects.filter(case=OuterRef("pk"), responsibility=Subject.Responsibility.DIRECT).order_by()
    conditions = {
        "cases": Q(),
        "none": lacking("second_responsibility"),
        "second": Q(Exists(both)) & ~lacking("second_responsibility"),
        "traced": Q(traced_up=Case.TracedUp.YES),
        "examined": Q(examined),
    }
    return {name: _by_place(cases.filter(condition), places) for name, condition in conditions.items()}


def _by_place(cases: CaseQuerySet, places: Places) -> Counter[str]:
    found: Counter[str] = Counter()
    for unit in cases.order_by().values_list("unit", flat=True):
        if place := places.of(unit):
            found[place] += 1
    return found


def _violations(cases: CaseQuerySet, places: Places) -> _Counts:
    """Each case once for every discipline that it touches."""
    families: dict[int, list[int]] = defaultdict(list)
    terms = listed_terms()
    roots = {term.number for term in _roots()}
    for number in terms:
        counted = counted_in(Term.Taxonomy.VIOLATION, number)
        while counted and counted.number not in roots and counted.parent in terms:
            counted = terms[counted.parent or 0]
        if counted and counted.number in roots:
            families[counted.number].append(number)
    whens = [When(term__in=members, then=Value(root)) for root, members in families.items()]
    rows = Case.violations.through.objects.filter(case__in=cases.values("pk")).order_by()
    pairs = rows.annotate(root=Choose(*whens, output_field=IntegerField())).values_list("case__unit", "case", "root")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, _case, root in pairs.distinct():
        if root and (place := places.of(unit)):
            found[terms[root].code][place] += 1
    return found


def _ranks(cases: CaseQuerySet, places: Places) -> _Counts:
    persons = Subject.objects.filter(case__in=cases.values("pk"), kind=Subject.Kind.PERSON).order_by()
    rows = persons.annotate(code=named("rank", Codes().ranks())).values_list("case__unit", "code")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for unit, code in rows:
        if place := places.of(unit):
            found[code][place] += 1
    return found


def _names(places: Places, found: Mapping[str, _Counts]) -> dict[str, str]:
    used = {place for counts in found.values() for column in counts.values() for place in column}
    names = {unit.code: unit.label for unit in places.rows()}
    names |= {unit.code: unit.label for unit in Unit.objects.filter(code__in=used - names.keys())}
    others = {"_own": _("the top unit itself"), "_unknown": _("Unit not given")}
    return {**names, **{code: name for code, name in others.items() if code in used}}


def _roots() -> list[ListedTerm]:
    return [term for term in _of_list(Term.Taxonomy.VIOLATION) if term.parent is None]


def _of_list(taxonomy: str) -> list[ListedTerm]:
    terms = (term for term in listed_terms().values() if term.taxonomy == taxonomy and term.successor is None)
    return sorted(terms, key=lambda term: (term.sort_order, term.code))
