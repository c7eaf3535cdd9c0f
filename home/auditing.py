"""What the audit log records of accounts: roles, rights and places in units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model, TextChoices
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from portal.audit import actions
from portal.audit.log import Thing, record
from portal.organisations.models import StaffMembership


class AccountAction(TextChoices):
    """Steps that decide what somebody may do."""

    ROLES_GIVEN = "roles.give", _("Roles given")
    ROLES_TAKEN = "roles.take", _("Roles taken away")
    RIGHTS_CHANGED = "rights.change", _("Rights changed")
    STATE_CHANGED = "account.change", _("Account opened, closed, or given all rights")
    DELETED = "account.delete", _("Account deleted")
    MEMBERSHIP_SET = "membership.set", _("Place in a unit set")
    MEMBERSHIP_ENDED = "membership.delete", _("Place in a unit removed")


#: Told before it is done, so that the entry holds what whoever did it might do until then.
_ROLE_STEPS = {
    "pre_add": AccountAction.ROLES_GIVEN,
    "pre_remove": AccountAction.ROLES_TAKEN,
    "pre_clear": AccountAction.ROLES_TAKEN,
}


def register() -> None:
    """Listen to them, from whichever screen or command they come."""
    actions.register(AccountAction)
    m2m_changed.connect(roles_changed, sender=User.groups.through)
    m2m_changed.connect(rights_changed, sender=User.user_permissions.through)
    m2m_changed.connect(rights_changed, sender=Group.permissions.through)
    pre_save.connect(account_saving, sender=User)
    post_save.connect(account_saved, sender=User)
    post_delete.connect(account_deleted, sender=User)
    post_save.connect(membership_saved, sender=StaffMembership)
    post_delete.connect(membership_deleted, sender=StaffMembership)


def _tell(action: AccountAction, thing: Model | Thing, **details: Any) -> None:
    record(action, thing, actor=get_active_log_context().user, details=details)


def roles_changed(
    sender: type[Model], instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Somebody came into groups or left them, from whichever side it was done."""
    if action == "pre_clear":
        others = instance.user_set if reverse else instance.groups
        pk_set = set(others.values_list("pk", flat=True))
    step = _ROLE_STEPS.get(action)
    if step is None or not pk_set:
        return
    accounts, groups = (sorted(pk_set), [instance.pk]) if reverse else ([instance.pk], sorted(pk_set))
    for account in accounts:
        _tell(step, Thing("auth.user", str(account)), groups=groups)


def rights_changed(sender: type[Model], instance: Any, action: str, **kwargs: Any) -> None:
    """Single rights of an account or a group; which, its own history tells."""
    if action in {"post_add", "post_remove", "pre_clear"}:
        _tell(AccountAction.RIGHTS_CHANGED, instance, change=action.partition("_")[2])


def account_saving(
    sender: type[User], instance: User, update_fields: Iterable[str] | None, raw: bool = False, **kwargs: Any
) -> None:
    """Note what the account could do. A sign-in saves its time alone."""
    if update_fields is None or {"is_active", "is_superuser"} & set(update_fields):
        row = User.objects.filter(pk=instance.pk).values_list("is_active", "is_superuser").first()
        instance._state_before = row or (False, False)  # type: ignore[attr-defined]


def account_saved(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Opened, closed, given all rights, or not any more."""
    now = (instance.is_active, instance.is_superuser)
    if instance.__dict__.pop("_state_before", now) != now:
        _tell(AccountAction.STATE_CHANGED, instance, active=now[0], superuser=now[1])


def account_deleted(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Gone; its number stays in the log."""
    _tell(AccountAction.DELETED, Thing("auth.user", str(instance.pk)))


def membership_saved(sender: type[StaffMembership], instance: StaffMembership, **kwargs: Any) -> None:
    """A place in a unit, for a time."""
    times = {name: str(day) for name in ("since", "until") if (day := getattr(instance, name))}
    _tell(AccountAction.MEMBERSHIP_SET, Thing("auth.user", str(instance.user_id)), unit=instance.unit_id, **times)


def membership_deleted(sender: type[StaffMembership], instance: StaffMembership, **kwargs: Any) -> None:
    """None any more."""
    _tell(AccountAction.MEMBERSHIP_ENDED, Thing("auth.user", str(instance.user_id)), unit=instance.unit_id)
