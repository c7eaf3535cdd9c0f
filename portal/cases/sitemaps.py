"""The addresses of published cases, for robots."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from portal.cases.models import Case
from portal.content.robots import RecordPages, register_section


class CasePages(RecordPages):
    """The pages of all published cases."""

    view = "case"

    def items(self) -> QuerySet[Case, tuple[int, datetime | None]]:
        """Their numbers and when they were last approved, in a stable order."""
        return Case.objects.published().order_by("pk").values_list("pk", "last_published_at")


def register() -> None:
    """Hand them to the site map."""
    register_section("cases", CasePages)
