"""``manage.py purge_expired``: deletes the keys of what was kept long enough (docs/retention.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from portal.feedback.models import Submission
from portal.feedback.retention.purging import purge_expired
from portal.feedback.retention.rules import past_their_time


class Command(BaseCommand):
    """The nightly job does the same without being asked."""

    help = "Deletes for good what citizens handed in and what is past its time; counts stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="only say how many it would be")

    def handle(self, *args: Any, **options: Any) -> None:
        """By kind and state, never by file."""
        if not options["dry_run"]:
            self.stdout.write(f"deleted for good: {purge_expired():,}")
            return
        found = Submission.objects.filter(pk__in=past_their_time(timezone.localdate()).values("pk"))
        for kind, state, number in found.order_by("kind", "state").values_list("kind", "state", Count("pk")):
            self.stdout.write(f"{kind} {state}: {number:,}")
        self.stdout.write(f"would be deleted for good: {found.count():,}")
