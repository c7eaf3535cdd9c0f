"""What an administrator may do to which account. A superuser may do all of it, but for the own roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet

from portal.accounts.permissions import given_permissions

#: To read what citizens handed in, by the names that `portal.feedback.roles` gives them.
CONTENT_RIGHTS = frozenset({"feedback.open_content", "feedback.open_contact", "feedback.open_original"})


def content_permissions() -> QuerySet[Permission]:
    """The rows of these rights."""
    names = [right.partition(".")[2] for right in CONTENT_RIGHTS]
    return Permission.objects.filter(content_type__app_label="feedback", codename__in=names)


def opening_groups() -> QuerySet[Group]:
    """Groups whose members read what citizens handed in."""
    return Group.objects.filter(permissions__in=content_permissions()).distinct()


def opens_content(account: User) -> bool:
    """Whether an account reads it: by being given the right, not by being able to do everything."""
    return not CONTENT_RIGHTS.isdisjoint(given_permissions(account))


def may_edit(actor: Any, account: User) -> bool:
    """An account that may do everything is nobody's but of those who may, too."""
    return bool(actor.is_superuser) or not account.is_superuser


def may_set_way_in(actor: Any, account: User) -> bool:
    """Whether to set name, address and password: whoever sets them can sign in as that account."""
    if actor.is_superuser or actor.pk == account.pk:
        return True
    return may_edit(actor, account) and (account.pk is None or not opens_content(account))


def groups_to_give(actor: Any, account: User | None = None) -> QuerySet[Group]:
    """All; but those whose members read content only for superusers. What an account has may stay, or be taken away."""
    if actor.is_superuser:
        return Group.objects.all()
    shown = ~Q(pk__in=opening_groups().values("pk"))
    if account is not None and account.pk is not None:
        shown |= Q(pk__in=account.groups.values("pk"))
    return Group.objects.filter(shown)
