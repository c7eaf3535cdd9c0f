"""What is searched for, counted by day: no address, no account, no time of day, nothing that names a person.

Counts are gathered in the process and written now and then, by whoever searches next; a database that is busy is left
alone until later. Nothing here may slow or break a search, so counts are lost when a process is killed.
"""

import logging
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max, QuerySet, Sum
from django.utils import timezone

from search.analysis import normalise, trimmed
from search.models import QueryCount
from search.parsing import clean

logger = logging.getLogger(__name__)

LONGEST_TEXT = 60
#: Fewer searches in a day are dropped when the day is over: rare texts may be personal.
FEWEST_SEARCHES = 3
KEPT = timedelta(days=400)

FLUSH_SECONDS, FLUSH_TEXTS = 5.0, 200
#: Texts that are held at most while the database is busy; further ones are not counted.
MOST_TEXTS = 5_000
#: Milliseconds for which a flush may wait for the database.
_PATIENCE = 20

_personal = re.compile(r"@|\d{7,}|\d{3,}[- ]\d{3,}[- ]?\d{2,}")


@dataclass(slots=True)
class _Count:
    searches: int = 0
    empty: int = 0
    total: int = 0


_counts: dict[tuple[date, str], _Count] = {}
_lock = threading.Lock()
_flushing = threading.Lock()
_flushed_at = float("-inf")


def record(text: str, total: int) -> None:
    """Count a search and how much it found. Texts that look personal are not counted."""
    counted = countable(text)
    if not counted:
        return
    key = (timezone.localdate(), counted)
    with _lock:
        if key not in _counts and len(_counts) >= MOST_TEXTS:
            return
        count = _counts.setdefault(key, _Count())
        count.searches += 1
        count.empty += not total
        count.total = min(total, 2**31 - 1)
        is_due = time.monotonic() - _flushed_at >= FLUSH_SECONDS or len(_counts) >= FLUSH_TEXTS
    if is_due:
        flush()


def countable(text: str) -> str:
    """The form in which a text is counted; empty when it is not: nothing to search for, or it looks personal."""
    normalised = trimmed(normalise(clean(text)))
    return "" if _personal.search(normalised) else normalised[:LONGEST_TEXT].rstrip()


def flush() -> None:
    """Write what this process has counted, unless the database is busy or somebody else does so: then later."""
    global _flushed_at  # noqa: PLW0603
    if not _flushing.acquire(blocking=False):
        return
    try:
        _flushed_at = time.monotonic()
        with _lock:
            counts = dict(_counts)
            _counts.clear()
        try:
            if counts:
                _write(counts)
        except DatabaseError as error:
            logger.info("search statistics wait: %s", error)
            _put_back(counts)
    finally:
        _flushing.release()


def top_queries(since: date, *, limit: int = 100) -> QuerySet[QueryCount, Any]:
    """The texts searched most since a day."""
    return _summed(since).order_by("-searches", "text")[:limit]


def queries_without_results(since: date, *, limit: int = 100) -> QuerySet[QueryCount, Any]:
    """The texts that found nothing most often since a day."""
    return _summed(since).filter(empty__gt=0).order_by("-empty", "text")[:limit]


def forget(text: str) -> None:
    """Drop the counts of all searches that hold this text: it may not be read any more, not even by staff."""
    wanted = trimmed(normalise(text))
    if wanted:
        QueryCount.objects.filter(text__contains=wanted).delete()
        with _lock:
            for key in [key for key in _counts if wanted in key[1]]:
                del _counts[key]


def prune() -> int:
    """Drop rare texts of past days and what is too old to be of use; how many rows went."""
    today = timezone.localdate()
    rare, _ = QueryCount.objects.filter(day__lt=today, searches__lt=FEWEST_SEARCHES).delete()
    old, _ = QueryCount.objects.filter(day__lt=today - KEPT).delete()
    return rare + old


def _summed(since: date) -> QuerySet[QueryCount, Any]:
    rows = QueryCount.objects.filter(day__gte=since).values("text")
    return rows.annotate(searches=Sum("searches"), empty=Sum("empty"), total=Max("total"))


def _put_back(counts: dict[tuple[date, str], _Count]) -> None:
    with _lock:
        for key, count in counts.items():
            newer = _counts.setdefault(key, _Count(total=count.total))
            newer.searches += count.searches
            newer.empty += count.empty


def _write(counts: dict[tuple[date, str], _Count]) -> None:
    with _impatient(), transaction.atomic():
        for (day, text), count in sorted(counts.items()):
            row, _ = QueryCount.objects.get_or_create(day=day, text=text)
            QueryCount.objects.filter(pk=row.pk).update(
                searches=F("searches") + count.searches, empty=F("empty") + count.empty, total=count.total
            )


@contextmanager
def _impatient() -> Iterator[None]:
    """Give up soon where somebody else is writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            (usual,) = cursor.execute("pragma busy_timeout").fetchone()
            cursor.execute(f"pragma busy_timeout = {_PATIENCE}")
            try:
                yield
            finally:
                cursor.execute(f"pragma busy_timeout = {int(usual)}")
        else:
            with transaction.atomic():
                cursor.execute("select set_config('lock_timeout', %s, true)", [f"{_PATIENCE}ms"])
                yield
