"""What official inspections look for in feedback: inquiries that nobody has answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.content.health.registry import Check, Findings, Trouble, most, register_check
from portal.content.models.pages import Reader
from portal.feedback.models import Kind, Submission

if TYPE_CHECKING:
    from portal.feedback.roles import Staff

#: An answer that takes longer fails the whole site (国办秘函〔2019〕19号).
LONGEST = timedelta(days=90)


def unanswered(user: Reader) -> Findings:
    """Inquiries that this account may see and that wait for more than three months."""
    rows = Submission.objects.visible_to(cast("Staff", user)).of(Kind.INQUIRY).open()
    late = rows.filter(received_on__lt=timezone.localdate() - LONGEST).order_by("received_on")
    return Findings(late.count(), [_trouble(row) for row in late[: most()]])


def _trouble(row: Submission) -> Trouble:
    return Trouble(str(row), reverse("feedback_desk:file", args=[row.pk]), row.get_state_display(), row.received_on)


def register() -> None:
    """Make it part of the health page."""
    register_check(
        Check(
            "unanswered",
            _("Inquiries without an answer"),
            _("No inquiry waits for longer than three months."),
            unanswered,
            fails_from=1,
        )
    )
