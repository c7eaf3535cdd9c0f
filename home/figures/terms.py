"""Notices by the uppermost terms of the lists that search filters by: disciplines, forms of accountability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from home.figures.bars import Counted
from home.figures.rows import published
from portal.cases.lists import ListedTerm, listed_terms
from portal.cases.models import Term
from portal.content.prepared import PreparedQuery
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
    roots = {number: _root(term, terms) for number, term in terms.items()}
    tagged = {(notice, roots[term]) for notice, term in _tagged().ask(begin=begin, end=end) if term in roots}
    numbers = Counter(root for _notice, root in tagged)
    return {facet: _of_list(facet, terms, numbers) for facet in _TAGS}


@cache
def _tagged() -> PreparedQuery[Any]:
    """Keys of notices, each with every term of its own and of its cases; a pair stands once."""
    first, *others = _pairs()
    return PreparedQuery(first.union(*others))


def _pairs() -> Iterator[QuerySet[Any, Any]]:
    for source in SOURCES:
        found = published(source).values("pk")
        owner = f"{source.model._meta.model_name}"
        for relation in _TAGS.values():
            through = source.model._meta.get_field(relation).remote_field.through
            yield through.objects.order_by().filter(**{f"{owner}__in": found}).values_list(f"{owner}_id", "term_id")
        if links := SHOWN.get(source.model):
            shown = links._default_manager.order_by().filter(page__in=found, case__live=True)
            for path in _OF_CASES:
                yield shown.values_list("page_id", path)


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
