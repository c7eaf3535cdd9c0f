"""The Elasticsearch engine keeps the contract, on every server version."""

from collections.abc import Iterator

import pytest

from search.engines.base import SearchEngine
from tests.search.contract.servers import TESTED_VERSIONS, ServerAddress, elasticsearch_engine
from tests.search.contract.suite import EngineContract

pytestmark = pytest.mark.elasticsearch


@pytest.mark.parametrize("version", TESTED_VERSIONS)
class TestElasticsearch(EngineContract):
    @pytest.fixture
    def engine(self, version: str, elasticsearch_server: ServerAddress) -> Iterator[SearchEngine]:
        with elasticsearch_engine(elasticsearch_server(version)) as engine:
            yield engine
