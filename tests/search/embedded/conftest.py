"""An embedded engine with an empty index of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.embedded import EmbeddedEngine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path / "index")
    engine.begin_build().activate()
    yield engine
    engine.close()


@pytest.fixture
def folder(engine: EmbeddedEngine, tmp_path: Path) -> Path:
    return tmp_path / "index"
