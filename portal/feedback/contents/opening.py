"""How staff open what is sealed: with the right for it, on a submission that they may see, and on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import unseal, unseal_message, unseal_part
from portal.feedback.models import Message, Note, Part, Submission
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted
from portal.privacy.sealing import Damaged, DataKey

#: What stands for a part that cannot be opened: the others can be read all the same.
DAMAGED = _("(This part is damaged and cannot be read.)")


@dataclass(frozen=True, slots=True)
class Content:
    """What was handed in, but for who did."""

    title: str
    body: str
    #: Of a tip: ``name``, ``unit``, ``post``, ``rank`` as written.
    accused: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One message or note, opened."""

    number: int
    sender: str
    on: date
    text: str
    about: str = ""
    author: User | None = None
    row: Message | Note | None = None


def key_for(submission: Submission, user: User, right: Right, action: FeedbackAction, **details: Any) -> DataKey:
    """The data key for one purpose, once the audit log knows of it.

    Raises NotPermitted, and what `office_key` raises.
    """
    if not _is_known(submission, user) or not may(user, right):
        raise NotPermitted(_("You may not open this."))
    with transaction.atomic():
        record(action, submission, actor=user, details=details)
        return office_key(submission)


def _is_known(submission: Submission, user: User) -> bool:
    just_read = user.pk is not None and submission.known_to == user.pk
    return just_read or Submission.objects.visible_to(user).filter(pk=submission.pk).exists()


def open_content(submission: Submission, user: User) -> Content:
    """Title, content and accused person."""
    key = key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.CONTENT_OPENED)
    return content_of(submission, key)


def open_contact(submission: Submission, user: User) -> dict[str, Any]:
    """Name and contact details; empty of an anonymous one."""
    key = key_for(submission, user, Right.OPEN_CONTACT, FeedbackAction.CONTACT_OPENED)
    part = submission.parts.filter(name=Part.Name.CONTACT).first()
    return _record(key, part)


def open_talk(submission: Submission, user: User) -> list[Said]:
    """All messages; what the citizen wrote counts as read from now on."""
    key = key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.TALK_OPENED)
    talk = talk_of(submission, key)
    note_read(talk)
    return talk


def note_read(talk: list[Said]) -> None:
    """What the citizen wrote in this talk has been seen; what came since then has not."""
    rows = (said.row for said in talk if isinstance(said.row, Message))
    if unread := [row.pk for row in rows if row.sender == Message.Sender.CITIZEN and not row.is_read]:
        Message.objects.filter(pk__in=unread).update(is_read=True)


def open_notes(submission: Submission, user: User) -> list[Said]:
    """What staff wrote for each other."""
    return notes_of(submission, key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.NOTES_OPENED))


def content_of(submission: Submission, key: DataKey) -> Content:
    """With the data key in hand. A damaged part does not keep the others from being read."""
    parts = {part.name: part for part in submission.parts.all() if part.name != Part.Name.CONTACT}
    texts = {name: _opened(key, part) for name, part in parts.items()}
    return Content(
        str(texts.get(Part.Name.TITLE, "")),
        str(texts.get(Part.Name.BODY, "")),
        _record(key, parts.get(Part.Name.ACCUSED)),
    )


def talk_of(submission: Submission, key: DataKey) -> list[Said]:
    """All messages, with the data key in hand."""
    return [
        Said(row.number, row.sender, row.sent_on, _said(key, row), row.about, row.author, row)
        for row in submission.messages.select_related("author")
    ]


def notes_of(submission: Submission, key: DataKey) -> list[Said]:
    """All notes, with the data key in hand."""
    return [
        Said(number, "", note.written_at.date(), _text(key, note), author=note.author, row=note)
        for number, note in enumerate(submission.notes.select_related("author"), 1)
    ]


def _opened(key: DataKey, part: Part) -> Any:
    try:
        return unseal_part(key, part)
    except Damaged:
        return DAMAGED


def _record(key: DataKey, part: Part | None) -> dict[str, Any]:
    opened = _opened(key, part) if part else {}
    return opened if isinstance(opened, dict) else {"damaged": str(DAMAGED)}


def _said(key: DataKey, message: Message) -> str:
    try:
        return unseal_message(key, message)
    except Damaged:
        return str(DAMAGED)


def _text(key: DataKey, note: Note) -> str:
    try:
        return str(unseal(key, note.sealed, note.submission_id, "note", note.pk))
    except Damaged:
        return str(DAMAGED)
