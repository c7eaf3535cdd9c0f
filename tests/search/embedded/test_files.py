"""The files of the embedded engine: missing, damaged, of another version, left behind by the dead."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from search.engines.base import SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from tests.search.contract.samples import asked, document


def index_file(folder: Path) -> Path:
    return folder / (folder / "current").read_text().strip()


def refuses(engine: EmbeddedEngine) -> None:
    assert not engine.ready()
    with pytest.raises(SearchUnavailable):
        engine.search(asked("酒"))
    with pytest.raises(SearchUnavailable):
        engine.upsert([document(1)])
    with pytest.raises(SearchUnavailable):
        engine.delete(["notice:1"])
    with pytest.raises(SearchUnavailable):
        list(engine.fingerprints())


def test_without_an_index_nothing_is_answered_and_nothing_made(tmp_path: Path) -> None:
    refuses(EmbeddedEngine(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pointer", ["", "../../etc/passwd", "\x00", "gone.index", "酒"])
def test_a_damaged_pointer(engine: EmbeddedEngine, folder: Path, pointer: str) -> None:
    (folder / "current").write_text(pointer)
    refuses(engine)
    engine.begin_build().activate()
    assert engine.search(asked("")).total == 0


@pytest.mark.parametrize("content", [b"", b"not a database" * 999, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_damaged_file(engine: EmbeddedEngine, folder: Path, content: bytes) -> None:
    engine.upsert([document(1)])
    engine.close()
    index_file(folder).write_bytes(content)
    refuses(engine)
    build = engine.begin_build()
    build.add([document(1, "酒驾")])
    build.activate()
    assert engine.search(asked("酒驾")).total == 1


def test_a_file_cut_short_while_it_is_open(engine: EmbeddedEngine, folder: Path) -> None:
    engine.upsert(document(number, body="酒驾" * number) for number in range(1, 200))
    engine.search(asked("酒驾"))
    engine.close()
    with index_file(folder).open("r+b") as file:
        file.truncate(20_000)
    with pytest.raises(SearchUnavailable):
        engine.search(asked("酒驾"))


def test_an_index_of_another_analyser_is_not_ready(engine: EmbeddedEngine, folder: Path) -> None:
    engine.close()
    with closing(sqlite3.connect(index_file(folder))) as connection, connection:
        connection.execute("update state set version = 'older'")
    refuses(engine)
    engine.begin_build().activate()
    assert engine.ready()


def test_a_build_clears_what_dead_builds_and_old_generations_left(engine: EmbeddedEngine, folder: Path) -> None:
    (folder / f"{'d' * 32}.index").write_bytes(b"half")
    (folder / f"{'d' * 32}.index-wal").write_bytes(b"half")
    old = index_file(folder)
    engine.begin_build().activate()
    assert not old.exists()
    assert {path.name.removesuffix("-wal").removesuffix("-shm") for path in folder.iterdir()} == {
        index_file(folder).name,
        "current",
        "build.lock",
    }


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchUnavailable):
        EmbeddedEngine(tmp_path / "file" / "index").begin_build()


def test_a_failing_batch_leaves_the_build_usable(engine: EmbeddedEngine) -> None:
    build = engine.begin_build()
    build.add([document(1, "一", facets={"kind": ("case",)})])
    with pytest.raises(ValueError, match="primary key"):
        build.add([document(2, "二", facets={"kind": ("case", "new")}), document(2**80, "三")])
    build.add([document(4, "四", facets={"kind": ("new",)})])
    build.activate()
    answer = engine.search(asked("", facets=("kind",)))
    assert [found.number for found in answer.documents] == [4, 1]
    assert answer.facets == {"kind": {"case": 1, "new": 1}}


def test_ids_stay_dense(engine: EmbeddedEngine, folder: Path) -> None:
    for number in range(1, 40):
        engine.upsert([document(number, "酒驾")])
        engine.delete([f"notice:{number - 2}"])
    with closing(sqlite3.connect(index_file(folder))) as connection:
        assert connection.execute("select max(id) from entries").fetchone()[0] <= 4
    assert [found.number for found in engine.search(asked("酒驾")).documents] == [39, 38]


def test_a_forked_process_opens_its_own_connections(engine: EmbeddedEngine) -> None:
    engine.upsert([document(1, "酒驾")])
    assert engine.search(asked("酒驾")).total == 1
    child = os.fork()
    if child == 0:
        status = 1
        try:
            engine.upsert([document(2, "酒驾")])
            status = 0 if engine.search(asked("酒驾")).total == 2 else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    engine.upsert([document(3, "酒驾")])
    assert engine.search(asked("酒驾")).total == 3
