"""An embedded index of one test's own, and an engine that nobody can reach."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.base import EngineQuery, EngineResults, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from tests.kept import Content


class Down:
    """An engine that nobody can reach."""

    name = "elasticsearch"

    def search(self, query: EngineQuery) -> EngineResults:
        raise SearchUnavailable("down")


@pytest.fixture
def engine(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_content: Content
) -> Iterator[EmbeddedEngine]:
    """The only engine of this test, with an empty index, or with the one that the kept fixtures have filled."""
    from search.engines import registry

    engine = EmbeddedEngine(tmp_path)
    if not kept_content.put_index(tmp_path):
        engine.begin_build().activate()
    monkeypatch.setattr(registry, "engines", lambda: (engine,))
    yield engine
    engine.close()


@pytest.fixture
def index(engine: EmbeddedEngine) -> Callable[[], None]:
    """Puts all that is public now into the index."""
    from search.documents import sources

    def fill() -> None:
        for source in sources():
            engine.upsert(source.build(source.numbers()))

    return fill
