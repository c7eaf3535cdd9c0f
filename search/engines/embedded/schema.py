"""The tables of one index file, and how a file is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from search.analysis import ANALYSER_VERSION
from search.engines.base import SearchUnavailable

#: Goes up when the tables change; an index of another layout must be rebuilt.
LAYOUT = 1
VERSION = f"{LAYOUT}/{ANALYSER_VERSION}"

#: How long a writer waits for another one, in seconds.
PATIENCE = 5.0

# `entries` is what is counted, sorted and compared, `texts` what is shown, `tokens` what is found. A document is two
# rows of `tokens`, its title at twice its id and its body at the odd number after: one look-up of a phrase tells both.
# A forgotten document leaves its entry behind without a key, for others to see the change and for the next to take.
_TABLES = """
create table state(version text not null, sequence integer not null);
create table codes(id integer primary key, facet text not null, code text not null, unique(facet, code));
create table entries(
    id integer primary key, key text unique, fingerprint text not null, number integer not null,
    day integer not null, codes blob not null, changed integer not null
);
create index entries_changed on entries(changed);
create index entries_free on entries(id) where key is null;
create table texts(
    id integer primary key, kind text not null, title text not null, url text not null,
    unit text not null, body text not null
);
create virtual table tokens using fts5(text, content='', columnsize=0, tokenize='ascii');
"""


def create(path: Path) -> sqlite3.Connection:
    """A new, empty index, open for building: fast, and worth nothing if the machine stops."""
    connection = _connect(path, "rwc")
    connection.executescript("pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off;" + _TABLES)
    connection.execute("insert into state values (?, 0)", (VERSION,))
    connection.execute("insert into tokens(tokens, rank) values ('hashsize', 16777216)")
    return connection


def open_index(path: Path) -> sqlite3.Connection:
    """An existing index; `FileNotFoundError` when it is gone, `SearchUnavailable` when it is of another version."""
    try:
        connection = _connect(path, "rw")
    except sqlite3.OperationalError:
        if not path.exists():
            raise FileNotFoundError(path) from None
        raise
    try:
        connection.execute("pragma mmap_size = 4294967296")
        version = connection.execute("select version from state").fetchone()[0]
        if version != VERSION:
            raise SearchUnavailable("the index was made by another version of the analyser")
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Connections are pooled: one thread at a time, but not always the same.
    return sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str) -> Iterator[None]:
    """A transaction of this kind (``deferred``, ``immediate``): committed, or rolled back on any error."""
    connection.execute(f"begin {kind}")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    connection.execute("commit")
