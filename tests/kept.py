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
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.content.models import PageStamp
from portal.organisations.models import ListStamp
from tests.servers.baseline import Baseline, Change, make

#: What processes know their copies by: a test must not meet what an earlier one has made of the same rows.
_STAMPS = frozenset(model._meta.db_table for model in (PageStamp, ListStamp))
_INDEX = ("current", "*.index*")


@dataclass(frozen=True)
class _World:
    """What some fixtures built: rows, uploaded files, the index if there is one, and the values they returned."""

    values: bytes
    changes: list[Change]
    folder: Path

    @classmethod
    def taken(cls, content: Content, before: Baseline, files: set[Path], folder: Path) -> Self:
        """Keep what is there now and was not there before."""
        changes = list(Baseline.taken().since(before))
        for path in _media() - files:
            _copied(path, folder / "media" / path.relative_to(settings.MEDIA_ROOT))
        for path in _index(content.index):
            _copied(path, folder / "index" / path.name)
        return cls(pickle.dumps(content.values), changes, folder)

    def put_back(self) -> dict[str, Any]:
        """The rows and the files; the values by the names of their fixtures."""
        with transaction.atomic():
            make([_renewed(change) for change in self.changes])
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
    # Much of what they build is told from today; and what follows a commit has happened, or has not.
    known = (
        timezone.localdate(),
        connection.in_atomic_block,
        *((build.__module__, name) for name, build in builders.items()),
    )
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


def _renewed(change: Change) -> Change:
    """A stamp that no test has seen."""
    if change.table not in _STAMPS:
        return change
    place = change.columns.index("mark")
    return replace(change, come=[(*row[:place], uuid.uuid4().hex, *row[place + 1 :]) for row in change.come])


def _media() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def _index(folder: Path | None) -> list[Path]:
    return [path for pattern in _INDEX for path in folder.glob(pattern)] if folder else []


def _copied(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
