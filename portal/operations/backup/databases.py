"""A database as one file, taken at one moment while others write, and put back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper


class DatabaseFailed(Exception):
    """A program of the database said no."""


class Database(Protocol):
    """What both kinds can."""

    vendor: str
    #: The name of its file in the archive.
    member: str

    def dump(self, target: Path) -> dict[str, int]:
        """Write everything as of one moment into a file; the rows of each table at that moment."""

    def load(self, source: Path) -> None:
        """Put everything in place of what is there."""

    def is_empty(self) -> bool:
        """Whether there is no table yet."""

    def counts(self) -> dict[str, int]:
        """The rows of each table now."""


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """The database that a connection leads to."""
    return Sqlite(connection) if connection.vendor == "sqlite" else Postgresql(connection)


class Sqlite:
    """By SQLite's own online backup: in one step, so no writer can get in between; with WAL none has to wait."""

    vendor, member = "sqlite", "database.sqlite3"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.path = str(connection.settings_dict["NAME"])
        self.connection = connection

    def dump(self, target: Path) -> dict[str, int]:
        """A copy of the file."""
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # The copy is one file: nothing of it waits in a log beside it.
            copy.execute("pragma journal_mode = delete")
            return _sqlite_counts(copy)

    def load(self, source: Path) -> None:
        """Page by page over what is there, as one transaction."""
        self.connection.close()
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(self.path, timeout=20)) as target:
            if (found := copy.execute("pragma integrity_check").fetchone()[0]) != "ok":
                raise DatabaseFailed(f"the file of the database is damaged: {found}")
            copy.backup(target)
            target.execute("pragma journal_mode = wal")

    def is_empty(self) -> bool:
        """No file, or nothing in it."""
        return not self.counts() if Path(self.path).exists() else True

    def counts(self) -> dict[str, int]:
        """Read past Django's connection, which may be in the middle of something."""
        with closing(sqlite3.connect(self.path)) as source:
            return _sqlite_counts(source)


def _sqlite_counts(source: sqlite3.Connection) -> dict[str, int]:
    tables = source.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    names = sorted(name for (name,) in tables.fetchall())
    # Names come from the database's own catalogue.
    return {name: source.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}  # noqa: S608


class Postgresql:
    """By pg_dump in its custom format, of the snapshot in which the rows are counted too."""

    vendor, member = "postgresql", "database.dump"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def dump(self, target: Path) -> dict[str, int]:
        """What one transaction sees."""
        with self._cursor() as cursor:
            cursor.execute("begin isolation level repeatable read read only")
            cursor.execute("select pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            self._run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
            counts = _postgresql_counts(cursor)
            cursor.execute("rollback")
        return counts

    def load(self, source: Path) -> None:
        """In place of the whole schema. What comes, comes as one transaction."""
        self.connection.close()
        with self._cursor() as cursor:
            cursor.execute("drop schema if exists public cascade")
            cursor.execute("create schema public")
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        self._run("pg_restore", *options, f"--dbname={self._settings()['PGDATABASE']}", str(source))

    def is_empty(self) -> bool:
        """No table in the schema of ours."""
        return not self.counts()

    def counts(self) -> dict[str, int]:
        """By a connection of its own."""
        with self._cursor() as cursor:
            return _postgresql_counts(cursor)

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        apart = self.connection.copy()
        try:
            with apart.cursor() as cursor:
                yield cursor
        finally:
            apart.close()

    def _run(self, program: str, *arguments: str) -> None:
        # The password goes by the environment: arguments show in the list of processes.
        done = subprocess.run(  # noqa: S603
            [program, *arguments], env={**os.environ, **self._settings()}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise DatabaseFailed(f"{program}: {done.stderr.strip()}")

    def _settings(self) -> dict[str, str]:
        names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
        values = self.connection.settings_dict
        found = {variable: str(values[name]) for name, variable in names.items() if values.get(name)}
        if mode := (values.get("OPTIONS") or {}).get("sslmode"):
            found["PGSSLMODE"] = str(mode)
        return found


def _postgresql_counts(cursor: Any) -> dict[str, int]:
    cursor.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
    counts = {}
    for (name,) in cursor.fetchall():
        # Names come from the database's own catalogue.
        cursor.execute(f'select count(*) from "{name}"')  # noqa: S608
        counts[name] = cursor.fetchone()[0]
    return counts
