"""How many submissions in work nobody can open: because all who could are accused, stay away, or are not there."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.feedback.watching import is_watched, seen_by_nobody


class Command(BaseCommand):
    help = "Count the submissions in work that no account can open, and say whether somebody watches the office itself"

    def handle(self, *args: Any, **options: Any) -> None:
        """A number, and nothing of the submissions."""
        self.stdout.write(f"{seen_by_nobody()} submissions in work can be opened by nobody.")
        if not is_watched():
            self.stdout.write("Nobody is named for what accuses the office: set OFFICE_UNITS and OFFICE_WATCHERS.")
