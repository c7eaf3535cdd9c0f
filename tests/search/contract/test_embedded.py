"""The embedded engine keeps the contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import SearchEngine
from search.engines.embedded import EmbeddedEngine
from tests.search.contract.suite import EngineContract


class TestEmbedded(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[SearchEngine]:
        engine = EmbeddedEngine(tmp_path)
        engine.begin_build().activate()
        yield engine
        engine.close()
