"""Makes a backup while everybody goes on.

First the database, as of one moment; then the files. Files are written before the row that names them is committed, so
every file of the snapshot is there, unless it was deleted meanwhile: that one stays deleted after a restore, too.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.operations.backup import parts
from portal.operations.backup.databases import database_of
from portal.operations.backup.manifest import MEMBER, Manifest


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As the file's."""
        block = self._file.read(size)
        self.digest.update(block)
        return block


def make(folder: Path) -> tuple[Path, Manifest]:
    """Write an archive into a folder; where it is, and what is in it. It is there whole, or not at all.

    The folder is not made: where its disk is not mounted, archives would fill the one beneath.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}; is its disk mounted?")
    at = timezone.now()
    target = folder / f"sunlight-{at:%Y%m%dT%H%M%SZ}.tar"
    database = database_of(connection)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch:
        dumped = Path(scratch) / database.member
        rows = database.dump(dumped)
        manifest = Manifest(
            made_at=at.isoformat(timespec="seconds"),
            vendor=database.vendor,
            database=database.member,
            migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            rows=rows,
        )
        draft = Path(scratch) / target.name
        with _archive(draft) as archive:
            _add(archive, manifest, database.member, dumped)
            for part in parts.parts():
                for name, path in part.files():
                    _add(archive, manifest, name, path)
            _add_manifest(archive, manifest)
        draft.replace(target)
    _flush(folder)
    return target, manifest


@contextmanager
def _archive(path: Path) -> Iterator[tarfile.TarFile]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        # Deleted since it was listed.
        return
    with file:
        entry = _entry(name, os.fstat(file.fileno()).st_size)
        hashed = _Hashed(file)
        # A file that grows meanwhile is read as far as it went; one that shrinks is an error.
        archive.addfile(entry, hashed)
        manifest.files[name] = (entry.size, hashed.digest.hexdigest())


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = manifest.to_json()
    archive.addfile(_entry(MEMBER, len(content)), BytesIO(content))


def _entry(name: str, size: int) -> tarfile.TarInfo:
    """Without the names of accounts and times of this machine."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
