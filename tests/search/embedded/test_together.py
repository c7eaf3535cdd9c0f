"""Readers, writers and builds at the same time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from search.engines.embedded import EmbeddedEngine
from tests.search.contract.samples import asked, document

WRITER = """
import sys
from datetime import date
from pathlib import Path
from search.documents import SearchDocument
from search.engines.embedded import EmbeddedEngine
engine = EmbeddedEngine(Path(sys.argv[1]))
for number in range(1000, 1100):
    engine.upsert([SearchDocument(key=f"other:{number}", number=number, kind="case", title="酒驾", url="/",
                                  date=date(2026, 1, 1), facets={"kind": ("case",)})])
"""


def pair(number: int) -> list[object]:
    return [
        document(number, "酒驾", facets={"kind": ("case",)}),
        document(number, "礼金", source="other", facets={"kind": ("case",)}),
    ]


def test_every_answer_is_of_one_state(engine: EmbeddedEngine) -> None:
    """Documents come and go in pairs; an answer that counts words, codes or documents of two states shows it."""
    done = Event()

    def read() -> int:
        answers = 0
        while not done.is_set() or not answers:
            answer = engine.search(asked("", limit=100, facets=("kind",)))
            assert answer.total % 2 == 0
            assert answer.facets["kind"].get("case", 0) == answer.total
            assert len(answer.documents) == min(answer.total, 100)
            words = engine.search(asked("酒驾", limit=100, facets=("kind",)))
            assert words.facets["kind"].get("case", 0) == words.total == len(words.documents)
            answers += 1
        return answers

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for number in range(1, 60):
                engine.upsert(pair(number))  # type: ignore[arg-type]
                if number % 3 == 0:
                    engine.delete([f"notice:{number - 1}", f"other:{number - 1}"])
                if number % 20 == 0:
                    build = engine.begin_build()
                    build.add(pair(7))  # type: ignore[arg-type]
                    build.activate()
        finally:
            done.set()
        assert all(reader.result() for reader in readers)


def test_what_another_process_writes_is_found(engine: EmbeddedEngine, folder: Path) -> None:
    engine.upsert([document(1, "酒驾")])
    assert engine.search(asked("酒驾")).total == 1
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], cwd=Path(__file__).parents[3]) as other:
        for number in range(2, 102):
            engine.upsert([document(number, "酒驾")])
        assert other.wait(60) == 0
    answer = engine.search(asked("酒驾", facets=("kind",)))
    assert answer.total == answer.facets["kind"]["case"] == 201


def test_nothing_is_written_into_a_file_that_no_longer_answers(engine: EmbeddedEngine, folder: Path) -> None:
    other = EmbeddedEngine(folder)
    other.upsert([document(1, "旧")])
    engine.begin_build().activate()
    other.upsert([document(2, "酒驾")])
    assert [found.number for found in engine.search(asked("")).documents] == [2]
    other.close()


def test_writers_on_many_threads_lose_nothing(engine: EmbeddedEngine) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 25):
            engine.upsert([document(number, f"酒驾{number}")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, (100, 200, 300, 400)))
    assert engine.search(asked("酒驾")).total == 100
