"""What was deleted for good, written down outside of the database, so that a restore does not bring it back.

A line holds a kind and a key that says nothing by itself (a number, a UUID), never what was deleted. The file belongs
on another disk than the database, and is copied with the anchors of the audit log.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.operations.backup import parts


class UnknownKind(Exception):
    """The list names something that no app knows how to delete: nothing may be served before it does."""


def path() -> Path:
    """Where the list is kept."""
    return Path(settings.PURGE_LIST_FILE)


def note_purged(kind: str, keys: Iterable[str]) -> None:
    """Write down what is being deleted; on disk when this returns. Call it before the commit of the deletion.

    A line too many, because the commit failed, deletes after a restore what was to be deleted anyway; one too few
    would bring back what somebody was promised is gone.
    """
    at = timezone.now().isoformat(timespec="seconds")
    lines = [json.dumps({"at": at, "kind": kind, "key": key}, ensure_ascii=True) + "\n" for key in keys]
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        # What a power cut left of a line goes: its deletion was not committed.
        handle.seek(handle.read().rfind(b"\n") + 1)
        handle.truncate()
        handle.write("".join(lines).encode("ascii"))
        handle.flush()
        os.fsync(handle.fileno())


def noted(file: Path) -> dict[str, list[str]]:
    """The keys of each kind. What a power cut left of a line names nothing that was deleted."""
    found: dict[str, dict[str, None]] = {}
    if file.exists():
        for line in file.read_text(encoding="ascii").split("\n")[:-1]:
            entry = json.loads(line)
            found.setdefault(entry["kind"], {})[entry["key"]] = None
    return {kind: list(keys) for kind, keys in found.items()}


def purge_again() -> dict[str, int]:
    """Delete what the list names; how many were still there, by kind. Raises UnknownKind before it begins."""
    keys, purges = noted(path()), parts.purges()
    if unknown := sorted(set(keys) - set(purges)):
        raise UnknownKind(f"no app deletes what the list of deletions calls {', '.join(unknown)}")
    return {kind: purges[kind](found) for kind, found in keys.items()}
