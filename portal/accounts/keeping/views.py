"""The list of accounts: Wagtail's screens with our forms, and shut where the account is above who keeps it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.users.views import users

from portal.accounts.keeping.forms import AccountForm, NewAccountForm
from portal.accounts.keeping.rules import may_edit


class AccountList(users.IndexView):
    """Leads to those that may be edited."""

    def get_edit_url(self, instance: Any) -> str | None:
        """None for an account above."""
        url: str | None = super().get_edit_url(instance) if may_edit(self.request.user, instance) else None
        return url


class NewAccount(users.CreateView):
    """Tells the form who makes it."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """As Wagtail's."""
        return {**super().get_form_kwargs(), "actor": self.request.user}


class EditAccount(users.EditView):
    """Refused for an account above."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Reading and sending alike."""
        if not may_edit(request.user, self.object):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """As Wagtail's."""
        return {**super().get_form_kwargs(), "actor": self.request.user}


class AccountViewSet(users.UserViewSet):
    """Under /admin/users/."""

    index_view_class = AccountList
    add_view_class = NewAccount
    edit_view_class = EditAccount
    # A copy would begin with the rights of the other, whoever makes it.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        """Ours."""
        return AccountForm if for_update else NewAccountForm
