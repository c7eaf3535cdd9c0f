"""The addresses of published inquiries, for robots."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from portal.content.robots import RecordPages, register_section
from portal.feedback.models import PublicInquiry


class InquiryPages(RecordPages):
    """The pages of all published inquiries."""

    view = "public_inquiry"

    def items(self) -> QuerySet[PublicInquiry, tuple[int, datetime]]:
        """Their numbers and when they were published, in a stable order."""
        return PublicInquiry.objects.published().order_by("pk").values_list("pk", "published_at")


def register() -> None:
    """Hand them to the site map."""
    register_section("inquiries", InquiryPages)
