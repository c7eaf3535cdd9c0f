"""Migrated databases to begin from: migrating takes more than half a minute, putting a copy in place none or a second.

The first that needs one lets `manage.py migrate` make it, while others wait; it is kept for later runs.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.servers.postgresql import binaries

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
KEPT_SECONDS = 24 * 60 * 60


def copy_template(path: Path) -> None:
    """A migrated SQLite database at this place."""

    def make(draft: Path) -> None:
        _migrate(f"sqlite:///{draft}")
        # What is copied is one file: nothing of it waits in a log beside it.
        with closing(sqlite3.connect(draft)) as database:
            database.execute("pragma journal_mode = delete")

    shutil.copyfile(_template(".sqlite3", make), path)


def fill_postgresql(url: str) -> None:
    """Make an empty database of PostgreSQL a migrated one."""
    programs = binaries()

    def make(draft: Path) -> None:
        _migrate(url)
        dump = [str(programs / "pg_dump"), "--format=custom", f"--file={draft}", "--no-owner", f"--dbname={url}"]
        subprocess.run(dump, check=True)
        made.append(url)

    made: list[str] = []
    template = _template(f".{programs.parent.name}.dump", make)
    if not made:
        restore = [str(programs / "pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={url}", str(template)]
        subprocess.run(restore, check=True)


def copy_migrated_database() -> None:
    """Put a migrated database where this process has its test database."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        copy_template(Path(name))
        return
    with connection.creation._nodb_cursor() as cursor:
        for statement in ("DROP DATABASE IF EXISTS", "CREATE DATABASE"):
            cursor.execute(f"{statement} {connection.ops.quote_name(name)}")
    fill_postgresql(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl())


def _template(suffix: str, make: Callable[[Path], None]) -> Path:
    """The file for exactly these migrations; made by whoever comes first."""
    template = BUILD / f"migrated-{_digest()}{suffix}"
    BUILD.mkdir(exist_ok=True)
    with (BUILD / f"migrating{suffix}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not template.exists():
            draft = template.with_suffix(f".{os.getpid()}")
            make(draft)
            draft.replace(template)
            _remove_old()
    return template


def _digest() -> str:
    """What the migrations are: their names, and the text of our own."""
    digest = hashlib.sha256()
    for app, name in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations):
        digest.update(f"{app}.{name}\n".encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("portal/*/migrations/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(url: str) -> None:
    with tempfile.TemporaryDirectory(prefix="sunlight-migrating-") as folder:
        own = {"DATABASE_URL": url, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | own
        command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _remove_old() -> None:
    for other in BUILD.glob("migrated-*"):
        # Work trees of other branches have migrations of their own, and share the folder.
        with suppress(FileNotFoundError):
            if other.stat().st_mtime < time.time() - KEPT_SECONDS:
                other.unlink()
