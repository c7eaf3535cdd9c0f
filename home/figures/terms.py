"""Notices by the uppermost terms of the lists that they are tagged with: disciplines, forms of accountability."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from home.figures.bars import Counted
from home.figures.rows import published, united
from portal.cases.models import Term
from portal.notices.documents import NoticeSource

#: The search facets and the relations that feed them.
_RELATIONS = {Term.Taxonomy.VIOLATION: "violations", Term.Taxonomy.FORM: "forms"}
_COLUMNS = ("taxonomy", "code", "name", "name_en", "parent", "sort_order")


def by_term(begin: date, end: date) -> dict[str, list[Counted]]:
    """For each list its uppermost terms, most notices first; a notice counts once for each, however many it has below.

    The facet of the search is the key.
    """
    terms = {term.pk: term for term in Term.objects.of(*_RELATIONS).only(*_COLUMNS)}
    families: dict[int, list[int]] = defaultdict(list)
    for term in terms.values():
        families[_root(term, terms).pk].append(term.pk)
    if not families:
        return {facet: [] for facet in _RELATIONS}
    cases = [When(term_id__in=members, then=Value(root)) for root, members in families.items()]
    numbers: Counter[int] = Counter()
    first, *others = (
        united(partial(_tagged, relation=relation, cases=cases, begin=begin, end=end))
        for relation in _RELATIONS.values()
    )
    for root, total in first.union(*others, all=True):
        numbers[root] += total
    return {facet: _of_list(facet, terms, numbers) for facet in _RELATIONS}


def _tagged(source: NoticeSource, *, relation: str, cases: list[When], begin: date, end: date) -> QuerySet[Any, Any]:
    through = source.model._meta.get_field(relation).remote_field.through
    owner = source.model._meta.model_name
    pairs = through.objects.filter(**{f"{owner}__in": published(source, begin, end).values("pk")})
    rooted = pairs.annotate(root=Case(*cases, output_field=IntegerField())).filter(root__isnull=False)
    found: QuerySet[Any, Any] = rooted.values("root").annotate(total=Count(F(f"{owner}_id"), distinct=True))
    return found.values_list("root", "total")


def _of_list(facet: str, terms: dict[int, Term], numbers: Counter[int]) -> list[Counted]:
    roots = [terms[pk] for pk in numbers if terms[pk].taxonomy_id == facet]
    roots.sort(key=lambda term: (-numbers[term.pk], term.sort_order, term.code))
    return [Counted(term.code, term.label, numbers[term.pk]) for term in roots]


def _root(term: Term, terms: dict[int, Term]) -> Term:
    """The uppermost above a term; a ring of parents, which no form allows, ends where it closes."""
    passed = {term.pk}
    while (parent := term.parent_id) is not None and parent in terms and parent not in passed:
        passed.add(parent)
        term = terms[parent]
    return term
