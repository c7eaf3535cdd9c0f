"""Where the admin shows this room: its addresses, the own account, the list of accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from portal.accounts.keeping.bulk import AssignRole, SetActiveState
from portal.accounts.second_factor import views
from portal.accounts.second_factor.devices import may_reset


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Under /admin/second-factor/."""
    return [
        path("second-factor/", views.overview, name="second_factor"),
        path("second-factor/code/", views.ask, name="second_factor_ask"),
        path("second-factor/set-up/", views.set_up, name="second_factor_set_up"),
        path("second-factor/recovery-codes/", views.renew, name="second_factor_renew"),
        path("second-factor/remove/", views.remove, name="second_factor_remove"),
        path("second-factor/end-sessions/", views.end_sessions, name="second_factor_end_sessions"),
        path("second-factor/reset/<int:account>/", views.reset, name="second_factor_reset"),
    ]


# After Wagtail's own, which these replace.
for action in (AssignRole, SetActiveState):
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("register_account_menu_item")
def in_own_account(request: HttpRequest) -> dict[str, str]:
    """Among what people do to their own account."""
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor and sessions"),
        "help_text": _("Set up the code that is asked besides the password, make recovery codes, sign out everywhere."),
    }


@hooks.register("register_user_listing_buttons")
def reset_in_list(user: User, request_user: Any) -> Iterator[Button]:
    """For those who may."""
    if may_reset(request_user, user):
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button(_("Reset the second factor"), url=url, icon_name="key", priority=90)
