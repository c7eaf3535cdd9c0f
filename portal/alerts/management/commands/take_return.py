import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.alerts.mailing.returned import MOST_BYTES, take_return


class Command(BaseCommand):
    help = (
        "Reads a mail that came back (a delivery report, a complaint) from standard input, as a mail server pipes it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Count it, or end the subscriptions behind it."""
        self.stdout.write(str(take_return(sys.stdin.buffer.read(MOST_BYTES))))
