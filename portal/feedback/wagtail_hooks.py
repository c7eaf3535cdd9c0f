"""What the admin gets from feedback."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSetGroup

from portal.feedback.attachments import views as files
from portal.feedback.clocks import admin as clocks
from portal.feedback.desk import panels as piles
from portal.feedback.desk import warnings
from portal.feedback.desk.late import LateMenuItem
from portal.feedback.desk.published import PublishedInquiries
from portal.feedback.desk.viewsets import Desk
from portal.feedback.hearings.admin import Hearings


@hooks.register("register_admin_viewset")
def register_desk() -> Desk:
    """The queue and the files."""
    return Desk()


@hooks.register("register_admin_viewset")
def register_published() -> PublishedInquiries:
    """What was answered in public."""
    return PublishedInquiries()


@hooks.register("register_admin_viewset")
def register_hearings() -> Hearings:
    """Live hearings."""
    return Hearings()


@hooks.register("register_admin_viewset")
def register_limits() -> ViewSetGroup:
    """Working days, limits, escalation."""
    return clocks.Limits()


@hooks.register("register_admin_menu_item")
def register_late() -> MenuItem:
    """What is late."""
    return LateMenuItem()


@hooks.register("construct_homepage_panels")
def add_warnings(request: HttpRequest, panels: list[Component]) -> None:
    """What waits at the desk; that a year has no holidays yet; that nobody is named for what accuses the office."""
    panels.extend(piles.panels_for(request.user))
    panels.extend(clocks.panels_for(request.user))
    panels.extend(warnings.panels_for(request.user))


@hooks.register("register_admin_urls")
def register_files() -> list[URLPattern]:
    """The files of citizens."""
    return [
        path("feedback/files/<uuid:attachment>/", files.cleaned_copy, name="feedback_file"),
        path("feedback/files/<uuid:attachment>/original/", files.original, name="feedback_original"),
    ]
