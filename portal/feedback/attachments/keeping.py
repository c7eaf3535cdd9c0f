"""Sealed files on disk: under random names, whole and flushed before a row speaks of them, and with no time of day."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from portal.feedback.attachments.limits import Accepted
from portal.feedback.contents.places import place
from portal.feedback.contents.sealing import seal
from portal.feedback.models import Attachment, Submission
from portal.privacy.sealing import DataKey

ORIGINAL, CLEANED = "original", "cleaned"
#: A file without a row may belong to a submission that is being handed in at this moment.
ORPHANED_AFTER = timedelta(days=1)


def path_of(attachment: UUID, copy: str = ORIGINAL) -> Path:
    """Where a sealed file lies."""
    return Path(settings.SEALED_DIR) / attachment.hex[:2] / f"{attachment.hex}.{copy}"


def keep(key: DataKey, submission: UUID, attachment: UUID, content: bytes, copy: str = ORIGINAL) -> Path:
    """Seal and write a file; it is on the disk when this returns."""
    path = path_of(attachment, copy)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{copy}-draft")
    with open(draft, "wb", opener=_private) as file:
        file.write(key.seal(content, _place(submission, attachment, copy)))
        file.flush()
        os.fsync(file.fileno())
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    os.utime(draft, (midnight, midnight))
    draft.replace(path)
    _flush_folder(path.parent)
    return path


def sealed_attachment(key: DataKey, submission: Submission, number: int, file: Accepted) -> Attachment:
    """A file that was let in: sealed on the disk, its row not stored yet."""
    attachment = Attachment(id=uuid.uuid4(), submission=submission, number=number)
    described = {"name": file.name, "kind": file.kind.value, "bytes": len(file.content)}
    attachment.sealed_description = seal(key, described, submission.pk, "description", attachment.pk)
    keep(key, submission.pk, attachment.pk, file.content)
    return attachment


def opened(key: DataKey, submission: UUID, attachment: UUID, copy: str = ORIGINAL) -> bytes:
    """The content of a sealed file. Raises Damaged, or FileNotFoundError."""
    return key.open(path_of(attachment, copy).read_bytes(), _place(submission, attachment, copy))


def discard(attachment: UUID) -> None:
    """Delete all copies of a file."""
    for copy in (ORIGINAL, CLEANED):
        path_of(attachment, copy).unlink(missing_ok=True)


def sweep_orphans() -> int:
    """Delete files that no row speaks of: their submission was never committed, or was purged; how many."""
    before = (timezone.now() - ORPHANED_AFTER).timestamp()
    swept = 0
    for path, number in _old_files(before):
        if not Attachment.objects.filter(pk=number).exists():
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _old_files(before: float) -> Iterator[tuple[Path, UUID]]:
    for path in sorted(Path(settings.SEALED_DIR).glob("??/*.*")):
        # The time of change is the system's own; that of modification was set to the day.
        if path.stat().st_ctime < before:
            yield path, UUID(path.name.partition(".")[0])


def _place(submission: UUID, attachment: UUID, copy: str) -> str:
    return place(submission, "file", f"{attachment}.{copy}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
