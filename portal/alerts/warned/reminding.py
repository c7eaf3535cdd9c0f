"""Units that have not acknowledged are reminded; in the end, whoever stands above them is told as well."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.alerts.models import Mail, WarningReceipt
from portal.alerts.warned.telling import write_to_staff

#: So often a unit is reminded; the last time the unit above it is told too. After that it stands in the report.
MOST_REMINDERS = 3


def remind() -> int:
    """The job: remind those whose time has come, each once however long nobody ran; how many."""
    before = timezone.now() - timedelta(days=settings.WARNING_REMINDER_DAYS)
    late = Q(reminded_at__isnull=True, told_at__lte=before) | Q(reminded_at__lte=before)
    receipts = WarningReceipt.objects.open().filter(late, reminders__lt=MOST_REMINDERS)
    return sum(_remind(receipt) for receipt in receipts.select_related("unit").order_by("pk"))


@transaction.atomic
def _remind(receipt: WarningReceipt) -> bool:
    rows = WarningReceipt.objects.filter(pk=receipt.pk, reminders=receipt.reminders, acknowledged_at__isnull=True)
    if not rows.update(reminders=F("reminders") + 1, reminded_at=timezone.now()):
        return False
    above = receipt.unit.get_parent() if receipt.reminders + 1 >= MOST_REMINDERS else None
    write_to_staff(Mail.Kind.REMINDER, receipt, filter(None, (receipt.unit, above)))
    return True
