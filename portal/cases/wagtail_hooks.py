"""What the admin gets from this app."""

from wagtail import hooks

from portal.cases.admin import TermViewSet


@hooks.register("register_admin_viewset")
def register_viewset() -> TermViewSet:
    """The screen of the official lists."""
    return TermViewSet()
