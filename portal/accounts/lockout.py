"""Locks signing in for a while after too many refusals, without knowing anybody's address.

django-axes was tried first. Its handler for databases writes addresses and browsers down; the one for caches counts in
each process for itself where the cache is the default one, and counts nothing while a shared cache is away. These rows
count the same in every process and on every machine, and hold a keyed hash that is another one tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import F, Model
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import RefusedSignIns
from portal.accounts.permissions import given_permissions
from portal.accounts.recording import SignInAction, tell
from portal.privacy.addresses import address_of, mark_of

#: What the form asks to tell why a right password was not looked at.
LOCKED = "sign_in_is_locked"


class StaffBackend(ModelBackend):
    """Django's accounts, behind the lock."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The account of a name and its password; None while the door is locked, whatever the password."""
        if request is None or username is None or password is None:
            return super().authenticate(request, username=username, password=password, **kwargs)
        if is_locked(request, username):
            setattr(request, LOCKED, True)
            return None
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            setattr(request, LOCKED, refused(request, username))
        else:
            RefusedSignIns.objects.filter(mark=_pair(request, username)).delete()
        return user

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, with what every page of staff asks of it besides."""
        user = User.objects.select_related("wagtail_userprofile", "session_cutoff").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """The own ones and those of the groups, in one query."""
        if not isinstance(user_obj, User) or not user_obj.is_active or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        held: set[str] | None = getattr(user_obj, "_perm_cache", None)
        if held is None:
            held = user_obj._perm_cache = given_permissions(user_obj)  # type: ignore[attr-defined]
        return held


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether too much was refused under one of the marks."""
    limits = dict(_marks(request, username))
    rows = RefusedSignIns.objects.filter(mark__in=limits, until__gt=timezone.now())
    return any(count >= limits[mark] for mark, count in rows.values_list("mark", "count"))


def refused(request: HttpRequest, username: str) -> bool:
    """Count a refusal and record it; whether the door is locked now."""
    account = User.objects.filter(username=username).first()
    with transaction.atomic():
        locks = [_count(mark) >= limit for mark, limit in _marks(request, username)]
        tell(SignInAction.REFUSED, account)
        if any(locks):
            tell(SignInAction.LOCKED, account, minutes=settings.SIGN_IN_LOCK_MINUTES)
    return any(locks)


def asks_too_often(request: HttpRequest, email: str) -> bool:
    """Count a wish for a new password; whether there were too many from there, for this address or at all."""
    place = address_of(request)
    for_one, from_there = mark_of("reset", email.casefold(), place), mark_of("reset from", place)
    most = settings.SIGN_IN_REFUSALS
    return any([_count(for_one) > most, _count(from_there) > most * 10])


def forget() -> None:
    """The periodic job: what is over need not be kept."""
    RefusedSignIns.objects.filter(until__lte=timezone.now()).delete()


def _count(mark: str) -> int:
    now = timezone.now()
    until = now + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
    RefusedSignIns.objects.filter(mark=mark, until__lte=now).delete()
    RefusedSignIns.objects.bulk_create([RefusedSignIns(mark=mark, until=until)], ignore_conflicts=True)
    RefusedSignIns.objects.filter(mark=mark).update(count=F("count") + 1, until=until)
    return RefusedSignIns.objects.get(mark=mark).count


def _marks(request: HttpRequest, username: str) -> Iterator[tuple[str, int]]:
    """One account from one address; and one address that tries many accounts, with room for a whole office behind it.

    Not the account from everywhere: whoever knows a name could lock its owner out. There the second factor stands.
    """
    yield _pair(request, username), settings.SIGN_IN_REFUSALS
    yield mark_of("sign-in from", address_of(request)), settings.SIGN_IN_REFUSALS * 10


def _pair(request: HttpRequest, username: str) -> str:
    return mark_of("sign-in", username.casefold(), address_of(request))
