"""The whole file of a submission, opened at once and on record once: content, talk, notes, referrals, answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from portal.feedback.attachments.showing import ShownFile, shown_files
from portal.feedback.auditing import FeedbackAction
from portal.feedback.clocks.showing import ShownClock, shown_clocks
from portal.feedback.contents.opening import Content, Said, content_of, key_for, note_read, notes_of, talk_of
from portal.feedback.leading_to_cases import LinkedCase, linked_case
from portal.feedback.models import Submission
from portal.feedback.referrals.reading import OpenedReferral, OpenedReply, opened_referral, opened_replies
from portal.feedback.roles import Right
from portal.feedback.safeguards.approvals import OpenedApproval, opened_approvals
from portal.feedback.safeguards.protecting import OpenedProtection, opened_protections


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What the office reads of a submission, but for names and contact details."""

    content: Content
    talk: list[Said]
    notes: list[Said]
    files: list[ShownFile]
    referrals: list[OpenedReferral]
    replies: list[OpenedReply]
    case: LinkedCase | None
    approvals: list[OpenedApproval]
    protections: list[OpenedProtection]
    clocks: list[ShownClock]


def open_answer(submission: Submission, user: User) -> OpenedReply | None:
    """The newest answer, for who decides on it. Raises as `open_file`."""
    key = key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.CONTENT_OPENED)
    return next(iter(opened_replies(key, submission.replies.all())), None)


def open_file(submission: Submission, user: User) -> OpenedFile:
    """Open it; what the citizen wrote counts as read. Raises NotPermitted, Purged, NoSealingKey or Damaged."""
    key = key_for(submission, user, Right.OPEN_CONTENT, FeedbackAction.CONTENT_OPENED)
    talk = talk_of(submission, key)
    note_read(talk)
    return OpenedFile(
        content_of(submission, key),
        talk,
        notes_of(submission, key),
        shown_files(submission, key),
        [opened_referral(key, row) for row in submission.referrals.select_related("unit")],
        opened_replies(key, submission.replies.all()),
        linked_case(submission, key),
        opened_approvals(submission, key),
        opened_protections(submission, key),
        shown_clocks(submission, key),
    )
