"""A mark on the disk, from before a restore changes anything until it is proved whole; nobody is served meanwhile.

What was restored by half may show what somebody was promised is gone. The mark lies in DATA_DIR; `deploy/prepare.sh`
and `deploy/serve.sh` look for it by its name.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf import settings

NAME = ".restore-unfinished"
NOT_WHOLE = "The restore is NOT whole; serve nobody before it is."


def path() -> Path:
    """Where the mark lies."""
    return Path(settings.DATA_DIR) / NAME


def is_there() -> bool:
    """Whether a restore was begun and not ended well."""
    return path().exists()


def mark(archive: Path) -> None:
    """A restore begins; on disk when this returns."""
    with path().open("w", encoding="utf-8") as file:
        file.write(f"{NOT_WHOLE} Mend what it named, then: manage.py restore {archive} --force\n")
        file.flush()
        os.fsync(file.fileno())


def lift() -> None:
    """It is whole."""
    path().unlink(missing_ok=True)


def refuse_to_serve() -> None:
    """End this process while a restore is not whole."""
    if is_there():
        sys.exit(f"sunlight: {path()}: {path().read_text(encoding='utf-8').strip()}")
