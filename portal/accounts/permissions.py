"""What an account may do because somebody gave it the right, and not because it may do everything."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User


def given_permissions(user: User) -> set[str]:
    """Its own and those of its groups, as Django writes them (``feedback.view_submission``); one query."""
    rows = Permission.objects.order_by().values_list("content_type__app_label", "codename")
    return {".".join(row) for row in rows.filter(user=user).union(rows.filter(group__user=user))}
