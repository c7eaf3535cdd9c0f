"""Small lists kept in the memory of each process, and never older than the database.

Every change of a list renews its stamp in the same transaction. A request asks for all stamps once, so that a page with
any number of filters costs one query for their labels.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.apps import apps
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import connection, models
from django.db.models.signals import post_delete, post_migrate, post_save

from portal.organisations.models import ListStamp

T = TypeVar("T")


class _Stamps:
    """The stamps as a request has read them; None until it asks for one."""

    def __init__(self) -> None:
        self.marks: dict[str, UUID] | None = None
        #: The lists that were asked for since.
        self.lists: dict[str, Any] = {}


#: Those of this request; none outside of requests. Asked thousands of times in one, so it has to be quick.
_request: ContextVar[_Stamps | None] = ContextVar("stamps of lists", default=None)


class Copy(Generic[T]):
    """What ``load`` gives, kept until one of these tables changes."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self.name = name
        self._load = load
        self._held: tuple[UUID, T] | None = None

    def get(self) -> T:
        """The list as the database has it now."""
        stamps = _request.get()
        if stamps is not None and self.name in stamps.lists:
            return stamps.lists[self.name]
        mark = _mark(self.name)
        held = self._held
        if held is None or held[0] != mark:
            held = self._held = (mark, self._load()) if mark else None
        if held is None:
            # Without a stamp nothing says when it changes.
            return self._load()
        if stamps is not None:
            stamps.lists[self.name] = held[1]
        return held[1]

    def watch(self, tables: Sequence[type[models.Model]]) -> None:
        """Renew the stamp with every change of these tables; once, at start."""
        for table in tables:
            for signal in (post_save, post_delete):
                signal.connect(self._renew, sender=table, weak=False, dispatch_uid=f"copy-{self.name}-{table.__name__}")
        # A data migration changes tables without the signals of their models.
        post_migrate.connect(self._renew, sender=apps.get_app_config("organisations"), weak=False)

    def renew(self) -> None:
        """Say that the list changes in this transaction."""
        ListStamp.renew(self.name)
        forget_stamps()

    def _renew(self, **kwargs: Any) -> None:
        # After `migrate` of another app alone, this app's tables may not be there yet.
        if "app_config" not in kwargs or ListStamp._meta.db_table in connection.introspection.table_names():
            self.renew()


def forget_stamps(**kwargs: Any) -> None:
    """Read the stamps again when they are needed next in this request."""
    if stamps := _request.get():
        stamps.marks = None
        stamps.lists.clear()


def connect() -> None:
    """Read the stamps once for each request."""
    request_started.connect(_begin)
    request_finished.connect(_end)
    got_request_exception.connect(_end)


@contextmanager
def read_once() -> Iterator[None]:
    """As within a request: read the stamps once for a piece of work in which nobody else changes the lists."""
    if _request.get():
        yield
        return
    _begin()
    try:
        yield
    finally:
        _end()


def _begin(**kwargs: Any) -> None:
    _request.set(_Stamps())


def _end(**kwargs: Any) -> None:
    _request.set(None)


def _mark(name: str) -> UUID | None:
    stamps = _request.get()
    if stamps is None:
        return ListStamp.objects.filter(name=name).values_list("mark", flat=True).first()
    if stamps.marks is None:
        stamps.marks = dict(ListStamp.objects.values_list("name", "mark"))
    return stamps.marks.get(name)
