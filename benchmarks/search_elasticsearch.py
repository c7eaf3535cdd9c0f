"""A whole search page through our Elasticsearch engine, and the same work by raw HTTP, side by side in one run.

``BENCH_DOCUMENTS`` says how many documents there are (100,000 unless told).
"""

import json
import os
from collections.abc import Callable
from datetime import date
from time import perf_counter

import urllib3

from benchmarks.corpus import QUERIES, documents
from benchmarks.table import percentile, print_table, timed
from search.documents import SearchDocument
from search.engines.base import EngineQuery
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.mapping import VERSION_MARK
from search.engines.elasticsearch.requests import request_body
from search.parsing import exact, parse
from search.ranking import CANDIDATES, rank
from search.snippets import highlight, snippet
from tests.servers.elasticsearch import VERSIONS
from tests.servers.sharing import shared_elasticsearch

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS") or 100_000)
ROUNDS = 8
BATCH = 1_000
FACETS = ("kind", "region", "unit", "violation", "form", "quarter")
PREFIX = "sunlight-bench"


def question(text: str) -> EngineQuery:
    """What the search page asks an engine for this text."""
    return EngineQuery(match=exact(text, parse(text), lambda _term: ()), facets=FACETS, limit=CANDIDATES)


def finish(found: list[SearchDocument], query: EngineQuery) -> list[str]:
    """What a page does with the candidates, whoever fetched them."""
    phrases = [phrase.text for group in query.match.groups for phrase in group]
    best = rank(found, query.match, date(2026, 6, 1))[:20]
    return [highlight(document.title, phrases) + snippet(document.body, phrases) for document in best]


class RawHttp:
    """The least that gets the answer: a pooled connection, bytes out, JSON in."""

    def __init__(self, address: str) -> None:
        self.pool = urllib3.PoolManager()
        self.url = f"{address}/{PREFIX}-{VERSION_MARK}/_search"

    def answer(self, body: bytes) -> tuple[int, list[dict[str, object]], dict[str, dict[str, int]]]:
        """Total, sources and facet counts."""
        reply = self.pool.request("POST", self.url, body=body, headers={"Content-Type": "application/json"})
        answer = json.loads(reply.data)
        facets = answer["aggregations"].items()
        counts = {name: {bucket["key"]: bucket["doc_count"] for bucket in facet["buckets"]} for name, facet in facets}
        return answer["hits"]["total"]["value"], [hit["_source"] for hit in answer["hits"]["hits"]], counts

    def page(self, query: EngineQuery, body: bytes) -> list[str]:
        """The whole page by hand."""
        _total, sources, _counts = self.answer(body)
        found = [
            SearchDocument(
                key=source["key"], number=source["number"], kind=source["kind"], url=source["original"]["url"],
                title=source["original"]["title"], body=source["original"]["body"],
                date=date.fromisoformat(source["date"]),
            )
            for source in sources
        ]  # fmt: skip
        return finish(found, query)


def build(engine: ElasticsearchEngine) -> None:
    """Index the documents, and say how fast it went."""
    started = perf_counter()
    building = engine.begin_build()
    batch: list[SearchDocument] = []
    for document in documents(DOCUMENTS):
        batch.append(document)
        if len(batch) == BATCH:
            building.add(batch)
            batch = []
    building.add(batch)
    building.activate()
    seconds = perf_counter() - started
    rows = [(DOCUMENTS, seconds, DOCUMENTS / seconds)]
    print_table("Elasticsearch build", ("documents", "seconds", "a second"), rows)


def samples(*works: Callable[[], object]) -> list[list[float]]:
    """Each work's times; they take turns, so that whatever else the machine does hits all alike."""
    for work in works:
        work()
    return [list(times) for times in zip(*([timed(work) for work in works] for _ in range(ROUNDS)), strict=True)]


def works(text: str, engine: ElasticsearchEngine, raw: RawHttp) -> dict[str, Callable[[], object]]:
    """What is compared for one question."""
    query = question(text)
    body = json.dumps(request_body(query)).encode()

    def page() -> object:
        asked = question(text)
        return finish(list(engine.search(asked).documents), asked)

    return {
        "search, raw HTTP": lambda: raw.answer(body),
        "search, engine": lambda: engine.search(query),
        "page, raw HTTP": lambda: raw.page(query, body),
        "page, engine": page,
    }


def measure(version: str) -> None:
    """One server version: its times, and what ours are to those by hand."""
    times: dict[str, list[float]] = {}
    with shared_elasticsearch(version) as address:
        engine, raw = ElasticsearchEngine(f"elasticsearch+{address}/{PREFIX}"), RawHttp(address)
        build(engine)
        for text in QUERIES:
            compared = works(text, engine, raw)
            for name, found in zip(compared, samples(*compared.values()), strict=True):
                times.setdefault(name, []).extend(found)
    figures = {name: (percentile(found, 50), percentile(found, 95)) for name, found in times.items()}
    rows = [(name, *pair) for name, pair in figures.items()]
    for what in ("search", "page"):
        ours, theirs = figures[f"{what}, engine"], figures[f"{what}, raw HTTP"]
        rows.append((f"{what}, engine : raw", ours[0] / theirs[0], ours[1] / theirs[1]))
    title = f"Elasticsearch {version}, {DOCUMENTS} documents, ms (asked: page, engine : raw at most 1.30)"
    print_table(title, ("what", "p50", "p95"), rows)


def main() -> None:
    """Measure every server version that the tests use."""
    for version in VERSIONS:
        measure(version)
