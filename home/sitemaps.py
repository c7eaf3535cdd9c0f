"""What the site map for robots holds besides Wagtail's pages: units, and the pages that the code itself has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from portal.content.robots import PAGE, register_section
from portal.organisations.models import Unit

# Django's class takes no parameter while it runs.
if TYPE_CHECKING:
    _NameMap = Sitemap[str]
else:
    _NameMap = Sitemap


class UnitPages(_NameMap):
    """The pages of all units, closed ones included: their notices stay."""

    limit = PAGE

    def items(self) -> list[str]:
        """Their codes, in a stable order."""
        return list(Unit.objects.order_by("pk").values_list("code", flat=True))

    def location(self, item: str) -> str:
        """The address of a unit."""
        return reverse("unit", kwargs={"code": item})


class OwnPages(_NameMap):
    """Pages that are always there."""

    def items(self) -> list[str]:
        """The names of their addresses."""
        about = ["units", "insights", "glossary", "site_map", "open_data", "open_data_interface"]
        return [*about, "alerts", "changes", "hearings"]

    def location(self, item: str) -> str:
        """The address."""
        return reverse(item)


def register() -> None:
    """Hand them to the site map."""
    register_section("units", UnitPages)
    register_section("own", OwnPages)
