"""What happened to a submission, as the audit log has it: every step, and every opening of its content."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery
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
    name = Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("username"))
    rows = entries.order_by("-pk").values_list("at", "action", "actor_id", name)[:MOST]
    nobody = _("citizen or system")
    return [
        Line(timezone.localdate(at), str(actions.label(action)), (name or str(actor)) if actor else nobody)
        for at, action, actor, name in rows
    ]
