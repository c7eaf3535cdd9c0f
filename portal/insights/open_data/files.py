"""The whole sets as files that lie ready, so that many may take them at once and check what they got.

A file lies ready only while it says what the site says: each carries the stamp of all that is public from before it was
made, and the day. After any change, and at midnight, when names expire, it is not given any more; whoever comes then
gets the same bytes made while they are sent, from the tables as they are, and without a checksum. The worker makes the
files anew when it may: it rests a multiple of the time that it took, so a big site never spends its days on this.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.content.caching.release import release_mark
from portal.content.models import PageStamp
from portal.insights.open_data.sets.base import DataSet, data_sets
from portal.insights.open_data.sets.changes import last_place
from portal.insights.open_data.writing import FORMATS, read_batches
from search import reliance
from search.engines.base import SearchUnavailable

#: The worker rests so many times as long as it worked.
REST = 20
#: So often it looks whether they are to be made anew.
EVERY = timedelta(minutes=5)
_LIST = "files.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies ready."""

    name: str
    size: int
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Collection:
    """All files of one making."""

    folder: str
    stamp: str
    day: str
    release: str
    #: When it was begun, and the place in the list of changes at that moment: who has these files goes on from there.
    as_of: str
    cursor: int
    seconds: float
    files: Mapping[str, File] = field(default_factory=dict)

    def holds(self) -> bool:
        """Whether the site still says what the files say."""
        same_day = self.day == timezone.localdate().isoformat()
        return same_day and self.release == release_mark() and self.stamp == PageStamp.current()

    def path(self, file: File) -> Path:
        """Where a file lies."""
        return settings.OPEN_DATA_DIR / self.folder / file.name

    @property
    def made_at(self) -> datetime:
        """When it was begun."""
        return datetime.fromisoformat(self.as_of)


def current() -> Collection | None:
    """The files that may be given now; None while there are none."""
    kept = _kept()
    return kept if kept and kept.holds() else None


def prepare() -> bool:
    """Make all files anew if the site has changed and the worker has rested; whether it did."""
    kept = _kept()
    if kept and (kept.holds() or time.time() < kept.made_at.timestamp() + (REST + 1) * kept.seconds):
        return False
    make()
    return True


def make() -> Collection:
    """Make all files of all sets; the tables are read once for all formats."""
    stamp, started, as_of = PageStamp.current(), time.monotonic(), timezone.now()
    cursor = last_place()
    folder = f"{as_of:%Y%m%d%H%M%S%f}"
    (settings.OPEN_DATA_DIR / folder).mkdir(parents=True)
    files: dict[str, File] = {}
    with reliance.watched() as relied:
        for data in data_sets():
            try:
                files |= {file.name: file for file in _write(data, settings.OPEN_DATA_DIR / folder)}
            except SearchUnavailable:
                # The other sets are made from the database alone.
                continue
    if relied.is_behind:
        files = {name: file for name, file in files.items() if not name.startswith("statistics.")}
    made = Collection(
        folder=folder,
        stamp=stamp,
        day=timezone.localdate(as_of).isoformat(),
        release=release_mark(),
        as_of=timezone.localtime(as_of).isoformat(timespec="seconds"),
        cursor=cursor,
        seconds=time.monotonic() - started,
        files=files,
    )
    _keep(made)
    return made


def _write(data: DataSet, folder: Path) -> Iterator[File]:
    writers = {name: kind(data) for name, kind in FORMATS.items()}
    digests, sizes, rows = {name: sha256() for name in writers}, dict.fromkeys(writers, 0), 0
    with ExitStack() as opened:
        targets = {name: opened.enter_context((folder / f"{data.code}.{name}").open("wb")) for name in writers}

        def put(name: str, piece: bytes) -> None:
            targets[name].write(piece)
            digests[name].update(piece)
            sizes[name] += len(piece)

        for name, writer in writers.items():
            put(name, writer.begin())
        for batch in read_batches(data):
            rows += len(batch.rows)
            for name, writer in writers.items():
                put(name, writer.add(batch))
        for name, writer in writers.items():
            put(name, writer.end())
    for name in writers:
        yield File(f"{data.code}.{name}", sizes[name], digests[name].hexdigest(), rows)


def _kept() -> Collection | None:
    try:
        told: dict[str, Any] = json.loads((settings.OPEN_DATA_DIR / _LIST).read_text(encoding="utf-8"))
        files = {name: File(**file) for name, file in told.pop("files").items()}
        return Collection(**told, files=files)
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        # None yet, or those of another release.
        return None


def _keep(made: Collection) -> None:
    """Let the new files take the place of the old ones. Who is reading one of those reads on: it is open."""
    draft = settings.OPEN_DATA_DIR / f".{made.folder}.json"
    draft.write_text(json.dumps(asdict(made)), encoding="utf-8")
    draft.replace(settings.OPEN_DATA_DIR / _LIST)
    for other in settings.OPEN_DATA_DIR.iterdir():
        if other.is_dir() and other.name != made.folder:
            shutil.rmtree(other, ignore_errors=True)
