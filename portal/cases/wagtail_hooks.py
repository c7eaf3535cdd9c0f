"""What the admin gets from this app."""

from wagtail import hooks

from portal.cases.admin.terms import OfficialLists


@hooks.register("register_admin_viewset")
def register_viewset() -> OfficialLists:
    """The screens of the official lists."""
    return OfficialLists()
