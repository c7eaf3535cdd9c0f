"""The last file of an archive: what is in it, so that whoever restores knows that it is whole."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass, field
from importlib.metadata import version

#: Of the archive; one that is newer is not restored by older code.
FORMAT = 1
MEMBER = "manifest.json"


@dataclass(slots=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    #: "sqlite" or "postgresql": a database goes back into its own kind.
    vendor: str
    #: The member with the database.
    database: str
    #: Migrations that had been applied, "app.name".
    migrations: list[str]
    #: Rows of each table at the moment of the snapshot.
    rows: dict[str, int]
    #: Size and SHA-256 of every other member.
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    versions: dict[str, str] = field(
        default_factory=lambda: {
            "python": platform.python_version(),
            **{name: version(name) for name in ("django", "wagtail")},
        }
    )
    format: int = FORMAT

    def to_json(self) -> bytes:
        """For people, too."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Raises ValueError for anything else."""
        values = json.loads(content)
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ValueError("an archive of another format")
        try:
            found = cls(**values)
            found.files = {name: (int(size), str(digest)) for name, (size, digest) in found.files.items()}
        except TypeError as error:
            raise ValueError("no manifest of ours") from error
        return found
