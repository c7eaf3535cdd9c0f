"""What the admin gets from this app."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.insights.workbench.views import assessment_file, may_work, workbench


@hooks.register("register_admin_urls")
def register_workbench_urls() -> list[Any]:
    """The workbench and its file."""
    return [
        path("workbench/", workbench, name="workbench"),
        path("workbench/assessment.<str:extension>", assessment_file, name="assessment_file"),
    ]


class WorkbenchItem(MenuItem):
    """For those who work on cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the page itself."""
        return may_work(request)


@hooks.register("register_admin_menu_item")
def register_workbench() -> WorkbenchItem:
    """Its entry in the menu, after the cases."""
    return WorkbenchItem(_("Workbench"), reverse("workbench"), name="workbench", icon_name="view", order=240)
