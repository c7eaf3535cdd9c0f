"""The folder of an embedded index: one file per generation, and a pointer that names the one that answers."""

import fcntl
import os
import uuid
from contextlib import suppress
from pathlib import Path

from search.engines.base import BuildInProgress, SearchUnavailable

_POINTER = "current"
_LOCK = "build.lock"
_SUFFIX = ".index"


class Generations:
    """Names are never used twice, so whoever still has an old file open can do no harm."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path:
        """The file that answers; `SearchUnavailable` when there is none yet."""
        try:
            name = (self.folder / _POINTER).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SearchUnavailable("there is no index yet: rebuild_index makes one") from error
        if Path(name).name != name or not name.endswith(_SUFFIX):
            raise SearchUnavailable("the pointer to the index is damaged: rebuild_index makes a new one")
        return self.folder / name

    def new(self) -> Path:
        """A file name for a build."""
        return self.folder / f"{uuid.uuid4().hex}{_SUFFIX}"

    def point_to(self, path: Path) -> None:
        """Let this file answer from now on. It must be complete on disk."""
        pointer = self.folder / f"{_POINTER}.new"
        with pointer.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / _POINTER)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def lock(self) -> int:
        """Take the right to build, which ends with `unlock` or with the process; `BuildInProgress` when it is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise BuildInProgress("another process is building the embedded index") from error
        return handle

    def unlock(self, handle: int) -> None:
        os.close(handle)

    def remove_others(self) -> None:
        """Remove every file but the one that answers. Only under the lock: builds that were killed go as well."""
        try:
            kept = self.current().name
        except SearchUnavailable:
            kept = ""
        # The file itself goes before its log, or somebody could open it without.
        for path in sorted(self.folder.glob(f"*{_SUFFIX}*")):
            if not kept or not path.name.startswith(kept):
                with suppress(FileNotFoundError):
                    path.unlink()
