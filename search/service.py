"""The one way to search: a `SearchQuery` in, `SearchResults` out, whatever engine answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils import timezone

from search import corrections, notes, parsing, promotions, reliance, synonyms, vocabularies
from search.analysis import normalise, trimmed
from search.documents import SearchDocument
from search.engines import registry
from search.engines.base import EngineQuery, EngineResults, Match, Phrase, SearchEngine, SearchUnavailable
from search.parsing import Term
from search.queries import FACETS, SearchQuery, Sort
from search.ranking import CANDIDATES, rank
from search.results import ALL_FILTERS, FacetValue, Reading, SearchResult, SearchResults
from search.snippets import highlight, snippet

#: Documents that a scan holds in memory at a time.
SCAN_BATCH = 250

T = TypeVar("T", "SearchResults", "Scan")


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a search finds, newest first, for those who want more than a page."""

    query: SearchQuery
    total: int
    #: Read as they are asked for; raises `SearchUnavailable` when the engine goes away meanwhile.
    documents: Iterator[SearchDocument]
    standby: bool = False


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
    return _from_either(lambda engine: _search(engine, query, text, terms))


def scan(query: SearchQuery, *, most: int) -> Scan:
    """The same search without pages: at most so many documents, in flat memory; fails as `search` does."""
    terms = parsing.parse(query.text)
    whole = replace(query, sort=Sort.DATE, page=1, page_size=min(SCAN_BATCH, most))
    return _from_either(lambda engine: _scan(engine, whole, terms, most))


def holding(wordings: Sequence[str], *, most: int) -> tuple[SearchDocument, ...]:
    """The newest documents in which one of these wordings stands, as it stands: for the portal itself, counted nowhere.

    The main engine alone is asked; fails with `SearchUnavailable`.
    """
    phrases = tuple(Phrase(wording) for wording in map(trimmed, map(normalise, wordings)) if wording)
    asked = EngineQuery(match=Match(groups=(phrases,)), by_date=True, limit=most)
    return registry.primary().search(asked).documents


def _from_either(ask: Callable[[SearchEngine], T]) -> T:
    reliance.note_search()
    try:
        return ask(registry.primary())
    except SearchUnavailable:
        reliance.note_outage()
        standby = registry.standby()
        if standby is None:
            raise
        return replace(ask(standby), standby=True)


def _scan(engine: SearchEngine, query: SearchQuery, terms: tuple[Term, ...], most: int) -> Scan:
    first = _read(engine, query, parsing.clean(query.text), terms)
    total = first.found.total

    def documents() -> Iterator[SearchDocument]:
        # A document that is published meanwhile moves the others on: none is given twice.
        seen: set[str] = set()
        batch = first.documents
        for start in range(0, min(total, most), query.page_size):
            if start:
                limit = min(query.page_size, most - start)
                asked = EngineQuery(match=first.match, **_narrowing(query), by_date=True, offset=start, limit=limit)
                batch = engine.search(asked).documents
            fresh = [document for document in batch if document.key not in seen]
            seen.update(document.key for document in fresh)
            yield from fresh

    return Scan(query, total, documents())


def _search(engine: SearchEngine, query: SearchQuery, text: str, terms: tuple[Term, ...]) -> SearchResults:
    answer = _read(engine, query, text, terms)
    total = answer.found.total
    phrases = tuple(dict.fromkeys(phrase.text for group in answer.match.groups for phrase in group))
    is_first = bool(text) and query.page == 1
    said = notes.notes_on(document.key for document in answer.documents)
    return SearchResults(
        query=query,
        total=total,
        results=tuple(_shown(document, phrases, said.get(document.key, "")) for document in answer.documents),
        facets={name: _facet(name, answer.found.facets.get(name, {}), query) for name in FACETS},
        reading=answer.reading,
        corrections=corrections.corrections(text) if is_first and _is_poor(answer) else (),
        promoted=promotions.promoted(text) if is_first else (),
        without={} if total else _without(engine, query, answer.match),
        words=() if answer.reading is Reading.EXACT else tuple(group[0].text for group in answer.match.groups if group),
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


def _shown(document: SearchDocument, phrases: tuple[str, ...], note: str) -> SearchResult:
    return SearchResult(
        id=document.key,
        kind=document.kind,
        title=document.title,
        title_html=highlight(document.title, phrases),
        url=document.url,
        date=document.date,
        unit=document.unit,
        snippet=snippet(document.body, phrases),
        note=note,
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
    if len(without) > 1 and not any(without.values()):
        without[ALL_FILTERS] = _count(engine, EngineQuery(match=match))
    return without


def _count(engine: SearchEngine, query: EngineQuery) -> int:
    return engine.search(replace(query, limit=0)).total


def _narrowing(query: SearchQuery) -> dict[str, Any]:
    return {"filters": query.filters, "date_from": query.date_from, "date_to": query.date_to}


def _is_narrowed(query: SearchQuery) -> bool:
    return bool(query.filters or query.date_from or query.date_to)


def _is_poor(answer: _Answer) -> bool:
    return not answer.found.total or answer.reading is not Reading.EXACT
