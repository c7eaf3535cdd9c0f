"""``manage.py anchor_audit``: an anchor now, and the word that the log was restored from a backup (docs/audit.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import anchors
from portal.audit.anchors import AnchorDiffers, AnchorsAltered
from portal.audit.restoring import NothingToSettle, settle


class Command(BaseCommand):
    """The daily job does the same without being asked."""

    help = "Writes the end of the audit chain to the anchor file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether the chain is shorter on purpose."""
        parser.add_argument("--restored", action="store_true", help="the database was restored from a backup")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and show it."""
        try:
            anchor = settle() if options["restored"] else anchors.drop()
        except (AnchorsAltered, AnchorDiffers, NothingToSettle) as error:
            raise CommandError(f"{error}. Nothing was written; see verify_audit.") from error
        self.stdout.write(f"{anchor.at}: {anchor.count:,} entries, last {anchor.entry}, {anchor.hash}")
