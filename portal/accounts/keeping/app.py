"""Wagtail's app of accounts, with our screens in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountKeepingConfig(WagtailUsersAppConfig):
    """Stands in the list of apps in its place."""

    user_viewset = "portal.accounts.keeping.views.AccountViewSet"
