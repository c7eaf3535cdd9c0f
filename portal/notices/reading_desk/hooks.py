"""What the admin gets from the desk: its addresses, its place in the menu, its report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from portal.notices.reading_desk import views


class ReaderMenuItem(MenuItem):
    """For those who may add cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the screens themselves."""
        return views.may_read(request.user)


class ReadingDesk(ViewSet):
    """Reads existing notices into cases: /admin/read-notice/."""

    name = "reading_desk"
    url_prefix = "read-notice"
    icon = "view"
    menu_label = _("Read a notice")
    menu_item_class = ReaderMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Bring a notice; the desk itself."""
        return [path("", views.start, name="start"), path("<uuid:key>/", views.desk, name="desk")]


@hooks.register("register_admin_urls")
def register_report_url() -> list[URLPattern]:
    """The report."""
    return [path("reports/reader-errors/", views.report, name="reader_errors")]


@hooks.register("register_reports_menu_item")
def register_report() -> ReaderMenuItem:
    """Its entry in the menu."""
    return ReaderMenuItem(_("Errors of the reader"), reverse("reader_errors"), name="reader-errors", icon_name="view")
