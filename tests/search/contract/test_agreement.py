"""All engines side by side: the same totals, the same counts, the same twenty results in the same order."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from benchmarks.corpus import QUERIES, documents
from search import parsing
from search.engines.base import EngineQuery, Match, SearchEngine
from search.engines.embedded import EmbeddedEngine
from search.queries import FACETS
from search.ranking import CANDIDATES, rank
from tests.search.contract.samples import GOLDEN, golden_documents, typed
from tests.search.contract.servers import TESTED_VERSIONS, ServerAddress, elasticsearch_engine

pytestmark = pytest.mark.elasticsearch

TODAY = date(2026, 6, 1)
TEXTS = tuple(dict.fromkeys((*(question["text"] for question in GOLDEN["questions"]), *QUERIES)))
FILTERS = ({}, {"region": ("r3", "jz")}, {"quarter": ("2024",), "violation": ("v1", "v2"), "form": ("f0",)})


@pytest.fixture(scope="module")
def engines(
    elasticsearch_server: ServerAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[SearchEngine, ...]]:
    """The embedded engine first, then each server version, all holding the same documents."""
    stored = [*golden_documents(), *(document for document in documents(1_500) if document.number > 100)]
    folder: Path = tmp_path_factory.mktemp("embedded")
    embedded = EmbeddedEngine(folder)
    embedded.begin_build().activate()
    with ExitStack() as stack:
        servers = [stack.enter_context(elasticsearch_engine(elasticsearch_server(v))) for v in TESTED_VERSIONS]
        for engine in (embedded, *servers):
            engine.upsert(stored)
        yield (embedded, *servers)
        embedded.close()


def first_page(engine: SearchEngine, query: EngineQuery) -> tuple[object, ...]:
    """What a reader would see of an answer."""
    answer = engine.search(query)
    best = answer.documents if query.by_date else rank(answer.documents, query.match, TODAY)
    return answer.total, dict(answer.facets), list(best[:20]), [document.key for document in answer.documents]


@pytest.mark.parametrize("by_date", [False, True], ids=["by relevance", "by date"])
@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: ",".join(filters) or "unfiltered")
def test_engines_agree(engines: tuple[SearchEngine, ...], filters: dict[str, tuple[str, ...]], by_date: bool) -> None:
    for text in TEXTS:
        for match in readings(text):
            query = EngineQuery(match=match, filters=filters, by_date=by_date, facets=FACETS, limit=CANDIDATES)
            embedded, *servers = [first_page(engine, query) for engine in engines]
            for version, answer in zip(TESTED_VERSIONS, servers, strict=True):
                assert answer == embedded, (text, version)


def test_the_questions_find_something(engines: tuple[SearchEngine, ...]) -> None:
    found = [engines[0].search(EngineQuery(match=typed(text))).total for text in TEXTS]
    assert sum(total > 0 for total in found) > len(TEXTS) * 0.7
    assert max(found) > 1_000


def readings(text: str) -> Iterator[Match]:
    """The ways in which a text may be read."""
    terms = parsing.parse(text)
    yield typed(text)
    for take in (parsing.split, parsing.any_of):
        if match := take(terms, lambda _term: ()):
            yield match
