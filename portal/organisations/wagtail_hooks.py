"""What the admin gets from this app."""

from typing import Any

from wagtail import hooks

from portal.organisations.admin import UnitsGroup
from portal.organisations.choosers import region_chooser, unit_chooser


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Screens for units, regions and staff, and the choosers that other forms use."""
    return [unit_chooser, region_chooser, UnitsGroup()]
