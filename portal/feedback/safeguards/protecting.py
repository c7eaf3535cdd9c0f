"""Protection of who reported: what was asked or ordered, and that the file comes first from then on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.opening import DAMAGED, key_for
from portal.feedback.contents.sealing import seal, unseal
from portal.feedback.models import Priority, Protection, Submission
from portal.feedback.roles import Right
from portal.privacy.sealing import Damaged, DataKey


@dataclass(frozen=True, slots=True)
class OpenedProtection:
    """One measure with what was written of it."""

    row: Protection
    text: str


def protect(submission: Submission, user: User, stage: Protection.Stage, text: str) -> None:
    """Put a measure on record. Raises NotPermitted, and what opening the key raises."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        key = key_for(locked, user, Right.ACCEPT, FeedbackAction.PROTECTED, stage=str(stage))
        row = Protection(submission=locked, stage=stage, taken_on=timezone.localdate(), author=user)
        row.sealed = seal(key, text, locked.pk, "protection", row.pk)
        row.save(force_insert=True)
        locked.priority = Priority.NORMAL if stage == Protection.Stage.ENDED else Priority.HIGH
        locked.save(update_fields=["priority"])


def opened_protections(submission: Submission, key: DataKey) -> list[OpenedProtection]:
    """With the data key in hand."""
    return [OpenedProtection(row, _text(row, key)) for row in submission.protections.select_related("author")]


def _text(row: Protection, key: DataKey) -> str:
    try:
        return str(unseal(key, row.sealed, row.submission_id, "protection", row.pk))
    except Damaged:
        return str(DAMAGED)
