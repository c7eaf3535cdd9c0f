"""What many tests begin with is built once in a process, and put back as it was for every later test that asks for it.

A fixture says so with ``@kept()`` instead of ``@pytest.fixture``. Each test gets rows, files and index of its own, in
its own transaction, and objects that no other test has touched: whatever it does with them, the next begins the same.
"""

from __future__ import annotations

import functools
import inspect
import pickle
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from portal.content.models import PageStamp
from portal.organisations.models import ListStamp
from tests.servers.baseline import Baseline, insert

#: What processes know their copies by: a test must not meet what an earlier one has made of the same rows.
_STAMPS = frozenset(model._meta.db_table for model in (PageStamp, ListStamp))
_INDEX = ("current", "*.index*")


@dataclass(frozen=True)
class _Change:
    """What was done to one table; rows are known by their primary key."""

    table: str
    columns: list[str]
    key: str
    gone: list[Any]
    come: list[tuple[Any, ...]]

    def repeat(self, cursor: Any) -> None:
        """Do it again, to a table as the migrations left it."""
        quote = connection.ops.quote_name
        if self.gone:
            statement = f"DELETE FROM {quote(self.table)} WHERE {quote(self.key)} = %s"  # noqa: S608
            cursor.executemany(statement, [(key,) for key in self.gone])
        rows = self.come
        if self.table in _STAMPS:
            place = self.columns.index("mark")
            rows = [(*row[:place], uuid.uuid4().hex, *row[place + 1 :]) for row in rows]
        insert(cursor, self.table, self.columns, rows)


@dataclass(frozen=True)
class _World:
    """What some fixtures built: rows, uploaded files, the index if there is one, and the values they returned."""

    values: bytes
    changes: list[_Change]
    resets: list[str]
    folder: Path

    @classmethod
    def taken(cls, content: Content, before: Baseline, files: set[Path], folder: Path) -> Self:
        """Keep what is there now and was not there before."""
        changes = list(_changes(before, Baseline.taken()))
        tables = {change.table for change in changes}
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
        for path in _media() - files:
            _copied(path, folder / "media" / path.relative_to(settings.MEDIA_ROOT))
        for path in _index(content.index):
            _copied(path, folder / "index" / path.name)
        resets = connection.ops.sequence_reset_sql(no_style(), models)
        return cls(pickle.dumps(content.values), changes, resets, folder)

    def put_back(self) -> dict[str, Any]:
        """The rows and the files; the values by the names of their fixtures."""
        with transaction.atomic(), connection.cursor() as cursor:
            for change in self.changes:
                change.repeat(cursor)
            for statement in self.resets:
                cursor.execute(statement)
        for path in (self.folder / "media").rglob("*"):
            if path.is_file():
                _copied(path, Path(settings.MEDIA_ROOT) / path.relative_to(self.folder / "media"))
        values: dict[str, Any] = pickle.loads(self.values)  # noqa: S301 (our own)
        return values

    def put_index(self, folder: Path) -> bool:
        """Fill an empty folder with the index; whether there is one."""
        found = list((self.folder / "index").glob("*"))
        for path in found:
            _copied(path, folder / path.name)
        return bool(found)


@dataclass
class Content:
    """What a test begins with."""

    world: _World | None = None
    values: dict[str, Any] = field(default_factory=dict)
    #: The folder of the embedded index that the fixtures fill.
    index: Path | None = None

    def put_index(self, folder: Path) -> bool:
        """Fill an empty folder with the index that belongs to what was put back; whether there is one."""
        self.index = folder
        return self.world is not None and self.world.put_index(folder)


Worlds = dict[Any, _World]


def kept(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """A fixture that is built once; whatever else it asks for must leave no rows, and be the same for every test."""

    def decorate(build: Callable[..., Any]) -> Any:
        @functools.wraps(build)
        def fixture(kept_content: Content, **given: Any) -> Any:
            if build.__name__ not in kept_content.values:
                kept_content.values[build.__name__] = build(**given)
            return kept_content.values[build.__name__]

        signature = inspect.signature(build)
        own = inspect.Parameter("kept_content", inspect.Parameter.KEYWORD_ONLY)
        fixture.__signature__ = signature.replace(parameters=[*signature.parameters.values(), own])  # type: ignore[attr-defined]
        fixture.is_kept = True  # type: ignore[attr-defined]
        return pytest.fixture(**options)(fixture)

    return decorate


def begin(request: pytest.FixtureRequest, content: Content, worlds: Worlds, folders: pytest.TempPathFactory) -> None:
    """Before a test makes anything else: put back what its kept fixtures have built, or let them build it now."""
    builders = _builders(request)
    if not builders:
        return
    baseline: Baseline = request.getfixturevalue("django_db_setup")
    request.getfixturevalue("db")
    # Much of what they build is told from today.
    known = (timezone.localdate(), *((build.__module__, name) for name, build in builders.items()))
    if known in worlds:
        content.world = worlds[known]
        content.values = content.world.put_back()
        return
    files = _media()
    for name in builders:
        request.getfixturevalue(name)
    worlds[known] = _World.taken(content, baseline, files, folders.mktemp("kept"))


def _builders(request: pytest.FixtureRequest) -> dict[str, Any]:
    definitions = request.node._fixtureinfo.name2fixturedefs
    last = {name: definitions[name][-1].func for name in request.fixturenames if name in definitions}
    return {name: build for name, build in sorted(last.items()) if getattr(build, "is_kept", False)}


def _changes(before: Baseline, after: Baseline) -> Iterator[_Change]:
    with connection.cursor() as cursor:
        for table, (columns, rows) in after.tables.items():
            old = before.tables[table][1]
            if rows == old:
                continue
            key = connection.introspection.get_primary_key_column(cursor, table)
            assert key is not None
            place = columns.index(key)
            was, now = ({row[place]: row for row in some} for some in (old, rows))
            gone = [value for value, row in was.items() if now.get(value) != row]
            yield _Change(table, columns, key, gone, [row for value, row in now.items() if was.get(value) != row])


def _media() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def _index(folder: Path | None) -> list[Path]:
    return [path for pattern in _INDEX for path in folder.glob(pattern)] if folder else []


def _copied(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
