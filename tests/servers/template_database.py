"""A migrated SQLite database to begin from: migrating takes ten seconds for each test process, copying none."""

import hashlib
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

BUILD = Path(__file__).resolve().parent.parent.parent / "build"
KEPT_SECONDS = 24 * 60 * 60


def _template() -> Path:
    """The file for exactly these migrations: their names, and the text of our own."""
    digest = hashlib.sha256()
    for app, name in sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations):
        digest.update(f"{app}.{name}\n".encode())
    for path in sorted(BUILD.parent.glob("*/migrations/*.py")) + sorted(BUILD.parent.glob("portal/*/migrations/*.py")):
        digest.update(path.read_bytes())
    return BUILD / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def copy_migrated_database() -> bool:
    """Put the template where this process makes its test database, if there is one; whether it did."""
    template = _template()
    if connection.vendor != "sqlite" or not template.exists():
        return False
    shutil.copyfile(template, connection.creation._get_test_db_name())
    return True


def copy_template(path: Path) -> bool:
    """A migrated database for an installation of its own, if an earlier test has left the template; whether it did."""
    template = _template()
    if template.exists():
        shutil.copyfile(template, path)
    return template.exists()


def keep_migrated_database() -> None:
    """Save what the migrations made of the test database, for the next run."""
    if connection.vendor != "sqlite":
        return
    template = _template()
    if template.exists():
        return
    BUILD.mkdir(exist_ok=True)
    connection.ensure_connection()
    draft = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(draft)) as target:
        connection.connection.backup(target)
    draft.replace(template)
    for other in BUILD.glob("migrated-*.sqlite3"):
        # Work trees of other branches have migrations of their own, and share the folder.
        with suppress(FileNotFoundError):
            if other.stat().st_mtime < time.time() - KEPT_SECONDS:
                other.unlink()
