"""``manage.py backup FOLDER``: one archive of the database and all files (docs/backup.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.backup.databases import DatabaseFailed
from portal.operations.backup.making import make


class Command(BaseCommand):
    """Everybody goes on writing meanwhile."""

    help = "Writes one archive with the database and all files. Keys and secrets are not in it: keep them elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument(
            "folder", type=Path, help="where the archive is put, best on another disk; it must be there"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say what is in it."""
        try:
            path, manifest = make(options["folder"])
        except (OSError, DatabaseFailed) as error:
            raise CommandError(f"There is no backup: {error}") from error
        self.stdout.write(f"{path}: {sum(manifest.rows.values()):,} rows, {len(manifest.files):,} files")
