"""``manage.py restore ARCHIVE``: puts a backup back and proves that it is all there (docs/backup.md)."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.operations.backup import purged, restoring, unfinished
from portal.operations.backup.databases import DatabaseFailed
from portal.operations.backup.purged import UnfitList
from portal.operations.backup.restoring import NotEmpty, UnfitArchive


class Command(BaseCommand):
    """Web servers and workers must not run meanwhile."""

    help = "Puts a backup onto an empty machine: database, files, index. The keys must be there already."
    # On an empty machine there is no table that a check could ask.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one, and whether anything may go."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--check", action="store_true", help="only look whether the archive is whole")
        parser.add_argument("--force", action="store_true", help="overwrite what is on this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        """Nothing is touched before the archive is known to be whole."""
        try:
            with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as scratch:
                self._restore(Path(scratch), options)
        except (UnfitArchive, NotEmpty, DatabaseFailed, UnfitList, OSError, LookupError, ValueError) as error:
            raise CommandError(f"{error}. {unfinished.NOT_WHOLE}" if unfinished.is_there() else str(error)) from error

    def _restore(self, scratch: Path, options: dict[str, Any]) -> None:
        manifest = restoring.unpack(options["archive"], scratch)
        restoring.check_fit(manifest)
        counts = f"{sum(manifest.rows.values()):,} rows, {len(manifest.files):,} files of {manifest.made_at}"
        if options["check"]:
            self.stdout.write(f"The archive is whole: {counts}.")
            return
        if not options["force"]:
            restoring.check_empty()
        if not purged.path().exists():
            self.stderr.write(f"No list of deletions in {purged.path()}: what was deleted after the backup comes back.")
        restoring.check_deletions(scratch)
        unfinished.mark(options["archive"].resolve())
        restored = restoring.put_back(scratch, manifest, self.stdout.write)
        call_command("rebuild_index", stdout=self.stdout, stderr=self.stderr)
        for kind, number in restored.purged.items():
            self.stdout.write(f"deleted again: {number:,} {kind}")
        for fault in restored.faults:
            self.stderr.write(fault)
        if restored.faults:
            raise CommandError(unfinished.NOT_WHOLE)
        unfinished.lift()
        self.stdout.write(f"Restored and checked: {counts}.")
