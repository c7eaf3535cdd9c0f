"""What the admin gets from this room."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from portal.alerts.admin import viewsets


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """Receipts of warnings, and the report on mail."""
    return list(viewsets)
