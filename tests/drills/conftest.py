"""A server that may be killed, and an installation that uses it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation, end_mothers
from tests.servers.elasticsearch import VERSIONS, ElasticsearchServer
from tests.servers.template_database import copy_template


@pytest.fixture(scope="module", params=VERSIONS)
def server(request: pytest.FixtureRequest) -> Iterator[ElasticsearchServer]:
    """An Elasticsearch of this module's own."""
    server = ElasticsearchServer(request.param)
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty installation, migrated and with its embedded index built; copied for each drill."""
    folder: Path = tmp_path_factory.mktemp("prepared")
    installation = Installation(folder, "embedded:")
    copy_template(folder / "sunlight.db")
    installation.command("rebuild_index")
    return folder


@pytest.fixture(autouse=True)
def _nothing_stays_loaded() -> Iterator[None]:
    """Processes that fork for the installations of one test are of no use to the next."""
    yield
    end_mothers()


@pytest.fixture
def installation(server: ElasticsearchServer, prepared: Path, tmp_path: Path) -> Installation:
    """Both indexes built, empty."""
    if not server.answers():
        server.start()
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    made = Installation(tmp_path, f"elasticsearch+{server.url}/{tmp_path.name.replace('_', '-')}")
    made.command("rebuild_index", "--engine", "elasticsearch")
    return made
