"""What changes is written down in the writer's own transaction, and told to the indexes after it.

`enqueue` adds a row for each index; nothing else connects a writer and an index. The indexes that live in this
process's reach are told right after the commit, in half a second at most and at no risk to the writer; whatever is
left over, and every Elasticsearch, is the worker's.
"""

import time
from collections.abc import Iterable
from itertools import islice

from django.db import connection, transaction

from search import applying, consumers
from search.batches import batches
from search.locks import join_registry
from search.models import OutboxEntry, SearchConsumer

#: Seconds that a writer gives to the indexes after its commit, and how long it waits for another one's turn.
PATIENCE, TURN_PATIENCE = 0.5, 0.3
#: Keys that are remembered for that; a transaction that changes more leaves the rest to the worker.
REMEMBERED_KEYS = 1000
_CHUNK = 1000


def enqueue(keys: Iterable[str]) -> None:
    """Note that these documents may have changed, appeared or gone; part of the current transaction.

    Costs two statements and a row for each key and index; any number of keys in flat memory.
    """
    with transaction.atomic(savepoint=False):
        join_registry()
        told = list(SearchConsumer.objects.values_list("pk", flat=True))
        pending = _after_commit()
        for batch in batches(keys, _CHUNK):
            chunk = list(dict.fromkeys(batch))
            OutboxEntry.objects.bulk_create(
                [OutboxEntry(consumer_id=consumer, key=key) for consumer in told for key in chunk], batch_size=_CHUNK
            )
            pending.note(chunk)


def lag() -> dict[str, int]:
    """The number of entries that wait, by the name of the index."""
    names = SearchConsumer.objects.values_list("name", "pk")
    return {name: OutboxEntry.objects.filter(consumer=pk).count() for name, pk in names}


class _AfterCommit:
    """The keys of one transaction, for the indexes that are told in its own process."""

    def __init__(self) -> None:
        self._keys: dict[str, None] = {}

    def note(self, keys: Iterable[str]) -> None:
        self._keys.update(dict.fromkeys(islice(keys, max(0, REMEMBERED_KEYS - len(self._keys)))))

    def drain(self) -> None:
        deadline = time.monotonic() + PATIENCE
        for target in consumers.targets():
            if target.in_process:
                applying.apply_keys_now(target, list(self._keys), deadline=deadline, turn=TURN_PATIENCE)


def _after_commit() -> _AfterCommit:
    """What this transaction does after its commit; registered once for each."""
    for _, function, *_ in connection.run_on_commit:
        owner = getattr(function, "__self__", None)
        if isinstance(owner, _AfterCommit):
            return owner
    pending = _AfterCommit()
    # Robust: whatever goes wrong is logged, never shown to the writer; the rows are still there for the worker.
    transaction.on_commit(pending.drain, robust=True)
    return pending
