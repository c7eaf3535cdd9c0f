"""A server that may be killed, and an installation that uses it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation
from tests.servers.elasticsearch import VERSIONS, ElasticsearchServer


@pytest.fixture(scope="module", params=VERSIONS)
def server(request: pytest.FixtureRequest) -> Iterator[ElasticsearchServer]:
    """An Elasticsearch of this module's own."""
    server = ElasticsearchServer(request.param)
    server.start()
    yield server
    server.remove()


@pytest.fixture
def installation(server: ElasticsearchServer, tmp_path: Path) -> Installation:
    """Migrated, both indexes built, empty."""
    if not server.answers():
        server.start()
    made = Installation(tmp_path, f"elasticsearch+{server.url}/{tmp_path.name.replace('_', '-')}")
    made.command("migrate", "--no-input", "--verbosity", "0")
    made.command("rebuild_index")
    return made
