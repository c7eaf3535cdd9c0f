"""Plain text: the same words in UTF-8."""

from __future__ import annotations

from portal.feedback.attachments.refusals import Refusal, Refused
from portal.feedback.attachments.sniffing import decoded


def clean(content: bytes) -> bytes:
    """In one encoding, so that every browser shows the characters that were typed."""
    text = decoded(content)
    if text is None:
        raise Refused(Refusal.BROKEN)
    return text.encode("utf-8")
