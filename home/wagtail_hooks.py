"""What the admin gets from this app: our colours, and the panels of its first page."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.audit_log import AuditViewSet
from home.content_access import content_access_panels
from home.dashboard import panels_for


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    """The style sheet that stands after Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def add_our_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own stay: what waits for this user's approval, what is under review, recent edits, locks."""
    panels.extend(panels_for(request.user))
    panels.extend(content_access_panels(request.user))


@hooks.register("register_admin_viewset")
def register_viewsets() -> AuditViewSet:
    """The audit log, among the reports."""
    return AuditViewSet()
