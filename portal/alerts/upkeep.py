"""The periodic jobs of this room, and what it tells of itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from portal.alerts.ending import forget_old
from portal.alerts.mailing.collecting import collect
from portal.alerts.mailing.queue import ask_if_due
from portal.alerts.models import Mail
from portal.alerts.warned.reminding import remind
from portal.operations.jobs import register_job
from portal.operations.readiness import LATE_SECONDS, register_part


def register() -> None:
    """Register them."""
    register_job("alerts_digests", _("Put mails to subscribers together"), timedelta(minutes=10), collect)
    register_job("alerts_mail", _("Have waiting mail sent"), timedelta(minutes=1), ask_if_due)
    register_job("alerts_forget", _("Delete old mails and unconfirmed subscriptions"), timedelta(days=1), forget_old)
    register_job(
        "alerts_remind_units", _("Remind units of warnings that they have not read"), timedelta(hours=6), remind
    )
    register_part("mail", mail_state)


def mail_state(now: datetime) -> dict[str, dict[str, Any]]:
    """How many mails wait, and how late the oldest is."""
    waiting = Q(state__in=(Mail.State.WAITING, Mail.State.SENDING))
    found = Mail.objects.filter(waiting).aggregate(waiting=Count("pk"), oldest=Min("due_at"))
    lag = max(0.0, (now - found["oldest"]).total_seconds()) if found["oldest"] else 0.0
    return {"outgoing": {"waiting": found["waiting"], "lag_seconds": round(lag, 1), "late": lag > LATE_SECONDS * 5}}
