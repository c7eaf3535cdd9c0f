"""One question to one state of an index file."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np

from search.analysis import bigram_phrase
from search.documents import SearchDocument
from search.engines.base import EngineQuery, EngineResults, Phrase
from search.engines.embedded.columns import Columns, Ints, Mask, first_order_of

_FIND = "select group_concat(rowid) from tokens where tokens match ?"
_SHOW = "select id, key, number, day, codes, kind, title, url, unit, body from entries join texts using (id)"


@dataclass(frozen=True, eq=False)
class Found:
    """The ids a question's words lead to, before any filter."""

    mask: Mask
    #: Groups found, and groups found in the title, as one rank; None where it is the same for all.
    rank: Ints | None


def answer(connection: sqlite3.Connection, columns: Columns, query: EngineQuery) -> EngineResults:
    """The caller holds the read transaction whose state the columns are."""
    found = _found(connection, columns, query)
    base = found.mask & _dated(columns, query)
    filters = {name: columns.having(name, codes) for name, codes in query.filters.items() if codes}
    mask = reduce(np.logical_and, filters.values(), base)
    ids = np.flatnonzero(mask)
    counts = {name: _counts(columns, name, base, filters, mask, ids) for name in query.facets}
    page = _page(columns, found, query, ids)
    return EngineResults(total=len(ids), documents=_documents(connection, columns, page.tolist()), facets=counts)


def _found(connection: sqlite3.Connection, columns: Columns, query: EngineQuery) -> Found:
    match = query.match
    live = columns.order > 0
    if match.excluded:
        live &= ~_either(_look_up(connection, columns, match.excluded))
    if not match.groups:
        return Found(live, None)
    parts = [_look_up(connection, columns, group) for group in match.groups]
    titles = sum((title.astype(np.int64) for title, _ in parts), start=np.zeros(columns.size, np.int64))
    everywhere = [_either(part) for part in parts]
    if not match.any_group:
        return Found(reduce(np.logical_and, everywhere, live), titles)
    groups = sum((mask.astype(np.int64) for mask in everywhere), start=np.zeros(columns.size, np.int64))
    return Found(live & (groups > 0), groups * (len(parts) + 1) + titles)


def _either(part: tuple[Mask, Mask]) -> Mask:
    return part[0] | part[1]


def _look_up(connection: sqlite3.Connection, columns: Columns, phrases: tuple[Phrase, ...]) -> tuple[Mask, Mask]:
    """The ids that have one of the phrases in the title, and those that have one in the body."""
    expression = _expression(phrases)
    packed = columns.remembered(expression)
    if packed is None:
        both = np.zeros(2 * columns.size, np.bool_)
        rows = connection.execute(_FIND, (expression,)).fetchone()[0] if expression else None
        if rows:
            both[np.fromstring(rows, np.int64, sep=",")] = True
        packed = np.packbits(both)
        columns.remember(expression, packed)
    both = np.unpackbits(packed, count=2 * columns.size).view(np.bool_)
    return both[0::2], both[1::2]


def _expression(phrases: tuple[Phrase, ...]) -> str:
    """Tokens are letters and digits only, so nothing of them can be taken for syntax."""
    written = []
    for phrase in phrases:
        stream, prefix = bigram_phrase(phrase.text)
        if stream:
            written.append(f'"{stream}" *' if prefix else f'"{stream}"')
    return " OR ".join(written)


def _dated(columns: Columns, query: EngineQuery) -> Mask | np.bool_:
    mask: Mask | np.bool_ = np.True_
    if query.date_from:
        mask = mask & (columns.order >= first_order_of(query.date_from.toordinal()))
    if query.date_to:
        mask = mask & (columns.order < first_order_of(query.date_to.toordinal() + 1))
    return mask


def _counts(columns: Columns, name: str, base: Mask, filters: dict[str, Mask], mask: Mask, ids: Ints) -> dict[str, int]:
    if name in filters:
        mask = reduce(np.logical_and, (other for facet, other in filters.items() if facet != name), base)
        ids = np.flatnonzero(mask)
    return columns.count(name, mask, ids)


def _page(columns: Columns, found: Found, query: EngineQuery, ids: Ints) -> Ints:
    start, stop = query.offset, min(query.offset + query.limit, len(ids))
    if start >= stop:
        return ids[:0]
    if query.by_date or found.rank is None:
        return _newest(columns, ids, start, stop)
    ranks = found.rank[ids]
    pieces = []
    for rank in np.flatnonzero(np.bincount(ranks))[::-1]:
        level = ids[ranks == rank]
        if start < len(level) and stop > 0:
            pieces.append(_newest(columns, level, max(start, 0), min(stop, len(level))))
        start, stop = start - len(level), stop - len(level)
    return np.concatenate(pieces)


def _newest(columns: Columns, ids: Ints, start: int, stop: int) -> Ints:
    """Of these ids, newest first, the ones from `start` to `stop`, without sorting the others."""
    keys = -columns.order[ids]
    places = np.argpartition(keys, (start, stop - 1))[start:stop]
    return ids[places[np.argsort(keys[places])]]


def _documents(connection: sqlite3.Connection, columns: Columns, ids: list[int]) -> tuple[SearchDocument, ...]:
    marks = ",".join("?" * len(ids))
    rows = connection.execute(f"{_SHOW} where id in ({marks})", ids)
    found = {row[0]: _document(columns, row) for row in rows}
    return tuple(found[number] for number in ids)


def _document(columns: Columns, row: Any) -> SearchDocument:
    _, key, number, day, codes, kind, title, url, unit, body = row
    facets: dict[str, tuple[str, ...]] = {}
    for value in np.frombuffer(codes, np.int32).tolist():
        facet, code = columns.codes[value]
        facets[facet] = (*facets.get(facet, ()), code)
    return SearchDocument(
        key=key,
        number=number,
        kind=kind,
        title=title,
        url=url,
        date=date.fromordinal(day),
        unit=unit,
        body=body,
        facets=facets,
    )
