"""The engine itself: finds the file that answers, and turns what can go wrong with it into `SearchUnavailable`."""

import os
import sqlite3
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from search.documents import SearchDocument
from search.engines.base import EngineQuery, EngineResults, SearchUnavailable
from search.engines.embedded import reader, schema
from search.engines.embedded.build import EmbeddedBuild
from search.engines.embedded.generations import Generations
from search.engines.embedded.pool import OpenIndex
from search.engines.embedded.writer import Writer

_PAGE_OF_KEYS = 1000


class EmbeddedEngine:
    """One folder with its generations. Threads share an engine; processes have their own, forked ones too."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._index: OpenIndex | None = None
        self._lock = Lock()
        _engines.add(self)

    def search(self, query: EngineQuery) -> EngineResults:
        with self._answering() as index, index.state() as (connection, columns):
            return reader.answer(connection, columns, query)

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        # Built before the file is locked: that may take its time.
        built = list(documents)
        with self._writing() as writer:
            writer.upsert(built)

    def delete(self, keys: Iterable[str]) -> None:
        listed = list(keys)
        with self._writing() as writer:
            writer.delete(listed)

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        last = ""
        while True:
            with self._answering() as index, index.connection() as connection:
                rows = connection.execute(
                    "select key, fingerprint from entries where key > ? order by key limit ?", (last, _PAGE_OF_KEYS)
                ).fetchall()
            yield from rows
            if len(rows) < _PAGE_OF_KEYS:
                return
            last = rows[-1][0]

    def ready(self) -> bool:
        try:
            with self._answering() as index, index.connection():
                return True
        except SearchUnavailable:
            return False

    def begin_build(self) -> EmbeddedBuild:
        return EmbeddedBuild(self._generations)

    def close(self) -> None:
        """Let go of the connections that are not in use."""
        with self._lock:
            if self._index:
                self._index.close()
            self._index = None

    @contextmanager
    def _answering(self) -> Iterator[OpenIndex]:
        """The index that answers now."""
        try:
            yield self._opened()
        except sqlite3.Error as error:
            raise SearchUnavailable(f"the embedded index does not answer: {error}") from error

    def _opened(self) -> OpenIndex:
        path = self._generations.current()
        with self._lock:
            if self._index is None or self._index.path != path:
                if self._index:
                    self._index.close()
                self._index = OpenIndex(path)
            return self._index

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        """A write transaction on the file that answers, even when a build puts another in its place meanwhile."""
        while True:
            with (
                self._answering() as index,
                index.connection() as connection,
                schema.transaction(connection, "immediate"),
            ):
                # A build moves the pointer only while it holds this very lock.
                if self._generations.current() == index.path:
                    writer = Writer(connection)
                    writer.begin()
                    yield writer
                    return

    def _after_fork(self) -> None:
        if self._index:
            _inherited.extend(self._index.disown())
        self._index, self._lock = None, Lock()


_engines: weakref.WeakSet[EmbeddedEngine] = weakref.WeakSet()
#: Connections that a forked process got from its parent: closing one would drop the parent's locks.
_inherited: list[sqlite3.Connection] = []


def _after_fork() -> None:
    for engine in _engines:
        engine._after_fork()


os.register_at_fork(after_in_child=_after_fork)
