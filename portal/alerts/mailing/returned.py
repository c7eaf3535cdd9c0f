"""Mails that come back: delivery reports (RFC 3464) and complaints (RFC 5965), as the mail server hands them on.

Which mail it was is read from its token, in the address it was returned to or in its Message-ID; a report without one
of ours is nobody's, so nobody can end another one's subscriptions by writing a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from enum import StrEnum

from portal.alerts.ending import end, note_return
from portal.alerts.mailing.envelopes import token_in
from portal.alerts.models import Mail

#: Reports are short; whatever is longer is no report.
MOST_BYTES = 1_000_000


class Outcome(StrEnum):
    """What came of a report."""

    COUNTED = "counted"
    ENDED = "ended"
    IGNORED = "ignored"


def take_return(raw: bytes) -> Outcome:
    """Read what came back. Nothing that anybody can send raises."""
    report = message_from_bytes(raw[:MOST_BYTES], policy=policy.default)
    mail = _mail_of(report)
    if mail is None:
        return Outcome.IGNORED
    if _is_complaint(report) and mail.subscriber:
        end(mail.subscriber, list(mail.subscriber.subscriptions.all()))
        return Outcome.ENDED
    if not _is_final(report):
        return Outcome.IGNORED
    note_return(mail)
    return Outcome.COUNTED


def _mail_of(report: EmailMessage) -> Mail | None:
    tokens = filter(None, (token_in(text) for text in _places(report)))
    return next((mail for token in tokens if (mail := Mail.objects.filter(token=token).first())), None)


def _places(report: EmailMessage) -> Iterator[str]:
    for name in ("To", "Delivered-To", "X-Original-To"):
        yield from map(str, report.get_all(name, []))
    for part in report.walk():
        if part.get_content_type() == "text/rfc822-headers":
            yield from (line for line in _text(part).splitlines() if line.lower().startswith("message-id:"))
        elif part is not report and part.get("Message-ID"):
            yield str(part["Message-ID"])


def _is_final(report: EmailMessage) -> bool:
    """Whether some recipient cannot be reached for good; a delay is none."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if not isinstance(block, Message):
                    continue
                action, status = str(block.get("Action", "")), str(block.get("Status", ""))
                if action.strip().lower() == "failed" and status.strip().startswith("5"):
                    return True
    return False


def _is_complaint(report: EmailMessage) -> bool:
    return any(part.get_content_type() == "message/feedback-report" for part in report.walk())


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
