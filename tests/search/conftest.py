"""Fixtures for tests of the outbox and of rebuilding: one small source, and an embedded index of this test only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import consumers, documents, indexing
from search.consumers import Target
from search.engines import registry
from tests.search.sources import TagSource


@pytest.fixture
def tag_source(monkeypatch: pytest.MonkeyPatch) -> TagSource:
    source = TagSource()
    monkeypatch.setattr(documents, "_sources", {source.name: source})
    return source


@pytest.fixture
def search_dir(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = "embedded:"
    yield settings.SEARCH_DIR
    for engine in registry.engines():
        engine.close()


@pytest.fixture
def built(db: None, tag_source: TagSource, search_dir: Path) -> tuple[Target, ...]:
    """Every index, empty and ready. Only tests marked with ``transaction=True`` see what follows a commit."""
    consumers.ensure()
    targets = consumers.targets()
    for target in targets:
        indexing.rebuild(target)
    return targets


@pytest.fixture
def embedded(built: tuple[Target, ...]) -> Target:
    return consumers.target_by_name("embedded")
