"""One generation held open by this process: its connections, and its columns in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from search.engines.embedded import schema
from search.engines.embedded.columns import Columns, load


class OpenIndex:
    """Shared by threads: each takes a connection for one answer and gives it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._columns = Columns()
        self._loading = Lock()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """For this thread alone; after an error it is closed, for nobody knows what state it is in."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = schema.open_index(self.path)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)

    @contextmanager
    def state(self) -> Iterator[tuple[sqlite3.Connection, Columns]]:
        """A read transaction, and the columns of exactly the state it sees."""
        with self.connection() as connection:
            while True:
                with schema.transaction(connection, "deferred"):
                    (sequence,) = connection.execute("select sequence from state").fetchone()
                    columns = self._columns_at(connection, sequence)
                    if columns is not None:
                        yield connection, columns
                        return

    def _columns_at(self, connection: sqlite3.Connection, sequence: int) -> Columns | None:
        """None when another thread is further on already: a new transaction will be, too."""
        with self._loading:
            if self._columns.sequence < sequence:
                self._columns = load(connection, sequence, self._columns)
            return self._columns if self._columns.sequence == sequence else None

    def close(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def disown(self) -> list[sqlite3.Connection]:
        """The idle connections, which a forked process must neither use nor close."""
        idle, self._idle = self._idle, []
        return idle
