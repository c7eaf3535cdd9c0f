"""Locks between processes and machines. All of them are gone with the process that held them, kill -9 included.

With PostgreSQL they are advisory locks, so that all machines see them. With SQLite there is one machine, and they are
file locks; what must exclude each other inside the database does so by immediate transactions.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.conf import settings
from django.db import OperationalError, connection, transaction

_POLL_SECONDS = 0.005
#: Seconds for which a change of the list of consumers may make writers wait, and how often that is tried.
_REGISTRY_SECONDS, _REGISTRY_TRIES = 1, 120


class Busy(Exception):
    """Somebody else holds the lock."""


@contextmanager
def only_one(name: str, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of this name; `Busy` when it is not free within ``wait`` seconds. Not to be nested."""
    deadline = time.monotonic() + wait
    holding = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with holding(name, deadline):
        yield


def join_registry() -> None:
    """For the rest of this transaction, keep the list of consumers as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock_shared(%s)", [_number("consumers")])


@contextmanager
def changing_registry() -> Iterator[None]:
    """A transaction that may change the list of consumers; every writer that read the old list has committed."""
    for remaining in reversed(range(_REGISTRY_TRIES)):
        try:
            with transaction.atomic():
                _lock_registry()
                yield
                return
        except _RegistryBusy as error:
            if not remaining:
                raise Busy("consumers") from error


class _RegistryBusy(Exception):
    pass


def _lock_registry() -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Those who come now queue behind this one, so it gives way soon and tries again.
        cursor.execute("select set_config('lock_timeout', %s, true)", [f"{_REGISTRY_SECONDS}s"])
        try:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_number("consumers")])
        except OperationalError as error:
            raise _RegistryBusy from error
        cursor.execute("select set_config('lock_timeout', '0', true)")


def _number(name: str) -> int:
    return int.from_bytes(blake2b(f"sunlight search {name}".encode(), digest_size=8).digest(), signed=True)


@contextmanager
def _advisory_lock(name: str, deadline: float) -> Iterator[None]:
    number = _number(name)
    while not _asked("select pg_try_advisory_lock(%s)", number):
        _pause(name, deadline)
    try:
        yield
    finally:
        _asked("select pg_advisory_unlock(%s)", number)


def _asked(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
        return bool(cursor.fetchone()[0])


@contextmanager
def _file_lock(name: str, deadline: float) -> Iterator[None]:
    folder = settings.SEARCH_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / re.sub(r"[^\w.-]", "_", name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        while not _locked(handle):
            _pause(name, deadline)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _pause(name: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise Busy(name)
    time.sleep(_POLL_SECONDS)
