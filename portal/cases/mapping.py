"""Where a term counts today: renamed and merged ones under the later term, those of one list under one of another.

A record keeps the code that was valid for it; statistics and search go by what this says. It all runs on the official
lists in memory (`portal.cases.lists`), without a query. A circle, which the forms refuse, ends where it closes.
"""

from __future__ import annotations

from collections.abc import Mapping

from portal.cases.lists import ListedTerm, Memory, listed_lineage, listed_terms

Terms = Mapping[int, ListedTerm]


def final(number: int, terms: Terms | None = None) -> ListedTerm | None:
    """The last of a term's successors, which is itself where it has none; None for an unknown number."""
    terms = listed_terms() if terms is None else terms
    at = terms.get(number)
    seen: set[int] = set()
    while at is not None and at.successor in terms and at.number not in seen:
        seen.add(at.number)
        at = terms[at.successor or 0]
    return at


def counted_in(taxonomy: str, number: int | None, terms: Terms | None = None) -> ListedTerm | None:
    """The term of a list under which this one is counted; None where it is not counted in that list.

    A grade of 2019 in the list ``form`` gives one of the forms; one of the four winds before 2020 in the list
    ``violation`` gives the kind of today.
    """
    terms = listed_terms() if terms is None else terms
    at = final(number, terms) if number is not None else None
    seen: set[int] = set()
    while at is not None and at.taxonomy != taxonomy:
        if at.number in seen or at.counts_as is None:
            return None
        seen.add(at.number)
        at = final(at.counts_as, terms)
    return at


def counted_numbers(taxonomy: str, terms: Terms | None = None) -> dict[str, list[int]]:
    """For each code of a list the terms of all lists that are counted under it: what SQL asks for."""
    terms = listed_terms() if terms is None else terms
    found: dict[str, list[int]] = {}
    for number in sorted(terms):
        counted = counted_in(taxonomy, number, terms)
        if counted is not None:
            found.setdefault(counted.code, []).append(number)
    return found


_found_under: Memory[tuple[str, ...]] = Memory()


def found_under(taxonomy: str, number: int) -> tuple[str, ...]:
    """The codes of a list by which a search finds a term: its own, the one it is counted under, and all above them."""
    terms = listed_terms()
    kept = _found_under.of(terms)
    if (taxonomy, number) not in kept:
        kept[taxonomy, number] = _codes(taxonomy, number, terms)
    return kept[taxonomy, number]


def _codes(taxonomy: str, number: int, terms: Terms) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    counted = counted_in(taxonomy, number, terms)
    own = terms.get(number)
    for term in (counted, own if own is not None and own.taxonomy == taxonomy else None):
        if term is not None:
            codes.update(dict.fromkeys(listed_lineage(term.number)))
    return tuple(codes)
