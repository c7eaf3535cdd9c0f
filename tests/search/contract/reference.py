"""The truth that engines are held against: a scan over all documents, as slow as it is plain."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from search.analysis import normalise, tokens
from search.documents import SearchDocument
from search.engines.base import EngineQuery, EngineResults, Match, Phrase


def search(documents: Iterable[SearchDocument], query: EngineQuery) -> EngineResults:
    """What an engine that holds these documents must answer."""
    found = [document for document in documents if _matches(document, query.match) and _dated(document, query)]
    hits = [document for document in found if _filtered(document, query, besides="")]
    hits.sort(key=lambda document: document.key.partition(":")[0])
    hits.sort(key=lambda document: (document.date, document.number), reverse=True)
    if not query.by_date:
        hits.sort(key=lambda document: _rank(document, query.match), reverse=True)
    return EngineResults(
        total=len(hits),
        documents=tuple(hits[query.offset : query.offset + query.limit]),
        facets={name: _counts(found, query, name) for name in query.facets},
    )


@lru_cache(maxsize=10_000)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(tokens(normalise(text)))


def _stands_in(phrase: Phrase, text: str) -> bool:
    needle, haystack = _tokens(phrase.text), _tokens(text)
    return bool(needle) and any(
        haystack[start : start + len(needle)] == needle for start in range(len(haystack) - len(needle) + 1)
    )


def _found(document: SearchDocument, group: tuple[Phrase, ...]) -> bool:
    return any(_stands_in(phrase, document.title) or _stands_in(phrase, document.body) for phrase in group)


def _matches(document: SearchDocument, match: Match) -> bool:
    if _found(document, match.excluded):
        return False
    groups = [_found(document, group) for group in match.groups]
    return (any(groups) if match.any_group else all(groups)) if groups else True


def _rank(document: SearchDocument, match: Match) -> tuple[int, int]:
    in_title = [any(_stands_in(phrase, document.title) for phrase in group) for group in match.groups]
    return sum(_found(document, group) for group in match.groups), sum(in_title)


def _dated(document: SearchDocument, query: EngineQuery) -> bool:
    after = query.date_from is None or document.date >= query.date_from
    return after and (query.date_to is None or document.date <= query.date_to)


def _filtered(document: SearchDocument, query: EngineQuery, *, besides: str) -> bool:
    return all(
        set(codes) & set(document.facets.get(name, ()))
        for name, codes in query.filters.items()
        if codes and name != besides
    )


def _counts(found: list[SearchDocument], query: EngineQuery, name: str) -> dict[str, int]:
    kept = (document for document in found if _filtered(document, query, besides=name))
    return dict(Counter(code for document in kept for code in set(document.facets.get(name, ()))))
