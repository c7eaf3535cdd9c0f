"""Deletes the keys of submissions. It cannot be taken back, and a restore does not bring them back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import Actor, Thing, record
from portal.feedback.models import Approval, Attachment, CaseLink, Part, Protection, Receipt, Submission, WrappedKey
from portal.feedback.retention.rules import past_their_time
from portal.operations.backup.purged import note_purged
from search.batches import batches

#: In the list of deletions (`portal.operations.backup.purged`).
KIND = "feedback.submission"
BATCH = 200


class RetentionAction(TextChoices):
    """In the audit log."""

    PURGED = "submission.purge", _("Submission deleted for good")


def purge(submissions: Iterable[UUID], *, actor: Actor) -> int:
    """Delete the keys of these submissions, each recorded; how many had any.

    The list outside of the database is written before the commit: what it names and a failed commit left is deleted
    with the next run, or after a restore.
    """
    return sum(_purge(keys, actor) for keys in batches(submissions, BATCH))


@transaction.atomic
def _purge(keys: list[UUID], actor: Actor) -> int:
    # One after the other with whoever opens or answers them.
    rows = Submission.objects.select_for_update().filter(pk__in=keys, wrapped_keys__isnull=False).order_by("pk")
    found = sorted(set(rows.values_list("pk", flat=True)))
    for key in found:
        record(RetentionAction.PURGED, Thing("feedback.submission", str(key)), actor=actor)
    _forget(found)
    note_purged(KIND, map(str, found))
    return len(found)


def purge_again(keys: list[str]) -> int:
    """After a restore: those that came back; how many."""
    wanted = [UUID(key) for key in keys]
    done = 0
    for numbers in batches(wanted, BATCH):
        with transaction.atomic():
            back = set(WrappedKey.objects.filter(submission__in=numbers).values_list("submission", flat=True))
            _forget(sorted(back))
        done += len(back)
    return done


def purge_expired() -> int:
    """The nightly job."""
    return purge(list(past_their_time(timezone.localdate()).values_list("pk", flat=True)), actor=None)


def _forget(keys: list[UUID]) -> None:
    """The keys, the receipt, and what nobody can open without them; files without a row are swept by their job."""
    for model in (WrappedKey, Receipt, Part, Attachment, CaseLink, Approval, Protection):
        model.objects.filter(submission__in=keys).delete()
