"""Notices by the uppermost terms of the lists that search filters by: disciplines, forms of accountability."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from home.figures.bars import Counted
from home.figures.rows import published
from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.models import Term
from portal.notices.cases import SHOWN
from portal.notices.documents import SOURCES

#: The relations of notices that feed each search facet.
_TAGS = {Term.Taxonomy.VIOLATION: "violations", Term.Taxonomy.FORM: "forms"}
#: The same of the cases that a notice shows: as its document has them.
_OF_CASES = ("case__violations", "case__subjects__measures__grade__counts_as")


def by_term(begin: date, end: date) -> dict[str, list[Counted]]:
    """For each list its uppermost terms, most notices first; a notice counts once for each, however many it has below.

    The facet of the search is the key.
    """
    terms = {number: term for number, term in listed_terms().items() if term.taxonomy in _TAGS}
    families: dict[int, list[int]] = defaultdict(list)
    for number, term in terms.items():
        families[_root(term, terms)].append(number)
    if not families:
        return {facet: [] for facet in _TAGS}
    first, *others = _pairs(families, begin, end)
    # One notice may have a term by itself and by its cases, so the database gives each pair once.
    numbers = Counter(root for _notice, root in first.union(*others) if root is not None)
    return {facet: _of_list(facet, terms, numbers) for facet in _TAGS}


def _pairs(families: Mapping[int, list[int]], begin: date, end: date) -> Iterator[QuerySet[Any, Any]]:
    """Notices with the uppermost terms above their own and above those of their cases."""
    for source in SOURCES:
        found = published(source, begin, end).values("pk")
        owner = f"{source.model._meta.model_name}"
        for relation in _TAGS.values():
            through = source.model._meta.get_field(relation).remote_field.through
            yield _rooted(through.objects.filter(**{f"{owner}__in": found}), f"{owner}_id", "term", families)
        if links := SHOWN.get(source.model):
            shown = links._default_manager.filter(page__in=found, case__live=True)
            for path in _OF_CASES:
                yield _rooted(shown, "page_id", path, families)


def _rooted(rows: QuerySet[Any], notice: str, term: str, families: Mapping[int, list[int]]) -> QuerySet[Any, Any]:
    cases = [When(**{f"{term}__in": members}, then=Value(root)) for root, members in families.items()]
    found = rows.order_by().annotate(root=Case(*cases, output_field=IntegerField()))
    return found.values_list(notice, "root")


def _of_list(facet: str, terms: Mapping[int, ListedTerm], numbers: Mapping[int, int]) -> list[Counted]:
    roots = [terms[number] for number in numbers if terms[number].taxonomy == facet]
    roots.sort(key=lambda term: (-numbers[term.number], term.code))
    return [Counted(term.code, term.label, numbers[term.number]) for term in roots]


def _root(term: ListedTerm, terms: Mapping[int, ListedTerm]) -> int:
    """The uppermost above a term; a ring of parents, which no form allows, ends where it closes."""
    passed = {term.number}
    while (parent := term.parent) is not None and parent in terms and parent not in passed:
        passed.add(parent)
        term = terms[parent]
    return term.number
