"""The engine for one or more Elasticsearch servers."""

from collections.abc import Iterable, Iterator

from search.documents import SearchDocument
from search.engines.base import Build, EngineQuery, EngineResults, SearchUnavailable
from search.engines.elasticsearch.build import ElasticsearchBuild, alias_name, deleting, indexing, write
from search.engines.elasticsearch.connection import Address, Connection
from search.engines.elasticsearch.mapping import restored_all
from search.engines.elasticsearch.requests import facet_counts, request_body

FINGERPRINT_PAGE = 2_000


class ElasticsearchEngine:
    """Keeps the documents of one installation behind one alias. Safe in many threads and processes.

    Writes are applied by one worker at a time (the outbox sees to it), so they carry no version of their own.
    """

    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        address = Address.parse(url)
        self._prefix = address.prefix
        self._alias = alias_name(address.prefix)
        self._connection = Connection(address)

    def search(self, query: EngineQuery) -> EngineResults:
        """Answer, or raise `SearchUnavailable` within two seconds; at once while a failure is fresh."""
        request = request_body(query)
        with self._connection.reading() as client:
            body = client.search(index=self._alias, body=request).body
            if body["timed_out"] or body["_shards"]["failed"]:
                raise SearchUnavailable("Elasticsearch answered in part only")
            return EngineResults(
                total=body["hits"]["total"]["value"],
                documents=tuple(restored_all(body)),
                facets=facet_counts(body, query.facets),
            )

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents; searchable on return."""
        with self._connection.writing() as client:
            write(client, self._alias, indexing(documents), refresh=True)

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; not found any more on return."""
        with self._connection.writing() as client:
            write(client, self._alias, deleting(keys), refresh=True)

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """Key and fingerprint of everything stored, by key, a page at a time."""
        after: list[str] | None = None
        while True:
            with self._connection.writing() as client:
                answer = client.search(
                    index=self._alias,
                    size=FINGERPRINT_PAGE,
                    sort=[{"key": "asc"}],
                    search_after=after,
                    source=False,
                    docvalue_fields=[{"field": "fingerprint"}],
                    track_total_hits=False,
                )
                page = [(hit["sort"][0], hit["fields"]["fingerprint"][0]) for hit in answer["hits"]["hits"]]
            yield from page
            if len(page) < FINGERPRINT_PAGE:
                return
            after = [page[-1][0]]

    def ready(self) -> bool:
        """Whether there is an index of this version; False as well when the server cannot say."""
        try:
            with self._connection.reading() as client:
                return bool(client.indices.exists_alias(name=self._alias))
        except SearchUnavailable:
            return False

    def begin_build(self) -> Build:
        """Start an empty index; raises `BuildInProgress` or `SearchUnavailable`."""
        return ElasticsearchBuild.begin(self._connection, self._prefix)

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()
