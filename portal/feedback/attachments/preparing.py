"""What becomes of a file after it was handed in: scanned, and cleaned for staff. Where the office's key is, only there.

A worker does it, never the request in which the file came. Whatever fails, the original stays sealed, and there is no
copy until there is a good one.
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
from portal.privacy.sealing import Damaged, NoSealingKey

logger = logging.getLogger(__name__)

#: Files that one look takes on; the others come with the next.
BATCH = 50
_State = Attachment.State


def prepare_waiting() -> int:
    """Scan and clean what waits for it, the oldest first; how many are done. Nothing on a host without the key."""
    if not sealing.can_open():
        return 0
    waiting = Attachment.objects.filter(state=_State.PENDING) | Attachment.objects.filter(scan=Verdict.PENDING)
    waiting = waiting.exclude(state=_State.INFECTED).select_related("submission")
    return sum(prepare(attachment) for attachment in waiting.order_by("submission__received_on", "pk")[:BATCH])


def prepare(attachment: Attachment) -> bool:
    """One file; False where it has to wait, because the scanner is away or the key is not here."""
    try:
        key = office_key(attachment.submission)
        content = opened(key, attachment.submission_id, attachment.pk)
    except (NoSealingKey, Purged):
        return False
    except (Damaged, FileNotFoundError):
        logger.exception("a sealed file cannot be opened")
        return _note(attachment, _State.REFUSED, attachment.scan, Refusal.BROKEN)
    verdict = scan(content)
    if verdict is Verdict.INFECTED:
        return _note(attachment, _State.INFECTED, verdict)
    if attachment.state != _State.PENDING:
        return _note(attachment, _State(attachment.state), verdict, attachment.refusal)
    try:
        copy = clean(content, FileKind(described(key, attachment).kind))
    except Refused as refused:
        state = _State.ORIGINAL if refused.reason is Refusal.UNCLEANABLE else _State.REFUSED
        return _note(attachment, state, verdict, refused.reason)
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
