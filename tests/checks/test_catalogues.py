"""The message catalogues hold every string of the code, and a translation of each."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib

from tests.checks.files import ROOT, name

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
SOURCES = ("portal", "search", "home", "templates", "locale")


def messages(path: Path) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}


def test_every_message_is_translated() -> None:
    assert CATALOGUES
    wrong = [
        f"{name(path)}:{entry.linenum} {entry.msgid[:60]}"
        for path in CATALOGUES
        for entry in polib.pofile(str(path))
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]
    assert wrong == []


def test_no_message_of_the_code_is_missing(tmp_path: Path) -> None:
    """`make messages` would change nothing."""
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    collect = [sys.executable, "-m", "django", "makemessages", "--all", "--no-obsolete", "--no-wrap", "--no-location"]
    subprocess.run(collect, cwd=tmp_path, check=True, capture_output=True)
    for path in CATALOGUES:
        assert messages(tmp_path / path.relative_to(ROOT)) - messages(path) == set()
