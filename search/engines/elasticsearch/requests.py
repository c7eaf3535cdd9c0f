"""From an `EngineQuery` to the body of a search request, and from its answer to the counts of the facets."""

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from search.analysis import single_stream
from search.engines.base import EngineQuery, Match, Phrase
from search.engines.elasticsearch.mapping import MAX_WINDOW

TITLE, BODY = "title_tokens", "body_tokens"

#: More codes than any facet has, and fewer than the server refuses.
MAX_CODES = 10_000
#: A group found weighs more than all groups found in titles; sums of such scores are whole and exact.
GROUP_WEIGHT = 1024.0
NEWEST_FIRST: tuple[dict[str, str], ...] = ({"date": "desc"}, {"number": "desc"}, {"source": "asc"})
#: The server stops by itself before the reader's client gives up on it.
SERVER_TIMEOUT = "1500ms"


def request_body(query: EngineQuery) -> dict[str, Any]:
    """The whole request as JSON. Filters of counted facets are applied after counting, the others before."""
    chosen = {name: Q("terms", **{_field(name): list(codes)}) for name, codes in query.filters.items() if codes}
    counted = {name: chosen.pop(name) for name in query.facets if name in chosen}
    search = Search().query(_asked(query, list(chosen.values())))
    if counted:
        search = search.post_filter("bool", filter=list(counted.values()))
    _count(search, query.facets, counted)
    score = () if query.by_date or not query.match.groups else ("_score",)
    search = search.sort(*score, *NEWEST_FIRST).extra(track_total_hits=True, timeout=SERVER_TIMEOUT)
    body: dict[str, Any] = search.to_dict()
    within = query.offset + query.limit <= MAX_WINDOW
    body["from"], body["size"] = (query.offset, query.limit) if within else (0, 0)
    return body


def facet_counts(body: Mapping[str, Any], facets: Iterable[str]) -> dict[str, dict[str, int]]:
    """Facet name to code to count, from the answer to `request_body`."""
    aggregations = body.get("aggregations", {})
    everything = {**aggregations, **aggregations.get("unchosen", {})}
    counts: dict[str, dict[str, int]] = {}
    for name in facets:
        found = everything[name]
        buckets = found.get("codes", found)["buckets"]
        counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return counts


def _field(facet: str) -> str:
    return f"facets.{facet}"


def _asked(query: EngineQuery, narrowing: list[Query]) -> Query:
    """Words and dates, and whatever else narrows hits and counts alike."""
    days = {"gte": query.date_from and query.date_from.isoformat(), "lte": query.date_to and query.date_to.isoformat()}
    if limits := {name: day for name, day in days.items() if day}:
        narrowing = [*narrowing, Q("range", date=limits)]
    return _matching(query.match, narrowing, scored=not query.by_date)


def _matching(match: Match, narrowing: list[Query], *, scored: bool) -> Query:
    must_not = [_found(phrase) for phrase in match.excluded]
    should: list[Query] = []
    if scored:
        should = [_constant(_any(group, TITLE), 1.0) for group in match.groups if group]
    if not match.groups:
        return Q("bool", filter=narrowing or [Q("match_all")], must_not=must_not)
    if not match.any_group:
        return Q("bool", filter=[*narrowing, *map(_any, match.groups)], must_not=must_not, should=should)
    groups = [_constant(_any(group), GROUP_WEIGHT) for group in match.groups]
    return Q("bool", filter=narrowing, must_not=must_not, should=[*groups, *should], minimum_should_match=1)


def _constant(query: Query, weight: float) -> Query:
    return Q("constant_score", filter=query, boost=weight)


def _any(group: tuple[Phrase, ...], *fields: str) -> Query:
    """One of the phrases, in one of the fields (title and body unless told); an empty group is never found."""
    if not group:
        return Q("match_none")
    queries = [query for phrase in group for query in _in_fields(phrase, fields or (TITLE, BODY))]
    return queries[0] if len(queries) == 1 else Q("bool", should=queries)


def _found(phrase: Phrase) -> Query:
    return Q("bool", should=_in_fields(phrase, (TITLE, BODY)))


def _in_fields(phrase: Phrase, fields: tuple[str, ...]) -> list[Query]:
    # A phrase without a token finds nothing, as match_phrase has it by itself.
    stream = single_stream(phrase.text)
    return [Q("match_phrase", **{field: stream}) for field in fields]


def _count(search: Search, facets: tuple[str, ...], counted: Mapping[str, Query]) -> None:
    """Count every facet under the filters of the other ones; facets without a filter share one set of documents."""
    unchosen = [name for name in facets if name not in counted]
    holder = search.aggs
    if counted and unchosen:
        holder = holder.bucket("unchosen", "filter", bool={"filter": [q.to_dict() for q in counted.values()]})
    for name in unchosen:
        holder.bucket(name, _codes(name))
    for name in counted:
        others = [query.to_dict() for other, query in counted.items() if other != name]
        search.aggs.bucket(name, "filter", bool={"filter": others}).bucket("codes", _codes(name))


def _codes(facet: str) -> A:
    return A("terms", field=_field(facet), size=MAX_CODES)
