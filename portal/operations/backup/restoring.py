"""Puts a backup back, onto an empty machine, and proves that it is all there before anybody is served."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portal.operations.backup import parts, purged, unfinished
from portal.operations.backup.databases import database_of
from portal.operations.backup.manifest import MEMBER, Manifest

#: Bytes that are read at once.
BLOCK = 1 << 20
#: Where our own apps live.
OURS = ("portal.", "search", "home")


class UnfitArchive(Exception):
    """Damaged, incomplete, of another kind of database, or of newer code. Nothing was changed."""


class NotEmpty(Exception):
    """There is something on this machine already. Nothing was changed."""


@dataclass(slots=True)
class Restored:
    """What came back."""

    manifest: Manifest
    #: Rows that were deleted again, by kind.
    purged: dict[str, int] = field(default_factory=dict)
    #: What does not hold; nobody should be served while there is anything.
    faults: list[str] = field(default_factory=list)


Told = Callable[[str], object]


def unpack(archive: Path, folder: Path) -> Manifest:
    """Into a folder, every file compared with the manifest. Raises UnfitArchive."""
    try:
        with tarfile.open(archive) as opened:
            found = {member.name: _unpack(opened, member, folder) for member in opened if member.isreg()}
        manifest = Manifest.from_json((folder / MEMBER).read_bytes())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise UnfitArchive(f"not a whole archive: {error}") from error
    del found[MEMBER]
    if missing := sorted(set(manifest.files) - set(found)):
        raise UnfitArchive(f"{missing[0]} is missing")
    if changed := sorted(name for name in found if manifest.files.get(name) != found[name]):
        raise UnfitArchive(f"{changed[0]} is not what the manifest says")
    return manifest


def _unpack(opened: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> tuple[int, str]:
    if PurePosixPath(member.name).is_absolute():
        raise ValueError(f"{member.name} would lie outside")
    opened.extract(member, folder, filter="data")
    digest = hashlib.sha256()
    with (folder / member.name).open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return member.size, digest.hexdigest()


def check_fit(manifest: Manifest) -> None:
    """Whether this installation can hold it. Raises UnfitArchive."""
    if manifest.vendor != connection.vendor:
        raise UnfitArchive(f"a database of {manifest.vendor}; this installation has {connection.vendor}")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    # Those of libraries may be gone with an upgrade.
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith(OURS)}
    newer = [each for each in manifest.migrations if each.partition(".")[0] in ours and each not in known]
    if newer:
        raise UnfitArchive(f"made by newer code: {newer[0]} is not known here")


def check_empty() -> None:
    """Whether there is nothing that a restore would overwrite. Raises NotEmpty."""
    if not database_of(connection).is_empty():
        unended = ", of a restore that did not end well: repeat it with --force" if unfinished.is_there() else ""
        raise NotEmpty(f"there are tables in the database{unended}")
    for part in parts.parts():
        if not part.keeps and part.files():
            raise NotEmpty(f"there are files in {part.where()}")


def check_deletions(folder: Path) -> None:
    """Whether all that is to be deleted again can be, by the list here or that of the archive. Raises UnfitList."""
    here = purged.path()
    purged.deletions(here if here.exists() else folder / purged.PART / here.name)


def put_back(folder: Path, manifest: Manifest, told: Told = lambda text: None) -> Restored:
    """Put what was unpacked in place, bring it up to date, purge and check it."""
    restored = Restored(manifest)
    database = database_of(connection)
    told("database")
    database.load(folder / manifest.database)
    restored.faults += _compare(manifest.rows, database.counts())
    told("files")
    for part in parts.parts():
        _put_files(part, folder / part.name)
    told("migrations")
    call_command("migrate", interactive=False, verbosity=0)
    # Whoever was signed in then is not signed in now.
    Session.objects.all().delete()
    told("deletions")
    restored.purged = purged.purge_again()
    told("checks")
    for name, check in parts.checks().items():
        restored.faults += [f"{name}: {text}" for text in check()]
    return restored


def _compare(wanted: dict[str, int], found: dict[str, int]) -> list[str]:
    return [
        f"{table} has {found.get(table, 'no')} rows, not {count}"
        for table, count in sorted(wanted.items())
        if found.get(table) != count
    ]


def _put_files(part: parts.Part, source: Path) -> None:
    target = part.where()
    if part.keeps and target.exists():
        return
    if target.is_dir():
        # With --force: what stood here goes.
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    if part.is_file and (source / target.name).exists():
        shutil.move(source / target.name, target)
    elif source.exists() and not part.is_file:
        shutil.move(source, target)
