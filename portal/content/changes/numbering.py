"""Gives each change its place in the list that mirrors follow, so that who has read up to a place has missed nothing.

A primary key is given before the commit, so a change with a smaller one may come to light after one with a greater one,
and a mirror that remembers the greatest would never see it. Places are given one after the other, to what is committed:
with SQLite, whose writers queue, in the transaction of the change; with PostgreSQL right after it, in a transaction
that does nothing else. What a process did not number because it died, the next one numbers, or the periodic job.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from portal.content.models.changes import PublicChange
from portal.content.models.stamps import PageStamp

#: Of the advisory lock of PostgreSQL; any number that nobody else takes.
LOCK = 5_203_871_946_120_377
#: Changes numbered in one transaction.
BATCH = 1000


def place() -> int | None:
    """The place of a change that is about to be written in this transaction; None where it is given later."""
    if connection.vendor == "sqlite":
        return _last() + 1
    waits = any(callback[1] is _number_committed for callback in connection.run_on_commit)
    if not waits:
        # Robust: the change itself is committed, and must not look as if it had failed.
        transaction.on_commit(_number_committed, robust=True)
    return None


def number_pending() -> int:
    """Number all that is committed and has no place yet, in the order in which it was written; how many it were."""
    done = 0
    while numbered := _number_batch():
        done += numbered
    return done


def _number_committed() -> None:
    number_pending()


def _last() -> int:
    last: int | None = PublicChange.objects.aggregate(last=Max("position"))["last"]
    return last or 0


@transaction.atomic
def _number_batch() -> int:
    if not PublicChange.objects.filter(position=None).exists():
        return 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    last = _last()
    waiting = list(PublicChange.objects.filter(position=None).order_by("pk")[:BATCH])
    for place, change in enumerate(waiting, start=last + 1):
        change.position = place
    PublicChange.objects.bulk_update(waiting, ["position"])
    # Rows that are updated in bulk send no signal, and kept answers lack these changes.
    PageStamp.renew()
    return len(waiting)
