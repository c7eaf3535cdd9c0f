"""Where Wagtail asks before it publishes, and what the admin shows of the scan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from portal.notices.models import NoticePage
from portal.notices.privacy.admin import OverrideViewSet
from portal.notices.privacy.gate import scan_address, stopped
from portal.notices.privacy.spots import open_spots
from portal.notices.privacy.views import privacy_scan
from portal.privacy.scan.findings import Kind


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """The page of the scan."""
    return [path("privacy-scan/<str:app_label>/<str:model_name>/<int:key>/", privacy_scan, name="privacy_scan")]


@hooks.register("register_admin_viewset")
def register_viewsets() -> OverrideViewSet:
    """The overrides, among the reports."""
    return OverrideViewSet()


# Before all others: what must not show comes first.
@hooks.register("before_publish_page", order=-10)
def stop_before_publishing(request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """Published now or at a later hour: findings first."""
    if not isinstance(page, NoticePage):
        return None
    spots = open_spots(page)
    return stopped(request, page, spots) if spots else None


@hooks.register("before_bulk_action")
def stop_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponseRedirect | None:
    """Many at once: none of them, if one has findings, and a word on each that has."""
    if action_type != "publish":
        return None
    pages = [each for each in _affected(objects, action) if isinstance(each, NoticePage)]
    blocked = [page for page in pages if open_spots(page)]
    for page in blocked:
        text = gettext("Nothing was published: the privacy scan found something in “%(title)s”.")
        button = messages.button(scan_address(page), gettext("Privacy scan"))
        messages.error(request, text % {"title": page.title}, buttons=[button])
    return HttpResponseRedirect(action.next_url) if blocked else None


def _affected(objects: list[Any], action: Any) -> list[Page]:
    """The newest versions of the pages, and of those below them if they go too."""
    pages = [page for page in objects if isinstance(page, Page)]
    form = getattr(action, "cleaned_form", None)
    if form is not None and form.cleaned_data.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants().not_live()]
    return [page.get_latest_revision_as_object() for page in pages]


@hooks.register("register_page_header_buttons")
def scan_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The scan can be asked for at any time."""
    if not issubclass(page.specific_class or Page, NoticePage) or not page.permissions_for_user(user).can_edit():
        return []
    return [Button(_("Privacy scan"), url=scan_address(page.specific), icon_name="view", priority=85)]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history says; kinds and numbers, never what was found."""
    for formatter in (Masked, Stripped, Held, Overridden):
        actions.register_action(formatter.action)(formatter)


class Masked(LogFormatter):
    """Findings were replaced."""

    action = "privacy.mask"
    label = _("Personal data masked")

    def format_message(self, entry: PageLogEntry | ModelLogEntry) -> str:
        """With the kinds and how many of each."""
        found = ", ".join(f"{Kind(kind).label} {count}" for kind, count in entry.data.get("kinds", {}).items())
        return f"{self.label}: {found}"


class Stripped(Masked):
    """A picture was written anew."""

    action = "privacy.strip"
    label = _("Data of the camera removed")


class Held(Masked):
    """The hour of publication came, and findings were open."""

    action = "privacy.held"
    label = _("Held back by the privacy scan")


class Overridden(Masked):
    """Findings may stand."""

    action = "privacy.override"
    label = _("Privacy override")

    def format_comment(self, entry: PageLogEntry | ModelLogEntry) -> str:
        """Why."""
        return str(entry.data.get("reason", ""))
