"""Compile every .po into the .mo beside it, where the .mo is missing or older. Needs no gettext tools.

The .mo files are generated, so they are not committed; `make run`, `make test` and pytest itself call this.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = (ROOT / "locale", ROOT / "locale_wagtail")


def stale_catalogues(locales: Iterable[Path]) -> Iterator[Path]:
    """The .po files whose compiled form is missing or older."""
    for source in sorted(found for folder in locales for found in folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            yield source


def compile_messages(locales: Iterable[Path] = LOCALES) -> int:
    """Compile what is stale; the number of catalogues written. Safe while other processes read or do the same."""
    written = 0
    for source in stale_catalogues(locales):
        draft = source.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(draft))
        draft.replace(source.with_suffix(".mo"))
        written += 1
    return written


if __name__ == "__main__":
    compile_messages()
