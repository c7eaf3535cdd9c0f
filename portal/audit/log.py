"""`record`: the one way into the audit log."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from portal.audit import actions, chain, seals
from portal.audit.details import check
from portal.audit.models import AuditEntry

SYSTEM = "system"

Actor = AbstractBaseUser | AnonymousUser | None


class Thing(NamedTuple):
    """What a step was taken on, where there is no object at hand."""

    kind: str
    key: str

    @classmethod
    def of(cls, instance: Model) -> Thing:
        """By the name of its model and its primary key."""
        return cls(instance._meta.label_lower, str(instance.pk))


def record(
    action: str,
    thing: Model | Thing,
    *,
    actor: Actor,
    details: Mapping[str, Any] | None = None,
    whole_day: bool = False,
) -> AuditEntry:
    """Write down a step in the transaction of the step: rolled back with it, committed with it.

    ``actor`` is who is signed in, None for the system itself. ``details`` holds codes and numbers only. ``whole_day``
    keeps the day alone: when a citizen was there is nobody's business.
    Raises ValueError for an action that no app has registered, UnfitDetails for details that must not be kept.
    """
    if not actions.is_registered(action):
        raise ValueError(f"no app has registered the action {action!r}")
    kind, key = thing if isinstance(thing, Thing) else Thing.of(thing)
    number = actor.pk if actor is not None else None
    columns = {
        "uid": uuid.uuid4(),
        "at": _midnight() if whole_day else timezone.now(),
        # A member of an enum is its code, for JSON too.
        "action": str(action),
        "object_kind": kind,
        "object_key": key,
        "actor_id": number,
        "actor_role": role_of(actor) if number is not None else SYSTEM,
        "details": check(details or {}),
    }
    with transaction.atomic(savepoint=False):
        entry = AuditEntry.objects.create(**columns, seal=seals.entry_seal(columns))
        chain.follow(entry.pk)
    return entry


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def role_of(actor: Actor) -> str:
    """The roles of an account as they are now: its groups, and "superuser" for who may do everything."""
    if not isinstance(actor, User):
        return SYSTEM
    groups = sorted(actor.groups.values_list("name", flat=True))
    return ",".join(["superuser"] * actor.is_superuser + groups)[:100] or "none"
