"""The engine itself: finds the file that answers, and turns what can go wrong with it into `SearchUnavailable`."""

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import TypeVar

from search.documents import SearchDocument
from search.engines.base import EngineQuery, EngineResults, SearchUnavailable
from search.engines.embedded import reader, schema
from search.engines.embedded.build import EmbeddedBuild
from search.engines.embedded.generations import Generations
from search.engines.embedded.pool import OpenIndex
from search.engines.embedded.writer import Writer

_PAGE_OF_KEYS = 1000
_ATTEMPTS = 5

T = TypeVar("T")


class EmbeddedEngine:
    """One folder with its generations. Threads share an engine; processes have their own, forked ones too."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._index: OpenIndex | None = None
        self._lock = Lock()
        _engines.add(self)

    def search(self, query: EngineQuery) -> EngineResults:
        def answer(index: OpenIndex) -> EngineResults:
            with index.state() as (connection, columns):
                return reader.answer(connection, columns, query)

        return self._on_the_current(answer)

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        # Built before the file is locked: that may take its time.
        built = list(documents)
        self._write(lambda writer: writer.upsert(built))

    def delete(self, keys: Iterable[str]) -> None:
        listed = list(keys)
        self._write(lambda writer: writer.delete(listed))

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        last = ""
        while True:
            rows = self._on_the_current(lambda index, last=last: _marks(index, last))  # type: ignore[misc]
            yield from rows
            if len(rows) < _PAGE_OF_KEYS:
                return
            last = rows[-1][0]

    def ready(self) -> bool:
        try:
            self._on_the_current(lambda index: _marks(index, "", 1))
        except SearchUnavailable:
            return False
        return True

    def begin_build(self) -> EmbeddedBuild:
        return EmbeddedBuild(self._generations)

    def close(self) -> None:
        """Let go of the connections that are not in use."""
        with self._lock:
            if self._index:
                self._index.close()
            self._index = None

    def _on_the_current(self, work: Callable[[OpenIndex], T]) -> T:
        """Do this with the index that answers now, and again when a build has removed its file meanwhile."""
        for _ in range(_ATTEMPTS):
            index = self._opened()
            try:
                return work(index)
            except FileNotFoundError:
                continue
            except sqlite3.Error as error:
                if self._generations.current() == index.path:
                    raise SearchUnavailable(f"the embedded index does not answer: {error}") from error
        raise SearchUnavailable("the file of the embedded index is missing: rebuild_index makes a new one")

    def _opened(self) -> OpenIndex:
        path = self._generations.current()
        with self._lock:
            if self._index is None or self._index.path != path:
                if self._index:
                    self._index.close()
                self._index = OpenIndex(path)
            return self._index

    def _write(self, work: Callable[[Writer], None]) -> None:
        """One transaction on the file that answers, even when a build puts another in its place meanwhile."""

        def is_written(index: OpenIndex) -> bool:
            with index.connection() as connection, schema.transaction(connection, "immediate"):
                # A build moves the pointer only while it holds this very lock.
                if self._generations.current() != index.path:
                    return False
                writer = Writer(connection)
                writer.begin()
                work(writer)
                return True

        while not self._on_the_current(is_written):
            pass

    def _after_fork(self) -> None:
        if self._index:
            _inherited.extend(self._index.disown())
        self._index, self._lock = None, Lock()


def _marks(index: OpenIndex, after: str, limit: int = _PAGE_OF_KEYS) -> list[tuple[str, str]]:
    with index.connection() as connection:
        return connection.execute(
            "select key, fingerprint from entries where key > ? order by key limit ?", (after, limit)
        ).fetchall()


_engines: weakref.WeakSet[EmbeddedEngine] = weakref.WeakSet()
#: Connections that a forked process got from its parent: closing one would drop the parent's locks.
_inherited: list[sqlite3.Connection] = []


def _after_fork() -> None:
    for engine in _engines:
        engine._after_fork()


os.register_at_fork(after_in_child=_after_fork)
