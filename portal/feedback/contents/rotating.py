"""Submissions' part of `rotate_keys`, and whether the office could open them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.places import key_place
from portal.feedback.models import Submission, WrappedKey
from portal.privacy.sealing import can_open, can_seal
from portal.privacy.sealing.office import public_keys, valid_keys
from portal.privacy.sealing.rotation import wrapped_anew


def rotate(forget: bool) -> Iterator[object]:
    """Go through what is not wrapped to exactly the keys of today, each submission by itself."""
    for number in _waiting(forget):
        with transaction.atomic():
            submission = Submission.objects.select_for_update().filter(pk=number).first()
            if submission is not None and _rotate(submission, forget):
                yield number


def state(now: datetime) -> dict[str, dict[str, Any]]:
    """For ``/readyz``: whether citizens can hand in, and whether anything waits to be wrapped anew."""
    keys = {"can_seal": can_seal(), "can_open_here": can_open(), "late": not can_seal()}
    return {"keys": keys}


def _waiting(forget: bool) -> list[UUID]:
    wanted = [key.number for key in valid_keys()]
    fitting = Count("wrapped_keys", filter=Q(wrapped_keys__office_key__in=wanted))
    rows = Submission.objects.filter(wrapped_keys__isnull=False).annotate(fitting=fitting)
    waiting = rows.filter(fitting__lt=len(wanted))
    if forget:
        known = [key.number for key in public_keys()]
        waiting |= rows.filter(pk__in=WrappedKey.objects.exclude(office_key__in=known).values("submission"))
    return list(waiting.values_list("pk", flat=True).distinct())


def _rotate(submission: Submission, forget: bool) -> bool:
    rows = {row.office_key: bytes(row.wrapped) for row in submission.wrapped_keys.all()}
    anew = wrapped_anew(rows, key_place(submission.pk), forget=forget) if rows else None
    if anew is None:
        return False
    submission.wrapped_keys.exclude(office_key__in=anew).delete()
    WrappedKey.objects.bulk_create(
        WrappedKey(submission=submission, office_key=number, wrapped=blob)
        for number, blob in anew.items()
        if number not in rows
    )
    record(FeedbackAction.KEYS_ROTATED, submission, actor=None, details={"keys": len(anew)})
    return True
