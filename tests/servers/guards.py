"""The triggers of the audit log, taken down where a test must do what the database refuses, and put up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.apps import apps
from django.db import connection

from portal.audit.guards import missing

_migration = import_module("portal.audit.migrations.0002_guards")


class _Editor:
    connection = connection


def take_down() -> None:
    """Let the tables be emptied or tampered with."""
    _migration.take_down(apps, _Editor)


def put_up() -> None:
    """As the migration does."""
    if missing():
        take_down()
        _migration.put_up(apps, _Editor)


@contextmanager
def away() -> Iterator[None]:
    """What somebody does who may do everything in the database."""
    take_down()
    try:
        yield
    finally:
        put_up()
