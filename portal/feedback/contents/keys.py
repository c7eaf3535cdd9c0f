"""The data key of a submission, as the office holds it."""

from __future__ import annotations

from portal.feedback.contents.places import key_place
from portal.feedback.models import Submission, WrappedKey
from portal.privacy import sealing
from portal.privacy.sealing import DataKey


class Purged(Exception):
    """Its keys are deleted: nobody can read it any more."""


def wrap_for_office(submission: Submission, key: DataKey) -> None:
    """Store the data key, wrapped to each key of the office. Raises NoSealingKey."""
    wrapped = sealing.wrap(key, key_place(submission.pk))
    WrappedKey.objects.bulk_create(
        WrappedKey(submission=submission, office_key=number, wrapped=blob) for number, blob in wrapped.items()
    )


def office_key(submission: Submission) -> DataKey:
    """The data key, opened with a private key of the office. Raises NoSealingKey, Purged or Damaged."""
    wrapped = {row.office_key: bytes(row.wrapped) for row in submission.wrapped_keys.all()}
    if not wrapped:
        raise Purged
    return sealing.unwrap(wrapped, key_place(submission.pk))
