"""What a citizen does with a receipt. Each is one transaction, and sent twice it is done once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.attachments.keeping import sealed_attachment
from portal.feedback.attachments.limits import Accepted
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.writing import add_message
from portal.feedback.models import Attachment, Message, Rating, State, Submission
from portal.feedback.receipts import Opened
from portal.feedback.receipts.codes import form_hash
from portal.feedback.transitions import Party, Refused, Unfit, apply

#: Nothing can be added to these any more.
_SILENT = frozenset({State.WITHDRAWN})


def write(opened: Opened, text: str, files: Sequence[Accepted], form_value: bytes) -> Message:
    """Send the office a message; what was asked for counts as handed in with it. Raises Unfit once it is withdrawn."""
    if (sent := _sent(form_value)) is not None:
        return sent
    attachments = [
        sealed_attachment(opened.key, opened.submission, number, file) for number, file in enumerate(files, 1)
    ]
    with transaction.atomic():
        submission = _locked(opened)
        if (sent := _sent(form_value)) is not None:
            # A second press came while the first was being stored; its files are swept.
            return sent
        draft = Message(submission=submission, sender=Message.Sender.CITIZEN, form_hash=form_hash(form_value))
        message = add_message(opened.key, draft, text)
        for attachment in attachments:
            attachment.message = message
        Attachment.objects.bulk_create(attachments)
        details = {"number": message.number, "files": len(attachments)}
        record(FeedbackAction.MESSAGE_RECEIVED, submission, actor=None, details=details, whole_day=True)
        if submission.state == State.SUPPLEMENT_ASKED:
            apply(submission, "supplement", Party.CITIZEN)
    return message


def withdraw(opened: Opened) -> None:
    """Take it back. What was found out until then stays with the office."""
    apply(opened.submission, "withdraw", Party.CITIZEN)


def rate(opened: Opened, *, is_solved: bool, attitude: int, speed: int) -> None:
    """Rate the answer; once a round."""
    with transaction.atomic():
        submission = _locked(opened)
        code = "rate_result" if submission.state == State.TOLD else "rate"
        apply(submission, code, Party.CITIZEN)
        Rating.objects.create(
            submission=submission,
            round=1 + submission.ratings.count(),
            is_solved=is_solved,
            attitude=attitude,
            speed=speed,
            rated_on=timezone.localdate(),
        )


def ask_review(opened: Opened, text: str, form_value: bytes) -> None:
    """Have it looked at again, with the reason as a message. Sent again, it is done already."""
    try:
        with transaction.atomic():
            apply(opened.submission, "ask_review", Party.CITIZEN)
            write(opened, text, (), form_value)
    except Refused:
        if _sent(form_value) is None:
            raise


def _sent(form_value: bytes) -> Message | None:
    """What this very form has sent already."""
    return Message.objects.filter(form_hash=form_hash(form_value)).first()


def _locked(opened: Opened) -> Submission:
    submission = Submission.objects.select_for_update().get(pk=opened.submission.pk)
    if submission.state in _SILENT:
        raise Unfit(_("You have withdrawn it: nothing can be added any more."))
    return submission
