"""How staff open files: the cleaned copy by default, the original with a right of its own and a reason, on record."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from portal.feedback.attachments.describing import described
from portal.feedback.attachments.keeping import CLEANED, opened
from portal.feedback.attachments.kinds import ENDINGS, FileKind
from portal.feedback.attachments.refusals import Refused
from portal.feedback.attachments.sniffing import kind_of
from portal.feedback.attachments.viruses import Verdict
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.opening import key_for
from portal.feedback.contents.writing import add_note
from portal.feedback.models import Attachment
from portal.feedback.roles import Right
from portal.feedback.transitions import Unfit
from portal.privacy.sealing import Damaged, DataKey


class OpenedFile(NamedTuple):
    """A file in the hands of somebody who may have it."""

    name: str
    kind: FileKind
    content: bytes


def open_copy(attachment: Attachment, user: User) -> OpenedFile:
    """The cleaned copy. Raises NotPermitted; Unfit while there is none, or the scanner has not seen the file."""
    if attachment.state != Attachment.State.CLEANED or attachment.scan not in {Verdict.OFF, Verdict.CLEAN}:
        raise Unfit(_("There is no cleaned copy of this file."))
    key = _key(attachment, user, Right.OPEN_CONTENT, FeedbackAction.FILE_OPENED)
    content = opened(key, attachment.submission_id, attachment.pk, CLEANED)
    try:
        told = described(key, attachment)
    except Damaged:
        return _by_content(attachment, content)
    return OpenedFile(told.copy_name, told.copy or told.kind, content)


def open_original(attachment: Attachment, user: User, reason: str) -> OpenedFile:
    """The file as it was handed in; the reason becomes a note. Raises NotPermitted, or Unfit without a reason."""
    if not reason.strip():
        raise Unfit(_("Say why the original is needed."))
    if attachment.state == Attachment.State.INFECTED:
        raise Unfit(_("The virus scanner has found something in this file: it is not given out."))
    with transaction.atomic():
        key = _key(attachment, user, Right.OPEN_ORIGINAL, FeedbackAction.ORIGINAL_OPENED)
        file = _original(key, attachment)
        facts = {"name": file.name, "reason": reason.strip()}
        add_note(attachment.submission, user, _("Original of “%(name)s” opened: %(reason)s") % facts)
        return file


def _original(key: DataKey, attachment: Attachment) -> OpenedFile:
    content = opened(key, attachment.submission_id, attachment.pk)
    try:
        told = described(key, attachment)
    except Damaged:
        return _by_content(attachment, content)
    return OpenedFile(told.name, told.kind, content)


def _by_content(attachment: Attachment, content: bytes) -> OpenedFile:
    """Where the description is damaged: the name is lost, the file is not. Raises Damaged where it tells no kind."""
    try:
        kind = kind_of(content)
    except Refused:
        raise Damaged("neither described nor of a known kind") from None
    name = _("Attachment %(number)d") % {"number": attachment.number}
    return OpenedFile(name + ENDINGS[kind][0], kind, content)


def _key(attachment: Attachment, user: User, right: Right, action: FeedbackAction) -> DataKey:
    return key_for(attachment.submission, user, right, action, file=str(attachment.pk))
