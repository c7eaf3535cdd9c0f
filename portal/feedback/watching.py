"""Tips that accuse the office itself: none of its staff sees them, and who does is named outside of its reach.

Units and accounts stand in the settings of the host, not in the admin: whom such a tip may accuse could otherwise name
themself. Nobody of the office is told how many there are, for that there are some tells enough; what is told loudly is
that nobody is named.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from portal.feedback.models import Submission
from portal.feedback.roles import Right, may
from portal.feedback.visibility import affiliation_of, is_shut_out


def is_watched() -> bool:
    """Whether somebody who does not work at the office can open what accuses it."""
    named = User.objects.filter(username__in=settings.OFFICE_WATCHERS, is_active=True)
    return bool(settings.OFFICE_UNITS) and any(_can_watch(user) for user in named)


def _can_watch(user: User) -> bool:
    at = affiliation_of(user)
    return may(user, Right.OPEN_CONTENT) and bool(at.office_units) and not at.office_units & at.concerned


def seen_by_nobody() -> int:
    """How many submissions in work no account at all can open, for whatever reason: for the operator alone."""
    waiting = set(Submission.objects.open().values_list("pk", flat=True))
    for user in _desk():
        waiting -= set(Submission.objects.visible_to(user).open().values_list("pk", flat=True))
    return len(waiting)


def shuts_out_everybody(units: Collection[int]) -> bool:
    """Whether of all who work at the desk nobody would see a submission that accuses these units."""
    desk = list(_desk())
    return bool(desk) and all(is_shut_out(user, units) for user in desk)


def _desk() -> QuerySet[User]:
    code = Right.OPEN_CONTENT.value
    has = Q(groups__permissions__codename=code) | Q(user_permissions__codename=code)
    return User.objects.filter(has, is_active=True).distinct()
