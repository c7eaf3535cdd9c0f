"""An index built aside, and the names under which indices, the one that answers and the one in the making, are known.

``<prefix>-<version>`` is the alias that searches and writes use; the index behind it is ``<alias>-<number>``. A build
writes through ``<alias>-building`` and nothing else, so that a build which another one has swept away fails loudly.
"""

import os
import re
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from elasticsearch import Elasticsearch, helpers

from search.documents import SearchDocument
from search.engines.base import BuildInProgress, SearchUnavailable
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.mapping import VERSION_MARK, index_body, stored

#: Seconds between two signs of life of a build, and how old the last one of a dead build is at least.
SIGN_OF_LIFE, DEAD_AFTER = 10.0, 300.0
BATCH_DOCUMENTS, BATCH_BYTES = 500, 8 * 1024 * 1024


def alias_name(prefix: str) -> str:
    """The alias of this version's index."""
    return f"{prefix}-{VERSION_MARK}"


def write(client: Elasticsearch, alias: str, actions: Iterable[dict[str, Any]], *, refresh: bool) -> None:
    """Send writes in batches; `SearchUnavailable` at the first that is refused. Unknown keys may be deleted."""
    outcomes = helpers.streaming_bulk(
        client,
        actions,
        chunk_size=BATCH_DOCUMENTS,
        max_chunk_bytes=BATCH_BYTES,
        raise_on_error=False,
        index=alias,
        require_alias=True,
        refresh=refresh,
    )
    for accepted, outcome in outcomes:
        ((operation, details),) = outcome.items()
        if not accepted and not (operation == "delete" and details.get("result") == "not_found"):
            raise SearchUnavailable(f"Elasticsearch refused a write: {str(details.get('error'))[:300]}")


def indexing(documents: Iterable[SearchDocument]) -> Iterator[dict[str, Any]]:
    """The bulk actions that store documents."""
    return ({"_op_type": "index", "_id": document.key, "_source": stored(document)} for document in documents)


def deleting(keys: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The bulk actions that forget keys."""
    return ({"_op_type": "delete", "_id": key} for key in keys)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _alive(meta: Mapping[str, Any]) -> bool:
    """Whether a build goes on: it has shown a sign of life, and its process, where it can be looked up, is there."""
    if time.time() - float(meta.get("seen", 0)) > DEAD_AFTER:
        return False
    host, _, process = str(meta.get("owner", "")).rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def generations(client: Elasticsearch, prefix: str) -> dict[str, Any]:
    """Every index of this installation, of any version: name to aliases and mappings."""
    ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{8}}-\d+")
    found = client.indices.get(index=f"{prefix}-*", features="aliases,mappings", expand_wildcards="all")
    return {name: facts for name, facts in found.items() if ours.fullmatch(name)}


class ElasticsearchBuild:
    """One rebuild. Not thread-safe; many may not exist at once (`begin` sees to it)."""

    def __init__(self, connection: Connection, prefix: str, index: str) -> None:
        self._connection = connection
        self._prefix = prefix
        self._alias = alias_name(prefix)
        self._index = index
        self._writer = f"{self._alias}-building"
        self._seen = time.monotonic()
        self._open = True

    @classmethod
    def begin(cls, connection: Connection, prefix: str) -> "ElasticsearchBuild":
        """Sweep what dead builds left and make an empty index; `BuildInProgress` while another one lives."""
        alias = alias_name(prefix)
        with connection.writing() as client:
            for name, facts in generations(client, prefix).items():
                if any(known.endswith("-building") for known in facts["aliases"]):
                    if _alive(facts["mappings"].get("_meta", {})):
                        raise BuildInProgress(name)
                    client.indices.delete(index=name, ignore_unavailable=True)
            index = f"{alias}-{time.time_ns()}"
            body = index_body({"owner": _owner(), "seen": str(time.time())})
            client.indices.create(index=index, aliases={f"{alias}-building": {}}, **body)
        return cls(connection, prefix, index)

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what the build has under their keys."""
        with self._connection.writing() as client:
            write(client, self._writer, indexing(documents), refresh=False)
            if time.monotonic() - self._seen > SIGN_OF_LIFE:
                self._seen = time.monotonic()
                meta = {**index_body({})["mappings"]["_meta"], "owner": _owner(), "seen": str(time.time())}
                client.indices.put_mapping(index=self._index, meta=meta)

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        with self._connection.writing() as client:
            write(client, self._writer, deleting(keys), refresh=False)

    def activate(self) -> None:
        """Swap the alias in one step, then remove every other generation, those of other versions too."""
        with self._connection.writing() as client:
            client.indices.put_settings(index=self._index, settings={"index": {"refresh_interval": "1s"}})
            client.indices.refresh(index=self._index)
            others = [name for name in generations(client, self._prefix) if name != self._index]
            actions: list[dict[str, Any]] = [
                {"remove": {"index": self._index, "alias": self._writer}},
                {"add": {"index": self._index, "alias": self._alias}},
                *({"remove_index": {"index": name}} for name in others),
            ]
            client.indices.update_aliases(actions=actions)
        self._open = False

    def abandon(self) -> None:
        """Remove the index being built; when the server is away, the next build sweeps it."""
        if not self._open:
            return
        self._open = False
        with suppress(SearchUnavailable), self._connection.writing() as client:
            client.indices.delete(index=self._index, ignore_unavailable=True)
