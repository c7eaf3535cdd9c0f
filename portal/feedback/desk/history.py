"""What happened to a submission, as the audit log has it: every step, and every opening of its content."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit import actions
from portal.audit.models import AuditEntry
from portal.feedback.models import Submission

#: The newest of them; the audit log has them all.
MOST = 60


class Line(NamedTuple):
    """One line of the history."""

    on: date
    what: str
    who: str


def history(submission: Submission) -> list[Line]:
    """Newest first. Who is no member of staff is the citizen, or the system."""
    entries = AuditEntry.objects.filter(object_kind=submission._meta.label_lower, object_key=str(submission.pk))
    rows = list(entries.order_by("-pk")[:MOST])
    names = dict(User.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "username"))
    nobody = _("citizen or system")
    return [
        Line(
            timezone.localdate(row.at),
            str(actions.label(row.action)),
            names.get(row.actor_id, str(row.actor_id)) if row.actor_id else nobody,
        )
        for row in rows
    ]
