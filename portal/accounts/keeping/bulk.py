"""What is done to several accounts at once, with the same limits. Deleting has them by Wagtail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from portal.accounts.keeping.forms import KeptRoleForm
from portal.accounts.keeping.rules import may_edit


class AssignRole(AssignRoleBulkAction):
    """To others, and no role that the one who gives it may not give."""

    form_class = KeptRoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Whose form it is."""
        return {**super().get_form_kwargs(), "actor": self.request.user}

    def check_perm(self, obj: User) -> bool:
        """Not the own account, nor one above."""
        actor = self.request.user
        return bool(super().check_perm(obj)) and actor.pk != obj.pk and may_edit(actor, obj)

    @classmethod
    def execute_action(cls, objects: Iterable[User], role: Group | None = None, **kwargs: Any) -> tuple[int, int]:
        """Wagtail's; it is never asked without a role."""
        done: tuple[int, int] = super().execute_action(objects, role=role, **kwargs) or (0, 0)
        return done


class SetActiveState(SetActiveStateBulkAction):
    """Each by itself, so that the audit log hears of it."""

    def check_perm(self, obj: User) -> bool:
        """Not of one above."""
        return bool(super().check_perm(obj)) and may_edit(self.request.user, obj)

    @classmethod
    def execute_action(
        cls, objects: Iterable[User], mark_as_active: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Wagtail's writes the rows and tells nobody."""
        changed = [each for each in objects if user is None or each.pk != user.pk]
        for account in changed:
            account.is_active = mark_as_active
            account.save(update_fields=["is_active"])
        return len(changed), 0
