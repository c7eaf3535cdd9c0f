"""``manage.py import_notices``: notices and warnings from files (docs/import.md)."""

import sys
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from portal.notices.importing.reading import ReadingImport
from portal.notices.importing.reports import Report
from portal.notices.importing.run import Import, Options
from portal.notices.importing.sniffing import Format
from portal.notices.importing.writer import Outcome

#: Exit codes: some rows failed; a file could not be used.
SOME_FAILED, UNUSABLE = 1, 2


class Command(BaseCommand):
    """Import notices; rows that fail are reported, the others go in, and a second run changes nothing."""

    help = "Import notices and warnings from JSONL, CSV, XLSX, HTML, DOCX or text files (docs/import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, and what to do with them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="files, or folders of files")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--create-units", action="store_true", help="create unknown units and regions")
        parser.add_argument("--ignore-unknown", action="store_true", help="pass over keys that are not known")
        parser.add_argument(
            "--accept-findings", action="store_true", help="publish what the privacy scan would hold back"
        )
        parser.add_argument(
            "--read", action="store_true", help="read existing notices into drafts for review; nothing is published"
        )
        parser.add_argument("--format", type=Format, choices=list(Format), help="instead of looking at the content")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write a line of JSON on every row")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and say how it went."""
        chosen = {
            name: options[name] for name in ("dry_run", "create_units", "ignore_unknown", "accept_findings", "format")
        }
        with ExitStack() as stack:
            report = Report(self._problem, self._report_file(options["report"], stack))
            run = (ReadingImport if options["read"] else Import)(
                Options(**chosen), report, _Progress(self, quiet=options["verbosity"] < 1)
            )
            try:
                run.run(options["paths"])
            except DatabaseError as error:
                raise CommandError(
                    _("The database failed after %(rows)d rows: %(reason)s. Run the import again.")
                    % {"rows": report.rows, "reason": error},
                    returncode=UNUSABLE,
                ) from error
            for line in report.summary(run.references.made, dry_run=options["dry_run"]):
                self.stdout.write(line)
        self._finish(report)

    def _problem(self, line: str) -> None:
        self.stderr.write(line)

    def _report_file(self, path: Path | None, stack: ExitStack) -> Any:
        if path is None:
            return None
        try:
            return stack.enter_context(path.open("w", encoding="utf-8"))
        except OSError as error:
            reason = _("The report cannot be written: %(reason)s.") % {"reason": error.strerror or error}
            raise CommandError(reason, returncode=UNUSABLE) from error

    def _finish(self, report: Report) -> None:
        if report.unusable:
            raise CommandError(
                _("%(count)d files could not be used.") % {"count": report.unusable}, returncode=UNUSABLE
            )
        if failed := report.outcomes[Outcome.FAILED]:
            reason = _("%(failed)d of %(rows)d rows failed.") % {"failed": failed, "rows": report.rows}
            raise CommandError(reason, returncode=SOME_FAILED)


class _Progress:
    """Says every other second how far the import is."""

    def __init__(self, command: BaseCommand, *, quiet: bool) -> None:
        self._command = command
        self._quiet = quiet
        self._began = self._last = time.monotonic()

    def __call__(self, rows: int) -> None:
        now = time.monotonic()
        if self._quiet or now - self._last < 2:
            return
        self._last = now
        line = _("%(rows)d rows, %(speed)d a second") % {"rows": rows, "speed": rows / (now - self._began)}
        self._command.stderr.write(line)
        sys.stderr.flush()
