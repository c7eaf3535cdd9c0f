"""A site as `wagtail start` makes it, with a section of articles, in a folder of its own and a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
#: Settings as a careful owner of such a site sets them, so that only the pages differ: production, one database
#: connection kept, SQLite as quick as ours.
SETTINGS = """
from .base import *

DEBUG = False
SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["*"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["articles", *INSTALLED_APPS]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["OPTIONS"] = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;",
}
"""


class Visit(NamedTuple):
    """What opening a page cost: seconds of processor time each, and SQL queries."""

    seconds: float
    queries: int


class StockSite:
    """The running site."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        #: The addresses of the article and of the section.
        self.addresses: dict[str, str] = self._hear()

    def open(self, address: str, count: int) -> Visit:
        """Open a page so many times."""
        print(json.dumps({"address": address, "count": count}), file=self._process.stdin, flush=True)
        answer = self._hear()
        return Visit(answer["seconds"] / count, answer["queries"])

    def _hear(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise SystemExit("benchmarks: the stock site ended; what it said stands above")
        heard: dict[str, Any] = json.loads(line)
        return heard


@contextmanager
def stock_site(folder: Path, rows: Iterable[dict[str, Any]]) -> Iterator[StockSite]:
    """Make the site with these articles and run it."""
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    environ = _made(folder)
    command = [sys.executable, "-m", "articles.serving", str(source)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder / "site", env=environ, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield StockSite(process)
        finally:
            process.kill()


def _made(folder: Path) -> dict[str, str]:
    """`wagtail start`, and our articles in it; the environment of its commands."""
    site = folder / "site"
    site.mkdir()
    environ = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LC_ALL")}
    start = "from wagtail.bin.wagtail import main; main()"
    _run([sys.executable, "-c", start, "start", "stock", str(site)], site, environ)
    (site / "stock/settings/measured.py").write_text(SETTINGS, encoding="utf-8")
    shutil.copytree(HERE / "articles", site / "articles", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE.parent / "visits.py", site / "articles")
    environ["DJANGO_SETTINGS_MODULE"] = "stock.settings.measured"
    for command in (["makemigrations", "articles"], ["migrate"]):
        _run([sys.executable, "manage.py", *command, "--verbosity", "0"], site, environ)
    return environ


def _run(command: list[str], folder: Path, environ: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=environ, check=True, stdout=subprocess.DEVNULL)
