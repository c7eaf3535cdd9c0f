"""Pending entries into an index: read them, build their documents as the database has them now, then delete them.

One process at a time writes into an index (`Target.lock`), and it builds after it has the lock: an older document can
never replace a newer one, in whatever order entries are applied.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from search.clocks import has_come
from search.consumers import Target
from search.documents import DocumentSource, SearchDocument, UnknownSource, split_key
from search.engines.base import SearchUnavailable
from search.locks import Busy, only_one
from search.models import OutboxEntry, SearchConsumer

logger = logging.getLogger(__name__)

#: Entries that are applied together.
BATCH = 200
#: Longest pause of an index that is away, and of a document that cannot be applied.
LONGEST_PAUSE, LONGEST_ENTRY_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
#: How long a drain waits for its turn, in seconds; a batch takes a tenth of that.
TURN_SECONDS = 2.0

#: What passes by itself: the index or the database is away or busy. Anything else is the document's own fault.
AWAY = (SearchUnavailable, OperationalError, InterfaceError)


@dataclass(frozen=True, slots=True)
class Built:
    """What the keys stand for now."""

    documents: list[SearchDocument]
    #: Keys that nobody may find.
    gone: list[str]


class Writable(Protocol):
    """What entries are applied to: an index that answers, or one being built aside."""

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what was there under their keys."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; unknown ones are no error."""


def build(keys: Iterable[str], *, leniently: bool = False) -> Built:
    """The documents behind these keys as they are now. Keys of a source that is not registered are gone.

    What a source raises is raised, unless ``leniently``: then a document that cannot be built is gone as well.
    """
    wanted = list(dict.fromkeys(keys))
    numbers: dict[str, tuple[DocumentSource, list[int]]] = {}
    for key in wanted:
        try:
            source, number = split_key(key)
        except UnknownSource:
            logger.warning("search: no source for the key %r; it is taken out of the index", key)
            continue
        numbers.setdefault(source.name, (source, []))[1].append(number)
    documents = [
        document
        for source, chosen in numbers.values()
        for document in (build_leniently(source, chosen) if leniently else source.build(chosen))
    ]
    found = {document.key for document in documents}
    return Built(documents, [key for key in wanted if key not in found])


def build_leniently(source: DocumentSource, numbers: Sequence[int]) -> Iterator[SearchDocument]:
    """The documents of these primary keys; one that cannot be built is logged and left out, not the others with it."""
    try:
        yield from list(source.build(numbers))
    except AWAY:
        raise
    except Exception:
        logger.exception("search: %s %s cannot be built", source.name, f"{numbers[0]} to {numbers[-1]}")
        if len(numbers) > 1:
            for number in numbers:
                yield from build_leniently(source, [number])


def write(index: Writable, keys: Iterable[str]) -> None:
    """Bring these keys of an index up to date; the caller holds its lock."""
    built = build(keys)
    if built.documents:
        index.upsert(built.documents)
    if built.gone:
        index.delete(built.gone)


def drain(target: Target, *, seconds: float | None = None) -> int:
    """Apply what is due of an index; the number of entries applied. Raises `SearchUnavailable` when it is away.

    Stops after ``seconds``. Somebody else's turn is waited for, but not for long: what is left is then left.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    applied = 0
    while deadline is None or time.monotonic() < deadline:
        try:
            with only_one(target.lock, wait=TURN_SECONDS):
                done = drain_batch(target.name, target.index)
        except Busy:
            break
        if not done:
            break
        applied += done
    return applied


def drain_batch(name: str, index: Writable) -> int:
    """Apply the oldest entries of a consumer; the caller holds the lock. The number of entries that were dealt with."""
    consumer = SearchConsumer.objects.filter(name=name).first()
    if consumer is None:
        return 0
    rows = list(_due(consumer).order_by("id").values_list("id", "key")[:BATCH])
    if rows:
        _apply(consumer, index, rows)
    return len(rows)


def due(names: Iterable[str]) -> set[str]:
    """Which of these consumers have something to apply now: one small query."""
    now = timezone.now()
    entries = OutboxEntry.objects.filter(_come(now, LONGEST_ENTRY_PAUSE), consumer=OuterRef("pk"))
    waiting = SearchConsumer.objects.filter(_come(now, LONGEST_PAUSE), Exists(entries), name__in=names)
    return set(waiting.values_list("name", flat=True))


def apply_keys_now(target: Target, keys: Sequence[str], *, deadline: float, turn: float) -> None:
    """Apply the entries of these keys and no others, until the deadline. Failures are noted and logged, not raised."""
    for start in range(0, len(keys), BATCH):
        wait = min(turn, deadline - time.monotonic())
        if wait <= 0:
            return
        try:
            with only_one(target.lock, wait=wait):
                consumer = SearchConsumer.objects.filter(name=target.name).first()
                if consumer is None:
                    return
                entries = OutboxEntry.objects.filter(consumer=consumer, key__in=keys[start : start + BATCH])
                rows = list(entries.order_by("id").values_list("id", "key"))
                if rows:
                    _apply(consumer, target.index, rows)
        except Busy:
            return
        except AWAY as error:
            logger.warning("search: %s is left to the worker: %s", target.name, error)
            return


def _due(consumer: SearchConsumer) -> QuerySet[OutboxEntry]:
    return consumer.entries.filter(_come(timezone.now(), LONGEST_ENTRY_PAUSE))


def _come(now: datetime, longest: timedelta) -> Q:
    return Q(retry_at=None) | has_come("retry_at", now, longest)


def _apply(consumer: SearchConsumer, index: Writable, rows: Sequence[tuple[int, str]]) -> None:
    try:
        write(index, (key for _, key in rows))
    except AWAY as error:
        _note_away(consumer, error)
        raise
    except Exception:
        # Not the index but a document: the others must not wait for it.
        logger.exception("search: %s refused a batch, which is applied one by one", consumer.name)
        _apply_singly(consumer, index, rows)
    else:
        _done(consumer, rows)


def _apply_singly(consumer: SearchConsumer, index: Writable, rows: Sequence[tuple[int, str]]) -> None:
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        by_key[row[1]].append(row)
    for key, entries in by_key.items():
        try:
            write(index, [key])
        except AWAY as error:
            _note_away(consumer, error)
            raise
        except Exception as error:
            logger.exception("search: %s cannot be applied to %s", key, consumer.name)
            _note_failed(entries, error)
        else:
            _done(consumer, entries)


def _done(consumer: SearchConsumer, rows: Sequence[tuple[int, str]]) -> None:
    with transaction.atomic():
        OutboxEntry.objects.filter(pk__in=[number for number, _ in rows]).delete()
        SearchConsumer.objects.filter(pk=consumer.pk).update(
            applied_at=timezone.now(), attempts=0, last_error="", retry_at=None
        )


def _note_away(consumer: SearchConsumer, error: BaseException) -> None:
    SearchConsumer.objects.filter(pk=consumer.pk).update(
        attempts=F("attempts") + 1,
        last_error=_described(error),
        retry_at=timezone.now() + _pause(consumer.attempts, LONGEST_PAUSE),
    )


def _note_failed(rows: Iterable[tuple[int, str]], error: BaseException) -> None:
    for entry in OutboxEntry.objects.filter(pk__in=[number for number, _ in rows]):
        entry.retry_at = timezone.now() + _pause(entry.attempts, LONGEST_ENTRY_PAUSE)
        entry.attempts += 1
        entry.last_error = _described(error)
        entry.save(update_fields=["attempts", "last_error", "retry_at"])


def _pause(attempts: int, longest: timedelta) -> timedelta:
    return min(timedelta(seconds=0.5 * 2 ** min(attempts, 20)), longest)


def _described(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
