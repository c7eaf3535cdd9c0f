"""The way of a submission onto the disk: sealed, files flushed, one transaction, and only then a receipt.

Nothing else lies on this way: no mail, queue, index, virus scan or cache. What the citizen is shown is true whenever
the process may be killed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.feedback.attachments.keeping import discard, sealed_attachment
from portal.feedback.contents.keys import wrap_for_office
from portal.feedback.contents.sealing import seal_part
from portal.feedback.faults import reach
from portal.feedback.handing_in.drafts import Draft
from portal.feedback.models import AccusedUnit, Attachment, Kind, Part, Receipt, Submission
from portal.feedback.receipts import ReceiptCodes, find_by_form, prepare_receipt
from portal.feedback.receipts.codes import derived
from portal.feedback.receipts.commitments import commit, commitment_salt
from portal.feedback.transitions import receive
from portal.privacy import sealing
from portal.privacy.sealing import DataKey, NoSealingKey


@dataclass(frozen=True, slots=True)
class Received:
    """What was stored, and what the citizen keeps of it."""

    submission: Submission
    codes: ReceiptCodes
    #: This very form had been sent before; what it says now was not stored again.
    is_repeat: bool = False


def submit(draft: Draft) -> Received:
    """Store what was handed in; it is committed and flushed when this returns.

    The same form sent again gives the same receipt. Raises NoSealingKey before anything is written; whatever else is
    raised, nothing is stored. Not to be called within a transaction.
    """
    reach("begin")
    if not sealing.can_seal():
        raise NoSealingKey("no sealing key is valid today")
    sent_before = find_by_form(draft.form_value)
    if sent_before is not None:
        return Received(*sent_before, is_repeat=True)
    key = DataKey.new()
    submission = _submission(draft)
    parts = [seal_part(key, submission, Part.Name(name), text) for name, text in draft.texts().items()]
    reach("sealed")
    attachments = _keep_files(draft, submission, key)
    # Files of what could not be stored are swept later: whoever deletes them here may do so after the commit.
    return _store(draft, submission, key, parts, attachments)


def _submission(draft: Draft) -> Submission:
    return Submission(
        kind=draft.kind,
        channel=draft.channel,
        category=draft.category,
        unit=draft.unit,
        region=draft.region,
        is_named=bool(draft.contact),
        consents_to_publish=draft.consents_to_publish and draft.kind == Kind.INQUIRY,
        received_on=timezone.localdate(),
        priority=draft.priority,
        recorded_by=draft.recorded_by,
    )


def _keep_files(draft: Draft, submission: Submission, key: DataKey) -> list[Attachment]:
    attachments = [sealed_attachment(key, submission, number, file) for number, file in enumerate(draft.files, 1)]
    reach("files_written")
    return attachments


def _store(
    draft: Draft, submission: Submission, key: DataKey, parts: list[Part], attachments: list[Attachment]
) -> Received:
    commitment = commit(_committed(draft), commitment_salt(draft.form_value))
    for codes in derived(draft.form_value):
        receipt = prepare_receipt(submission, key, codes, commitment, draft.form_value)
        try:
            with transaction.atomic(durable=True):
                _store_rows(draft, submission, key, receipt)
                Part.objects.bulk_create(parts)
                Attachment.objects.bulk_create(attachments)
                reach("parts_stored")
                receive(submission, draft.recorded_by)
                reach("step_stored")
                reach("before_commit")
        except IntegrityError:
            # Sent twice at the same moment; or, once in a million, the code is another's.
            sent_before = find_by_form(draft.form_value)
            if sent_before is not None:
                for attachment in attachments:
                    discard(attachment.pk)
                return Received(*sent_before, is_repeat=True)
            submission._state.adding = True
            continue
        reach("committed")
        return Received(submission, codes)
    raise IntegrityError("no free query code")


def _store_rows(draft: Draft, submission: Submission, key: DataKey, receipt: Receipt) -> None:
    reach("transaction_begun")
    submission.save(force_insert=True)
    reach("submission_stored")
    wrap_for_office(submission, key)
    receipt.save(force_insert=True)
    reach("keys_stored")
    AccusedUnit.objects.bulk_create(AccusedUnit(submission=submission, unit=unit) for unit in draft.accused_units)
    if draft.along is not None:
        draft.along(submission)


def _committed(draft: Draft) -> dict[str, object]:
    """What a citizen can show later to be what was handed in: the texts as typed, the files by their hashes."""
    files = [{"name": file.name, "sha256": hashlib.sha256(file.content).hexdigest()} for file in draft.files]
    return {**draft.texts(), "files": files}
