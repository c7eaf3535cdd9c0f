"""A small site whose notices are in the embedded index of this test only."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.notices.documents import SOURCES
from search.engines import registry
from search.engines.base import EngineQuery, EngineResults, SearchUnavailable
from search.engines.embedded import EmbeddedEngine


class Down:
    """An engine that nobody can reach."""

    name = "elasticsearch"

    def search(self, query: EngineQuery) -> EngineResults:
        raise SearchUnavailable("down")


@pytest.fixture
def engine(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path)
    engine.begin_build().activate()
    monkeypatch.setattr(registry, "engines", lambda: (engine,))
    yield engine
    engine.close()


@pytest.fixture
def index(engine: EmbeddedEngine) -> Callable[[], None]:
    """Puts all that is public now into the index."""

    def fill() -> None:
        for source in SOURCES:
            engine.upsert(source.build(source.numbers()))

    return fill
