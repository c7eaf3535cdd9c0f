"""The Elasticsearch engine keeps the contract, on every server version."""

from collections.abc import Iterator

import pytest

from search.engines.base import SearchEngine
from tests.search.contract.servers import TESTED_VERSIONS, ServerAddress, elasticsearch_engine
from tests.search.contract.suite import EngineContract

pytestmark = pytest.mark.elasticsearch


@pytest.fixture(scope="module", params=TESTED_VERSIONS)
def shared_engine(request: pytest.FixtureRequest, elasticsearch_server: ServerAddress) -> Iterator[SearchEngine]:
    with elasticsearch_engine(elasticsearch_server(request.param)) as engine:
        yield engine


class TestElasticsearch(EngineContract):
    @pytest.fixture
    def engine(self, shared_engine: SearchEngine) -> SearchEngine:
        """Emptied for each test: making an index anew takes ten times as long."""
        shared_engine.delete([key for key, _fingerprint in shared_engine.fingerprints()])
        return shared_engine
