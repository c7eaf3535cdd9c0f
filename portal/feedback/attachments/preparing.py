"""What becomes of a file after it was handed in: scanned, and cleaned for staff. Where the office's key is, only there.

A worker does it, never the request in which the file came. Whatever fails, the original stays sealed, and there is no
copy until there is a good one. No file stands in the way of another: each is guarded by itself, what only waits for
the scanner is a list of its own, and both are gone through in random order. An order by attempts would need a time or a
count of them with each file, which tells when it was handed in.
"""

from __future__ import annotations

import logging

from django.db import transaction

from portal.feedback.attachments.cleaning.cleaned import clean
from portal.feedback.attachments.describing import described, with_copy
from portal.feedback.attachments.keeping import CLEANED, keep, opened
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.feedback.attachments.viruses import Verdict, scan
from portal.feedback.contents.keys import Purged, office_key
from portal.feedback.models import Attachment
from portal.privacy import sealing
from portal.privacy.sealing import Damaged, DataKey, NoSealingKey

logger = logging.getLogger(__name__)

#: Files of each list that one look takes on; the others come with the next.
BATCH = 50
_State = Attachment.State


def prepare_waiting() -> int:
    """Scan and clean what waits for it; how many are done. Nothing on a host without the key."""
    if not sealing.can_open():
        return 0
    files = Attachment.objects.select_related("submission").order_by("?")
    to_clean = files.filter(state=_State.PENDING)
    to_scan = files.filter(scan=Verdict.PENDING).exclude(state__in=(_State.PENDING, _State.INFECTED))
    return sum(_guarded(attachment) for attachment in [*to_clean[:BATCH], *to_scan[:BATCH]])


def _guarded(attachment: Attachment) -> bool:
    try:
        return prepare(attachment)
    except Exception as error:  # noqa: BLE001 (whatever is wrong with one file, the others have their turn)
        # The class alone: what a message repeats may be of the file.
        logger.error("a file could not be prepared: %s", type(error).__name__)
        return False


def prepare(attachment: Attachment) -> bool:
    """One file; False where it has to wait, because the scanner is away or the key is not here."""
    try:
        key = office_key(attachment.submission)
    except (NoSealingKey, Purged, Damaged):
        # A damaged key may come back from a backup.
        return False
    try:
        content = opened(key, attachment.submission_id, attachment.pk)
    except (Damaged, FileNotFoundError) as error:
        logger.error("a sealed file cannot be opened: %s", type(error).__name__)
        return _note(attachment, _State.REFUSED, Verdict.REFUSED, Refusal.BROKEN)
    verdict = scan(content)
    if verdict is Verdict.INFECTED:
        return _note(attachment, _State.INFECTED, verdict)
    if attachment.state != _State.PENDING:
        return _note(attachment, _State(attachment.state), verdict, attachment.refusal)
    return _clean(attachment, key, content, verdict)


def _clean(attachment: Attachment, key: DataKey, content: bytes, verdict: Verdict) -> bool:
    try:
        copy = clean(content, FileKind(described(key, attachment).kind))
    except Refused as refused:
        state = _State.ORIGINAL if refused.reason is Refusal.UNCLEANABLE else _State.REFUSED
        return _note(attachment, state, verdict, refused.reason)
    except Damaged as error:
        # Only the description: the original can be opened, by what its content is.
        logger.error("the description of a file cannot be opened: %s", type(error).__name__)
        return _note(attachment, _State.REFUSED, verdict, Refusal.BROKEN)
    keep(key, attachment.submission_id, attachment.pk, copy.content, CLEANED)
    attachment.sealed_description = with_copy(key, attachment, copy.kind)
    return _note(attachment, _State.CLEANED, verdict)


def _note(attachment: Attachment, state: Attachment.State, verdict: str, refusal: str = "") -> bool:
    attachment.state, attachment.scan, attachment.refusal = state, verdict, refusal
    with transaction.atomic():
        # It may have been purged meanwhile.
        if Attachment.objects.select_for_update().filter(pk=attachment.pk).exists():
            attachment.save(update_fields=["state", "scan", "refusal", "sealed_description"])
    return verdict != Verdict.PENDING
