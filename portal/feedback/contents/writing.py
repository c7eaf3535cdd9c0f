"""What staff write into a submission: messages to the citizen, notes for each other."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal, seal_message, unseal_message
from portal.feedback.models import Message, Note, Submission
from portal.feedback.roles import Right, may
from portal.feedback.telling.telling import tell_later
from portal.feedback.transitions import NotPermitted
from portal.privacy.sealing import Damaged, DataKey

#: Characters that one message or note may have.
MAX_TEXT = 6000


def send_message(submission: Submission, user: User, text: str, about: str = "") -> Message:
    """Write to the citizen, who reads it with the receipt; a named one is told that something is there.

    ``about`` is the code of the transition that it goes with. The same sent twice in a row is one message. Raises
    NotPermitted.
    """
    with transaction.atomic():
        locked = _locked_for(submission, user, Right.WRITE)
        key = office_key(locked)
        draft = Message(submission=locked, sender=Message.Sender.OFFICE, author=user, about=about)
        if (before := _said_before(key, draft, text)) is not None:
            return before
        message = add_message(key, draft, text)
        if not about:
            # A transition tells of itself.
            tell_later(locked)
        record(FeedbackAction.MESSAGE_SENT, locked, actor=user, details={"number": message.number, "about": about})
    return message


def _said_before(key: DataKey, draft: Message, text: str) -> Message | None:
    """The last message, where its author sent just this today: a second click."""
    last = draft.submission.messages.order_by("number").last()
    if last is None or (last.author, last.about, last.sent_on) != (draft.author, draft.about, timezone.localdate()):
        return None
    try:
        return last if unseal_message(key, last) == text else None
    except Damaged:
        # What cannot be read is not known to be the same.
        return None


def add_note(submission: Submission, user: User, text: str) -> Note:
    """Write for the colleagues. Raises NotPermitted."""
    with transaction.atomic():
        locked = _locked_for(submission, user, Right.OPEN_CONTENT)
        note = Note(submission=locked, author=user, written_at=timezone.now())
        note.sealed = seal(office_key(locked), text, locked.pk, "note", note.pk)
        note.save(force_insert=True)
        record(FeedbackAction.NOTE_WRITTEN, locked, actor=user)
    return note


def add_message(key: DataKey, message: Message, text: str) -> Message:
    """Seal and store a message as the next one of its submission, which the caller has locked."""
    last = message.submission.messages.aggregate(last=Max("number"))["last"] or 0
    message.number, message.sent_on = last + 1, timezone.localdate()
    message.is_read = message.sender == Message.Sender.OFFICE
    seal_message(key, message, text).save(force_insert=True)
    return message


def _locked_for(submission: Submission, user: User, right: Right) -> Submission:
    found = Submission.objects.visible_to(user).filter(pk=submission.pk).exists()
    if not found or not may(user, right):
        raise NotPermitted(_("You may not do this."))
    return Submission.objects.select_for_update().get(pk=submission.pk)
