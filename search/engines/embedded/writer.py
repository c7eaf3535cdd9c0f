"""Documents into an index file. The caller holds the transaction."""

import sqlite3
from array import array
from collections.abc import Iterable

from search.analysis import bigram_stream, normalise
from search.documents import SearchDocument
from search.engines.embedded.columns import LEAST_NUMBER_TOO_GREAT
from search.fingerprints import fingerprint

_FORGET = "insert into tokens(tokens, rowid, text) values ('delete', ?, ?)"
_INSERT = "insert into tokens(rowid, text) values (?, ?)"


def storable(text: str) -> str:
    """The text as SQLite can hold it: half of a surrogate pair is no character."""
    return text.encode(errors="replace").decode()


class Writer:
    """Writes into one connection. It remembers the codes it has stored: after a rollback, take a new one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._codes: dict[tuple[str, str], int] = {}
        self._changed = 0
        self._next = 0

    def begin(self) -> None:
        """Call first in each transaction: numbers the change, and learns which ids are free."""
        execute = self._connection.execute
        execute("update state set sequence = sequence + 1")
        (self._changed,) = execute("select sequence from state").fetchone()
        self._next = execute("select coalesce(max(id), 0) + 1 from entries").fetchone()[0]

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        for document in documents:
            mark = fingerprint(document)
            row = self._connection.execute(
                "select id, fingerprint from entries where key = ?", (document.key,)
            ).fetchone()
            if row is None:
                self._add(self._take_id(), document, mark)
            elif row[1] != mark:
                self._forget_tokens(row[0])
                self._add(row[0], document, mark)

    def delete(self, keys: Iterable[str]) -> None:
        execute = self._connection.execute
        for key in keys:
            row = execute("select id from entries where key = ?", (key,)).fetchone()
            if row:
                self._forget_tokens(row[0])
                execute("delete from texts where id = ?", row)
                execute(
                    "update entries set key = null, fingerprint = '', codes = x'', changed = ? where id = ?",
                    (self._changed, row[0]),
                )

    def _take_id(self) -> int:
        row = self._connection.execute("select id from entries where key is null limit 1").fetchone()
        if row:
            return int(row[0])
        self._next += 1
        return self._next - 1

    def _add(self, number: int, document: SearchDocument, mark: str) -> None:
        if not 0 <= document.number < LEAST_NUMBER_TOO_GREAT:
            raise ValueError(f"{document.key}: {document.number} is no primary key")
        execute = self._connection.execute
        title, body = storable(document.title), storable(document.body)
        codes = array("i", [self._code(name, code) for name in document.facets for code in document.facets[name]])
        execute(
            "replace into entries(id, key, fingerprint, number, day, codes, changed) values (?, ?, ?, ?, ?, ?, ?)",
            (number, document.key, mark, document.number, document.date.toordinal(), codes.tobytes(), self._changed),
        )
        execute(
            "replace into texts(id, kind, title, url, unit, body) values (?, ?, ?, ?, ?, ?)",
            (number, document.kind, title, document.url, storable(document.unit), body),
        )
        execute(_INSERT, (2 * number, bigram_stream(normalise(title))))
        execute(_INSERT, (2 * number + 1, bigram_stream(normalise(body))))

    def _forget_tokens(self, number: int) -> None:
        # A contentless table must be told what to forget; the version of the file vouches for the same tokens.
        title, body = self._connection.execute("select title, body from texts where id = ?", (number,)).fetchone()
        self._connection.execute(_FORGET, (2 * number, bigram_stream(normalise(title))))
        self._connection.execute(_FORGET, (2 * number + 1, bigram_stream(normalise(body))))

    def _code(self, facet: str, code: str) -> int:
        known = self._codes.get((facet, code))
        if known is None:
            self._connection.execute("insert or ignore into codes(facet, code) values (?, ?)", (facet, code))
            (known,) = self._connection.execute(
                "select id from codes where facet = ? and code = ?", (facet, code)
            ).fetchone()
            self._codes[facet, code] = known
        return known
