"""What belongs to a backup besides the database, and what is to be done after a restore. Apps register it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """A folder, or a single file, with a name of its own in the archive."""

    name: str
    where: Callable[[], Path]
    is_file: bool = False
    #: What stands on the machine knows more than what comes back, and stays.
    keeps: bool = False

    def files(self) -> list[tuple[str, Path]]:
        """Every file with its name in the archive."""
        root = self.where()
        if self.is_file:
            return [(f"{self.name}/{root.name}", root)] if root.exists() else []
        found = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        return [(f"{self.name}/{path.relative_to(root).as_posix()}", path) for path in found]


#: Says in words what does not hold after a restore; nothing when all does.
Check = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Purge:
    """How things of one kind are deleted again."""

    #: Deletes what these keys name; how many it found.
    delete: Callable[[list[str]], int]
    #: Raises ValueError for what is no key.
    read_key: Callable[[str], object] = str


_parts: dict[str, Part] = {}
_checks: dict[str, Check] = {}
_purges: dict[str, Purge] = {}


def register_part(part: Part) -> None:
    """Let a folder or a file be in every backup."""
    _parts[part.name] = part


def register_check(name: str, check: Check) -> None:
    """Let this be asked after every restore."""
    _checks[name] = check


def register_purge(kind: str, delete: Callable[[list[str]], int], read_key: Callable[[str], object] = str) -> None:
    """Let this delete again, after a restore, what `note_purged` was told of this kind.

    A list with a key that ``read_key`` does not read (it raises ValueError) stops a restore before it begins.
    """
    _purges[kind] = Purge(delete, read_key)


def parts() -> list[Part]:
    """All of them, by name."""
    return [_parts[name] for name in sorted(_parts)]


def checks() -> dict[str, Check]:
    """By name."""
    return dict(_checks)


def purges() -> dict[str, Purge]:
    """By kind."""
    return dict(_purges)
