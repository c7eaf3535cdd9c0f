"""The style sheets that every page has, in one file: on a phone each sheet of its own kept the first text waiting.

They stay apart where they are written; the file is made when it is looked for, and again when one of them has changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
#: The first one fixes the order of the layers.
SHEETS = (
    "tokens",
    "base",
    "layout",
    "components",
    "panels",
    "lists",
    "search",
    "pages",
    "cases",
    "notices",
    "conventions",
    "modes",
)
PRINTED = "print"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class SiteStyles(BaseFinder):
    """Finds the one file where Django looks for static files."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(settings.STYLES_DIR)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be configured wrongly."""
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        """Its place, when it is the one that is asked for."""
        if path != NAME:
            return [] if find_all else None
        return [str(made())] if find_all else str(made())

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """For `collectstatic`."""
        made()
        yield NAME, self.storage


def made() -> Path:
    """The file, as the sheets are now."""
    sources = [settings.BASE_DIR / "static" / "css" / f"{name}.css" for name in (*SHEETS, PRINTED)]
    target = Path(settings.STYLES_DIR) / NAME
    newest = max(source.stat().st_mtime_ns for source in (*sources, Path(__file__)))
    if not target.exists() or target.stat().st_mtime_ns <= newest:
        *screen, printed = (_shortened(source.read_text("utf-8")) for source in sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Several processes may find it missing at once: each puts a whole one in its place.
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        draft.write_text("\n".join((*screen, "@media print {", printed, "}")), "utf-8")
        draft.replace(target)
    return target


def _shortened(css: str) -> str:
    """Without comments and indents."""
    lines = (line.strip() for line in _COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)
