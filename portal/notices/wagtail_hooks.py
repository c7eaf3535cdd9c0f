"""What the admin gets from this app."""

from typing import Any

from wagtail import hooks

from portal.notices.admin import NoticesGroup


@hooks.register("register_admin_viewset")
def register_viewsets() -> Any:
    """Lists of all notices and warnings, with the columns that their editors look for."""
    return NoticesGroup()
