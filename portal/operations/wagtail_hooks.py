"""What the admin gets from operations."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from portal.operations.admin import background


@hooks.register("register_admin_viewset")
def register_viewset() -> ViewSet:
    """The report on background work."""
    return background
