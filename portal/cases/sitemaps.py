"""The addresses of published cases, for robots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from portal.cases.models import Case
from portal.content.robots import PAGE, register_section

_Entry = tuple[int, datetime | None]
# Django's class takes no parameter while it runs.
if TYPE_CHECKING:
    _CaseMap = Sitemap[_Entry]
else:
    _CaseMap = Sitemap


class CasePages(_CaseMap):
    """The pages of all published cases."""

    limit = PAGE

    def items(self) -> QuerySet[Case, _Entry]:
        """Their numbers and when they were last approved, in a stable order."""
        return Case.objects.published().order_by("pk").values_list("pk", "last_published_at")

    def location(self, item: _Entry) -> str:
        """The address of a case."""
        return reverse("case", kwargs={"number": item[0]})

    def lastmod(self, item: _Entry) -> datetime | None:
        """When it was last approved."""
        return item[1]


def register() -> None:
    """Hand them to the site map."""
    register_section("cases", CasePages)
