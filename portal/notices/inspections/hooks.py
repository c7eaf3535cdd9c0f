"""What the admin gets of inspections: the report of what is late."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.notices.inspections.report import RectificationOverdue, may_see


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    """Its addresses."""
    address = "reports/rectification-overdue/"
    return [
        path(address, RectificationOverdue.as_view(), name="rectification_overdue"),
        path(
            f"{address}results/", RectificationOverdue.as_view(results_only=True), name="rectification_overdue_results"
        ),
    ]


class OverdueItem(MenuItem):
    """For those who work on pages."""

    def is_shown(self, request: Any) -> bool:
        """As the report itself."""
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_report() -> OverdueItem:
    """Its entry in the menu."""
    return OverdueItem(
        RectificationOverdue.page_title,
        reverse("rectification_overdue"),
        name="rectification-overdue",
        icon_name="time",
        order=660,
    )
