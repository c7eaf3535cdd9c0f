"""An index built aside, and how it takes the place of the one that answers."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from search.documents import SearchDocument
from search.engines.base import SearchUnavailable
from search.engines.embedded import schema
from search.engines.embedded.generations import Generations
from search.engines.embedded.writer import Writer


class EmbeddedBuild:
    """Holds the right to build until it is activated or abandoned."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        try:
            self._lock = generations.lock()
        except OSError as error:
            raise SearchUnavailable(f"no index can be built: {error}") from error
        self._open = True
        try:
            generations.remove_others()
            self._path = generations.new()
            self._connection = schema.create(self._path)
            self._writer = Writer(self._connection)
        except (OSError, sqlite3.Error) as error:
            self._end()
            raise SearchUnavailable(f"no index can be built: {error}") from error

    def add(self, documents: Iterable[SearchDocument]) -> None:
        built = list(documents)
        with self._transaction():
            self._writer.upsert(built)

    def delete(self, keys: Iterable[str]) -> None:
        listed = list(keys)
        with self._transaction():
            self._writer.delete(listed)

    def activate(self) -> None:
        try:
            self._finish()
            with self._old_one_locked():
                self._generations.point_to(self._path)
            self._generations.remove_others()
        except (OSError, sqlite3.Error) as error:
            raise SearchUnavailable(f"the index was built, but cannot be put in place: {error}") from error
        finally:
            self._end()

    def abandon(self) -> None:
        if self._open:
            self._connection.close()
            self._generations.remove_others()
            self._end()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with schema.transaction(self._connection, "immediate"):
                self._writer.begin()
                yield
        except sqlite3.Error as error:
            raise SearchUnavailable(f"the index cannot be built: {error}") from error
        except BaseException:
            # Rolled back, and with it the codes that the writer believes to be stored.
            self._writer = Writer(self._connection)
            raise

    def _finish(self) -> None:
        """Merge what was written into one segment, which is what makes reading fast, and bring it all to disk."""
        self._connection.execute("insert into tokens(tokens) values ('optimize')")
        self._connection.execute("insert into tokens(tokens, rank) values ('hashsize', 1048576)")
        self._connection.execute("pragma synchronous = full")
        self._connection.execute("pragma journal_mode = wal")
        self._connection.close()
        handle = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _old_one_locked(self) -> Iterator[None]:
        """Writers wait, and then find the new file: nothing is written into the old one after the change."""
        old = self._old_one()
        if old is None:
            yield
            return
        with closing(old), schema.transaction(old, "immediate"):
            yield

    def _old_one(self) -> sqlite3.Connection | None:
        try:
            return schema.open_index(self._generations.current())
        except (SearchUnavailable, FileNotFoundError, sqlite3.Error):
            # None yet, of another version, or damaged: nobody can write into it.
            return None

    def _end(self) -> None:
        if self._open:
            self._open = False
            self._generations.unlock(self._lock)
