"""`manage.py recount`: counts all published cases anew; ``--check`` only says which are not counted as they should."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.insights.tallies import keeping


class Command(BaseCommand):
    help = "Counts all published cases anew for the insights."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--check", action="store_true", help="change nothing, list cases that are counted wrongly")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, or check."""
        if not options["check"]:
            self.stdout.write(f"{keeping.rebuild()} cases counted")
            return
        wrong = keeping.check()
        if wrong:
            raise CommandError(f"{len(wrong)} cases are counted wrongly: {', '.join(map(str, wrong[:50]))}")
        self.stdout.write("all cases are counted as they should be")
