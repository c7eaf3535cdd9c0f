"""The anchor file: each day a line with the end of the chain, outside the database, so that a cut end is noticed.

The lines are sealed and chained among themselves. Only whoever holds AUDIT_KEY can write one; a copy elsewhere (another
machine, paper) shows when the newest lines are taken away. docs/audit.md has the format.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.audit import chain, seals
from portal.audit.models import AuditLink


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: what the chain was then."""

    #: In UTC, as ISO 8601.
    at: str
    #: Links there were, which is the place of the last one.
    count: int
    #: Id of the entry of the last link; None while there was none.
    entry: int | None
    #: Hash of the last link.
    hash: str
    #: After a restore: the place up to which the chain is the one from before; anchors behind it are void.
    restored: int | None
    seal: str

    def __str__(self) -> str:
        return f"{self.when:%Y-%m-%d %H:%M} UTC · {self.count}"

    @property
    def when(self) -> datetime:
        """The time of the anchor."""
        return datetime.fromisoformat(self.at)


class AnchorsAltered(Exception):
    """A line of the file is not what was written; ``number`` counts from 1, ``whole`` are the anchors before it."""

    def __init__(self, number: int, whole: list[Anchor]) -> None:
        super().__init__(f"line {number} of the anchor file was altered, or a line before it is missing")
        self.whole = whole


class AnchorDiffers(Exception):
    """The chain is no longer what the last anchor says; `verify_audit` tells more."""


def path() -> Path:
    """Where the anchors are kept."""
    return Path(settings.AUDIT_ANCHOR_FILE)


def anchors_in(file: Path) -> list[Anchor]:
    """The anchors that hold, oldest first, without those that a restore made void. Raises AnchorsAltered."""
    if not file.exists():
        return []
    found: list[Anchor] = []
    previous = seals.GENESIS
    for number, line in enumerate(_whole_lines(file.read_bytes()), 1):
        anchor = _read(line)
        if anchor is None or anchor.seal != _seal(previous, asdict(anchor)):
            raise AnchorsAltered(number, found)
        if anchor.restored is not None:
            found = [earlier for earlier in found if earlier.count <= anchor.restored]
        found.append(anchor)
        previous = anchor.seal
    return found


def matches(anchor: Anchor) -> bool:
    """Whether the chain has this hash in this place."""
    return not anchor.count or AuditLink.objects.filter(pk=anchor.count, hash=anchor.hash).exists()


def drop() -> Anchor:
    """Link what waits, and write down the end of the chain. Raises AnchorsAltered, and AnchorDiffers."""
    chain.link_pending()
    with _exclusive():
        before = anchors_in(path())
        if before and not matches(before[-1]):
            raise AnchorDiffers(f"the chain is not what the anchor of {before[-1].at} says")
        return _append(restored=None)


def drop_after_restore(kept: int) -> Anchor:
    """Write down a chain that was put back from a backup: anchors behind the place ``kept`` are void from now on."""
    chain.link_pending()
    with _exclusive():
        return _append(restored=kept)


def _append(*, restored: int | None) -> Anchor:
    file = path()
    content = file.read_bytes()
    lines = _whole_lines(content)
    last = _read(lines[-1]) if lines else None
    head = chain.head()
    values: dict[str, Any] = {
        "at": seals.moment(timezone.now()),
        "count": head.position,
        "entry": head.entry,
        "hash": head.hash,
        "restored": restored,
    }
    anchor = Anchor(**values, seal=_seal(last.seal if last else seals.GENESIS, values))
    with file.open("r+b") as handle:
        # What a power cut left of a line was never an anchor.
        handle.truncate(sum(map(len, lines)) + len(lines))
        handle.seek(0, os.SEEK_END)
        handle.write(seals.canonical([asdict(anchor)])[1:-1] + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    return anchor


def _seal(previous: str, values: dict[str, Any]) -> str:
    names = ("at", "count", "entry", "hash", "restored")
    return seals.anchor_seal(previous, [values[name] for name in names])


def _read(line: bytes) -> Anchor | None:
    try:
        return Anchor(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _whole_lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")[:-1]


@contextmanager
def _exclusive() -> Iterator[None]:
    """One writer at a time; the file and its folder are made the first time."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.fsync(handle)
        yield
    finally:
        os.close(handle)
