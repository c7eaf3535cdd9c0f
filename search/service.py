"""The one way to search: a `SearchQuery` in, `SearchResults` out, whatever engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from search import corrections, parsing, promotions, reliance, synonyms, vocabularies
from search.documents import SearchDocument
from search.engines import registry
from search.engines.base import EngineQuery, EngineResults, Match, SearchEngine, SearchUnavailable
from search.parsing import Term
from search.queries import FACETS, SearchQuery, Sort
from search.ranking import CANDIDATES, rank
from search.results import FacetValue, Reading, SearchResult, SearchResults
from search.snippets import highlight, snippet


@dataclass(frozen=True, slots=True)
class _Answer:
    reading: Reading
    match: Match
    found: EngineResults
    documents: tuple[SearchDocument, ...]


def search(query: SearchQuery) -> SearchResults:
    """Answer from the main engine, or else from the standby; `SearchUnavailable` when neither can."""
    text = parsing.clean(query.text)
    terms = parsing.parse(text)
    reliance.note_search()
    try:
        return _search(registry.primary(), query, text, terms)
    except SearchUnavailable:
        reliance.note_outage()
        standby = registry.standby()
        if standby is None:
            raise
        return replace(_search(standby, query, text, terms), standby=True)


def _search(engine: SearchEngine, query: SearchQuery, text: str, terms: tuple[Term, ...]) -> SearchResults:
    answer = _read(engine, query, text, terms)
    total = answer.found.total
    phrases = tuple(dict.fromkeys(phrase.text for group in answer.match.groups for phrase in group))
    is_first = bool(text) and query.page == 1
    return SearchResults(
        query=query,
        total=total,
        results=tuple(_shown(document, phrases) for document in answer.documents),
        facets={name: _facet(name, answer.found.facets.get(name, {}), query) for name in FACETS},
        reading=answer.reading,
        corrections=corrections.corrections(text) if is_first and _is_poor(answer) else (),
        promoted=promotions.promoted(text) if is_first else (),
        without={} if total else _without(engine, query, answer.match),
    )


def _read(engine: SearchEngine, query: SearchQuery, text: str, terms: tuple[Term, ...]) -> _Answer:
    """The first way to take the words that finds anything; if none does, as they stand."""
    exact = _ask(engine, query, parsing.exact(text, terms, synonyms.expand), Reading.EXACT)
    if exact.found.total or not terms or (_is_narrowed(query) and _count(engine, EngineQuery(match=exact.match))):
        return exact
    for reading, take in ((Reading.SPLIT, parsing.split), (Reading.ANY, parsing.any_of)):
        match = take(terms, synonyms.expand)
        if match is not None:
            answer = _ask(engine, query, match, reading)
            if answer.found.total:
                return answer
    return exact


def _ask(engine: SearchEngine, query: SearchQuery, match: Match, reading: Reading) -> _Answer:
    start = (query.page - 1) * query.page_size
    stop = start + query.page_size
    by_date = query.sort is Sort.DATE or not match.groups
    # The first candidates are ranked together, so any page among them needs them all.
    is_ranked = not by_date and start < CANDIDATES
    first, last = (0, max(stop, CANDIDATES)) if is_ranked else (start, stop)
    found = engine.search(
        EngineQuery(match=match, **_narrowing(query), by_date=by_date, offset=first, limit=last - first, facets=FACETS)
    )
    documents = found.documents
    if is_ranked:
        best = rank(documents[:CANDIDATES], match, timezone.localdate())
        documents = (*best, *documents[CANDIDATES:])
    return _Answer(reading, match, found, documents[start - first : stop - first])


def _shown(document: SearchDocument, phrases: tuple[str, ...]) -> SearchResult:
    return SearchResult(
        id=document.key,
        kind=document.kind,
        title=document.title,
        title_html=highlight(document.title, phrases),
        url=document.url,
        date=document.date,
        unit=document.unit,
        snippet=snippet(document.body, phrases),
    )


def _facet(name: str, counts: Mapping[str, int], query: SearchQuery) -> tuple[FacetValue, ...]:
    """What can be chosen: in the order of the facet, or else the most frequent first; what is chosen, always."""
    chosen = query.filters.get(name, ())
    labels = vocabularies.labels(name, tuple(dict.fromkeys((*counts, *chosen))))
    values = [
        (
            label.order,
            FacetValue(
                code=code, label=label.label, count=counts.get(code, 0), chosen=code in chosen, depth=label.depth
            ),
        )
        for code, label in labels.items()
    ]
    values.sort(key=lambda pair: (pair[0], -pair[1].count, pair[1].label, pair[1].code))
    return tuple(value for _, value in values)


def _without(engine: SearchEngine, query: SearchQuery, match: Match) -> dict[str, int]:
    """How much would be found without each of the filters."""
    without: dict[str, int] = {}
    narrowing = _narrowing(query)
    for name in query.filters:
        filters = {other: codes for other, codes in query.filters.items() if other != name}
        without[name] = _count(engine, EngineQuery(match=match, **{**narrowing, "filters": filters}))
    if query.date_from or query.date_to:
        without["date"] = _count(engine, EngineQuery(match=match, filters=query.filters))
    return without


def _count(engine: SearchEngine, query: EngineQuery) -> int:
    return engine.search(replace(query, limit=0)).total


def _narrowing(query: SearchQuery) -> dict[str, Any]:
    return {"filters": query.filters, "date_from": query.date_from, "date_to": query.date_to}


def _is_narrowed(query: SearchQuery) -> bool:
    return bool(query.filters or query.date_from or query.date_to)


def _is_poor(answer: _Answer) -> bool:
    return not answer.found.total or answer.reading is not Reading.EXACT
