"""Chains the entries, one after the other, each in the place behind the last.

There is one chain, so its end is a place where all writers queue. With SQLite they do so anyway, and an entry is linked
in its own transaction. With PostgreSQL they must not hold the end while they work: two steps that touch the same rows
in another order would lock each other out, and one long import would stop every other editor. There the entry is
written with its step and linked at once after the commit, in a transaction that does nothing else and holds the lock
for a moment. What a process did not link because it died is linked by the periodic job, or with the next anchor.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from portal.audit import seals
from portal.audit.models import AuditEntry, AuditLink
from search.batches import batches

#: Of the advisory lock of PostgreSQL; any number that nobody else takes. SQLite's transactions are immediate.
LOCK = 7_415_092_318_664_021
#: Entries that are linked in one transaction.
BATCH = 500
#: How far back the periodic job looks, entries that keep the day alone included; the anchor looks at everything.
RECENT = timedelta(days=2)


class Head(NamedTuple):
    """The end of the chain."""

    position: int
    hash: str
    entry: int | None


def head() -> Head:
    """The last link; place 0 of a chain that has none."""
    row = AuditLink.objects.order_by("-position").values_list("position", "hash", "entry").first()
    return Head(*row) if row else Head(0, seals.GENESIS, None)


def follow(entry: int) -> None:
    """Link an entry that was just written in a transaction."""
    if connection.vendor == "sqlite":
        link([entry])
    else:
        link_after_commit(entry)


def link_after_commit(entry: int) -> None:
    """Link an entry once its transaction is committed; those of one transaction are linked together."""
    for callback in connection.run_on_commit:
        waiting: Any = callback[1]
        if isinstance(waiting, _Linking):
            # A savepoint that is rolled back may take the entry away, but not those before it.
            waiting.entries.append(entry)
            return
    # A failure is logged, and the job tries again: the step itself is committed and must not look as if it had failed.
    transaction.on_commit(_Linking(entry), robust=True)


class _Linking:
    def __init__(self, entry: int) -> None:
        self.entries = [entry]
        # Django names a callback so when it logs that it failed.
        self.__qualname__ = type(self).__qualname__

    def __call__(self) -> None:
        link(self.entries)


def link_pending(since: datetime | None = None) -> int:
    """Link what was recorded since a time (ever, by default) and has no link yet; how many it were."""
    waiting = AuditEntry.objects.filter(link__isnull=True)
    if since is not None:
        waiting = waiting.filter(at__gte=since)
    return link(list(waiting.order_by("pk").values_list("pk", flat=True)))


def link_recent() -> int:
    """The periodic job."""
    return link_pending(timezone.now() - RECENT)


def link(entries: Iterable[int]) -> int:
    """Put these entries behind the last link, unless they have theirs; how many it were."""
    return sum(_link(numbers) for numbers in batches(entries, BATCH))


def _link(numbers: list[int]) -> int:
    with transaction.atomic():
        _lock()
        position, last, _entry = head()
        rows = AuditEntry.objects.filter(pk__in=numbers, link__isnull=True).order_by("pk").values_list("pk", "seal")
        links = []
        for entry, seal in rows:
            position += 1
            last = seals.link_hash(last, position, entry, seal)
            links.append(AuditLink(position=position, entry_id=entry, hash=last))
        AuditLink.objects.bulk_create(links)
    return len(links)


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
