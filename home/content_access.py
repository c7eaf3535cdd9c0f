"""The panel that tells who was given to read what citizens hand in: for those who are to notice it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.admin.ui.components import Component

from portal.accounts.keeping.telling import ContentAccess, concerns, name_of
from portal.audit.models import AuditEntry
from portal.content.models.pages import Reader

#: Days for which a change stays on the first page, and changes that it shows at most.
DAYS, LENGTH = 30, 10


class ContentAccessPanel(Component):
    """The newest first."""

    name = "content_access"
    order = 95
    template_name = "home/dashboard/content_access.html"

    def __init__(self, entries: list[AuditEntry]) -> None:
        self.entries = entries

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What, whose, by whom, when; in words of today."""
        rows = [
            {
                "what": ContentAccess(entry.action).label,
                "whose": concerns(entry),
                "by": name_of(entry.actor_id),
                "when": entry.at,
            }
            for entry in self.entries
        ]
        return {"rows": rows, "days": DAYS}


def content_access_panels(user: Reader) -> list[Component]:
    """For auditors, supervisors and superusers, while there is something to tell."""
    if not isinstance(user, User) or not any(
        map(user.has_perm, ("audit.view_auditentry", "feedback.supervise_submission"))
    ):
        return []
    since = timezone.now() - timedelta(days=DAYS)
    entries = AuditEntry.objects.filter(action__in=ContentAccess.values, at__gte=since, actor_id__isnull=False)
    newest = list(entries.order_by("-pk")[:LENGTH])
    return [ContentAccessPanel(newest)] if newest else []
