"""Building an index aside while reads and writes go on, and comparing one with the database."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from search import applying, consumers
from search.batches import batches
from search.consumers import Target
from search.documents import SearchDocument, sources
from search.engines.base import Build, BuildInProgress, Progress
from search.fingerprints import fingerprint
from search.locks import Busy, only_one
from search.models import OutboxEntry, SearchConsumer

#: Documents that are built and added together.
BATCH = 500
#: Seconds to wait for those who write into the index, when a new one takes its place.
TURN_SECONDS = 60.0

Report = Callable[[Progress], None]


def _no_report(progress: Progress) -> None:
    """Nobody watches."""


def documents() -> Iterator[SearchDocument]:
    """Every document that anybody may find now, in flat memory."""
    for source in sources():
        for numbers in batches(source.numbers(), BATCH):
            yield from applying.build_leniently(source, numbers)


def expected() -> int:
    """About how many documents there are."""
    return sum(source.count() for source in sources())


# Rebuild


def rebuild(target: Target, report: Report = _no_report) -> int:
    """Build an index anew and put it in place; the number of documents.

    Whatever is written meanwhile goes to the index being built as well: it has a consumer of its own from before the
    first document is read. Raises `BuildInProgress`, or `SearchUnavailable` when the engine is away; the index that
    answers is then what it was.
    """
    try:
        with only_one(target.build_name):
            return _rebuild(target, report)
    except Busy as error:
        raise BuildInProgress(error) from error


def _rebuild(target: Target, report: Report) -> int:
    build = target.begin_build()
    try:
        covered = consumers.start_build(target)
        done = _fill(build, report)
        _catch_up(target, build)
        # Nobody may write into the old index any more once the new one has all that it had.
        with only_one(target.lock, wait=TURN_SECONDS):
            _catch_up(target, build)
            build.activate()
            consumers.finish_build(target, covered)
    except BaseException:
        build.abandon()
        consumers.abandon_build(target)
        raise
    return done


def _fill(build: Build, report: Report) -> int:
    total, done = expected(), 0
    for batch in batches(documents(), BATCH):
        build.add(batch)
        done += len(batch)
        report(Progress(done=done, total=max(total, done)))
    return done


def _catch_up(target: Target, build: Build) -> None:
    while applying.drain_batch(target.build_name, _Adding(build)):
        pass


class _Adding:
    """An index in the making, as those who write into indexes see it."""

    def __init__(self, build: Build) -> None:
        self.upsert = build.add
        self.delete = build.delete


# Check

Kind = Literal["missing", "extra", "stale"]


@dataclass(frozen=True, slots=True)
class Drift:
    """A key for which an index does not have what it should."""

    kind: Kind
    key: str


def check(target: Target, report: Report = _no_report) -> Iterator[Drift]:
    """What differs between an index and the database, by key. Entries that wait in the outbox are no drift.

    Both sides go through a temporary file, so memory stays flat and their orders need not agree. What changes while
    the check runs is looked at again. Raises `SearchUnavailable`.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as spool:
        spool.executescript(
            "create table wanted(key text primary key, mark text) without rowid;"
            "create table stored(key text primary key, mark text) without rowid; begin"
        )
        total, done = expected(), 0
        for batch in batches(documents(), BATCH):
            spool.executemany("insert or replace into wanted values (?, ?)", ((d.key, fingerprint(d)) for d in batch))
            done += len(batch)
            report(Progress(done=done, total=max(total, done)))
        spool.executemany("insert or replace into stored values (?, ?)", target.index.fingerprints())
        for differing in batches(spool.execute(_DIFFERING), BATCH):
            yield from _still_differing(target, differing)


_DIFFERING = """
select key, wanted.mark, stored.mark from wanted left join stored using (key) where wanted.mark is not stored.mark
union all
select key, null, stored.mark from stored where key not in (select key from wanted)
order by key
"""


def _still_differing(target: Target, rows: list[tuple[str, str | None, str | None]]) -> Iterator[Drift]:
    """Without what changed since the check began: that is in the outbox or was applied in the meantime."""
    built = applying.build((key for key, _, _ in rows), leniently=True)
    now = {document.key: fingerprint(document) for document in built.documents}
    waiting = set(
        OutboxEntry.objects.filter(consumer__name=target.name, key__in=[key for key, _, _ in rows]).values_list(
            "key", flat=True
        )
    )
    for key, wanted, stored in rows:
        if key in waiting or now.get(key) != wanted:
            continue
        yield Drift("missing" if stored is None else "extra" if wanted is None else "stale", key)


def repair(target: Target, keys: Iterable[str]) -> int:
    """Bring these keys of an index up to date; how many there were."""
    mended = 0
    for batch in batches(keys, applying.BATCH):
        with only_one(target.lock, wait=TURN_SECONDS):
            applying.write(target.index, batch)
        mended += len(batch)
    return mended


def needs_build(target: Target) -> bool:
    """Whether an index is missing, of another version, or was never built from this database.

    Raises `SearchUnavailable` when a server cannot say: one that is away for a moment has lost nothing.
    """
    was_built = SearchConsumer.objects.filter(name=target.name, rebuilt_at__isnull=False).exists()
    if was_built and target.ready():
        return False
    return target.kind != SearchConsumer.Kind.ELASTICSEARCH or not was_built or _is_missing_there(target)


def _is_missing_there(target: Target) -> bool:
    from search.engines.elasticsearch.connection import IndexMissing

    try:
        next(target.index.fingerprints(), None)
    except IndexMissing:
        return True
    return False
