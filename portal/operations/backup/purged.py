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

#: Its name in an archive.
PART = "purged"


class UnfitList(Exception):
    """Not all that the list names could be deleted by it: nothing may be served before it is mended."""


class DamagedList(UnfitList):
    """A line of the list is none of ours."""


class UnknownKind(UnfitList):
    """The list names something that no app knows how to delete."""


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
    """The keys of each kind. What a power cut left of a line names nothing that was deleted. Raises DamagedList."""
    found: dict[str, dict[str, None]] = {}
    if file.exists():
        for number, line in enumerate(file.read_bytes().split(b"\n")[:-1], 1):
            kind, key = _read(line, f"line {number} of {file}")
            found.setdefault(kind, {})[key] = None
    return {kind: list(keys) for kind, keys in found.items()}


def deletions(file: Path) -> dict[str, list[str]]:
    """The keys of each kind, all of which the apps know how to delete. Raises UnfitList, and changes nothing."""
    keys, purges = noted(file), parts.purges()
    if unknown := sorted(set(keys) - set(purges)):
        raise UnknownKind(f"no app deletes what the list of deletions calls {', '.join(unknown)}")
    for kind, found in keys.items():
        for key in found:
            try:
                purges[kind].read_key(key)
            except ValueError:
                raise DamagedList(f"{file} names a {kind} by {key[:80]!r}, which is no key of one") from None
    return keys


def purge_again() -> dict[str, int]:
    """Delete what the list names; how many were still there, by kind. Raises UnfitList before it begins."""
    purges = parts.purges()
    return {kind: purges[kind].delete(found) for kind, found in deletions(path()).items()}


def _read(line: bytes, where: str) -> tuple[str, str]:
    try:
        entry = json.loads(line.decode("ascii"))
        kind, key = entry["kind"], entry["key"]
    except (ValueError, TypeError, KeyError):
        raise DamagedList(f"{where} is damaged: {line[:80]!r}") from None
    if not (isinstance(kind, str) and isinstance(key, str)):
        raise DamagedList(f"{where} is damaged: {line[:80]!r}")
    return kind, key
