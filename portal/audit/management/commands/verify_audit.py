"""``manage.py verify_audit``: whether the audit log is whole (docs/audit.md)."""

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.audit import anchors
from portal.audit.verification import Report, verify

#: Seconds between two words on how far it is.
EVERY = 5.0


def day(text: str) -> datetime:
    """The beginning of a day, 2026-11-24, in the time zone of the portal."""
    try:
        return timezone.make_aware(datetime.strptime(text, "%Y-%m-%d"))
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day such as 2026-11-24") from error


class Command(BaseCommand):
    """Only reads, in flat memory, while others write."""

    help = "Checks the audit log and its anchors. Exit status 1 when something does not hold, named on standard error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From when, and against which anchors."""
        parser.add_argument("--since", type=day, metavar="DAY", help="begin at the last anchor before this day")
        parser.add_argument("--anchors", type=Path, metavar="FILE", help="compare with a copy of the anchor file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain and tell."""
        self.told_at = time.monotonic()
        if options["since"] and options["since"] > timezone.now():
            raise CommandError("--since is a day to come: nothing would be checked.")
        report = verify(options["anchors"] or anchors.path(), since=options["since"], told=self._progress)
        if options["anchors"] and not report.anchors and not report.faults:
            raise CommandError(f"There is no anchor in {options['anchors']}: nothing was compared.")
        for anchor in report.restores:
            self.stdout.write(f"restored from a backup {anchor.at}: entries behind place {anchor.restored} were lost")
        for fault in report.faults:
            self.stderr.write(f"{fault.reason}: {fault.text}")
        self.stdout.write(_summary(report))
        if report.faults:
            sys.exit(1)

    def _progress(self, done: int, total: int) -> None:
        if time.monotonic() - self.told_at >= EVERY:
            self.told_at = time.monotonic()
            self.stdout.write(f"{done:,} of {total:,} entries")


def _summary(report: Report) -> str:
    state = "The audit log is BROKEN" if report.faults else "The audit log is whole"
    counts = f"{report.checked:,} entries checked, {report.anchors:,} anchors, {report.waiting:,} not chained yet"
    return f"{state}: {counts}."
