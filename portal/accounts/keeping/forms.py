"""The forms of accounts, which hold no more than who keeps them may give."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions.assign_role import RoleForm

from portal.accounts.keeping.rules import groups_to_give, may_set_way_in


class _Kept:
    """What both forms hold back. What a form disables keeps its value, whatever is sent."""

    actor: User
    fields: dict[str, Any]
    instance: User

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        groups.queryset = groups_to_give(actor, self.instance).order_by("name")
        if actor.pk == self.instance.pk:
            self._shut("groups", _("Nobody changes their own roles: somebody else who keeps accounts does."))
        elif not actor.is_superuser:
            groups.help_text = _(
                "Roles whose members read what citizens hand in are given by a superuser. You can take them away."
            )
        if not actor.is_superuser and "is_superuser" in self.fields:
            self._shut("is_superuser", _("Given and taken by those who have it."))
        if not may_set_way_in(actor, self.instance):
            why = _("This account reads what citizens hand in: name, address and password are set by a superuser.")
            for name in ("username", "email"):
                self._shut(name, why)

    @property
    def password_enabled(self) -> bool:
        """Wagtail's form asks this before it shows, and again before it sets a password."""
        return may_set_way_in(self.actor, self.instance)

    def _shut(self, name: str, why: str) -> None:
        self.fields[name].disabled = True
        self.fields[name].help_text = why


class NewAccountForm(_Kept, UserCreationForm):
    """A new account."""


class AccountForm(_Kept, UserEditForm):
    """An account that is there."""


class KeptRoleForm(RoleForm):
    """A role for several accounts at once."""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = groups_to_give(actor)
