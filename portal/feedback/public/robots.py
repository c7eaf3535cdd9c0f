"""The addresses of published inquiries, for robots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from portal.content.robots import PAGE, register_section
from portal.feedback.models import PublicInquiry

_Entry = tuple[int, datetime]
# Django's class takes no parameter while it runs.
if TYPE_CHECKING:
    _InquiryMap = Sitemap[_Entry]
else:
    _InquiryMap = Sitemap


class InquiryPages(_InquiryMap):
    """The pages of all published inquiries."""

    limit = PAGE

    def items(self) -> QuerySet[PublicInquiry, _Entry]:
        """Their numbers and when they were published, in a stable order."""
        return PublicInquiry.objects.published().order_by("pk").values_list("pk", "published_at")

    def location(self, item: _Entry) -> str:
        """The address of an inquiry."""
        return reverse("public_inquiry", kwargs={"number": item[0]})

    def lastmod(self, item: _Entry) -> datetime:
        """When it was published."""
        return item[1]


def register() -> None:
    """Hand them to the site map."""
    register_section("inquiries", InquiryPages)
