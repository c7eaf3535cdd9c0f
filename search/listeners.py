"""Who else is told what changed, through the same outbox as the indexes: an app that follows documents registers.

A listener gets each document as the public may read it after a change, in batches, at least once, from the worker; the
keys that nobody may find any more it gets as well. It costs writers nothing until `listen` was called for it.
"""

from collections.abc import Mapping

from search import applying
from search.applying import Writable
from search.locks import Busy, changing_registry, only_one
from search.models import OutboxEntry, SearchConsumer

#: Seconds that a turn of another worker is waited for.
TURN_SECONDS = 0.2

_listeners: dict[str, Writable] = {}


def register_listener(name: str, listener: Writable) -> None:
    """Make a listener known, at start; a name may be taken only once."""
    if _listeners.get(name, listener) is not listener:
        raise ValueError(f"there is a listener called {name!r} already")
    _listeners[name] = listener


def listeners() -> Mapping[str, Writable]:
    """All of them, by name."""
    return dict(_listeners)


def listen(name: str) -> None:
    """From the next write on, keep what changes for this listener. Not to be called in a transaction that writes."""
    if not SearchConsumer.objects.filter(name=name).exists():
        with changing_registry():
            SearchConsumer.objects.get_or_create(name=name, defaults={"kind": SearchConsumer.Kind.LISTENER})


def stop_listening(name: str) -> None:
    """Keep nothing more for it, and forget what waits."""
    with changing_registry():
        OutboxEntry.objects.filter(consumer__name=name).delete()
        SearchConsumer.objects.filter(name=name).delete()


def drain(name: str) -> int:
    """Tell a listener what waits for it; the number of entries. Nothing when another process is at it."""
    told = 0
    try:
        with only_one(f"apply {name}", wait=TURN_SECONDS):
            while done := applying.drain_batch(name, _listeners[name]):
                told += done
    except Busy:
        pass
    return told
