"""Sets unit and days of published answers anew from what happened to their submissions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.feedback.models import PublicInquiry
from portal.feedback.public.publishing import recount


class Command(BaseCommand):
    """Run it once after an update that mends how they are reckoned; run again, it changes nothing."""

    help = "Set unit and days of published answers anew from their submissions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purged submissions are left as they were published."""
        rows = PublicInquiry.objects.filter(submission__isnull=False).select_related("submission__unit")
        changed = sum(recount(row) for row in rows.order_by("pk").iterator(chunk_size=200))
        self.stdout.write(f"{changed} corrected")
