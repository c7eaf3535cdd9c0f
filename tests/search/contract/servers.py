"""Elasticsearch engines for the contract: one for each server version, with an index of its own for each test."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.servers.elasticsearch import VERSIONS

#: With a server of the user's own there is one version: whichever that is.
TESTED_VERSIONS = ("given",) if os.environ.get("ELASTICSEARCH_URL") else VERSIONS


@contextmanager
def elasticsearch_engine(address: str) -> Iterator[ElasticsearchEngine]:
    """A ready, empty engine; its indices are removed afterwards."""
    prefix = f"sunlight-test-{uuid.uuid4().hex}"
    engine = ElasticsearchEngine(f"elasticsearch+{address}/{prefix}")
    engine.begin_build().activate()
    try:
        yield engine
    finally:
        with Elasticsearch(address) as client:
            for name in client.indices.get(index=f"{prefix}-*"):
                client.indices.delete(index=name)


ServerAddress = Callable[[str], str]
