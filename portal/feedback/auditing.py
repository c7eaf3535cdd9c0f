"""The steps of feedback that the audit log records: every transition, and every opening of what is sealed."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.audit import actions
from portal.feedback.transitions import transitions


class FeedbackAction(TextChoices):
    """What is no transition."""

    RECEIVED = "submission.receive", _("Submission received")
    RECORDED = "submission.record", _("Submission recorded by staff")
    CONTENT_OPENED = "submission.open_content", _("Content opened")
    CONTACT_OPENED = "submission.open_contact", _("Contact details opened")
    TALK_OPENED = "submission.open_talk", _("Talk opened")
    NOTES_OPENED = "submission.open_notes", _("Notes opened")
    FILE_OPENED = "submission.open_file", _("Attachment opened")
    ORIGINAL_OPENED = "submission.open_original", _("Original of an attachment opened")
    REFERRAL_OPENED = "submission.open_referral", _("Referral opened")
    REFERRAL_ENDED = "submission.end_referral", _("Referral sent back or taken back")
    SEARCHED = "submission.search", _("Sealed texts searched")
    ANSWER_WITHDRAWN = "inquiry.withdraw", _("Published answer withdrawn")
    FOLLOWED_UP = "inquiry.follow_up", _("Said in public what changed since")
    HEARING_FINDINGS = "hearing.accept_findings", _("Findings of the privacy scan in a hearing let stand")
    MESSAGE_SENT = "submission.write", _("Message written")
    MESSAGE_RECEIVED = "submission.hear", _("Message of the citizen received")
    NOTE_WRITTEN = "submission.note", _("Note written")
    ACCUSED_NAMED = "submission.accuse", _("Accused unit added")
    ACCUSED_DOUBTED = "submission.doubt_accused", _("Taking out an accused unit asked for")
    ACCUSED_CLEARED = "submission.clear_accused", _("Accused unit taken out")
    LED_TO_CASE = "submission.lead_to_case", _("Case begun")
    APPROVAL_RECORDED = "submission.record_approval", _("Approval of a higher body recorded")
    APPROVAL_CONFIRMED = "submission.confirm_approval", _("Approval of a higher body confirmed")
    TRACED = "submission.trace", _("Tracing of an anonymous tip recorded")
    PROTECTED = "submission.protect", _("Protection of who reported recorded")
    RECUSED = "submission.recuse", _("Recusal recorded")
    PAUSE_ASKED = "clock.ask_pause", _("Pause of a time limit asked for")
    PAUSE_REFUSED = "clock.refuse_pause", _("Pause of a time limit refused")
    PAUSED = "clock.pause", _("Time limit paused")
    RESUMED = "clock.resume", _("Time limit goes on")
    REFERRAL_EXTENDED = "clock.extend_referral", _("Time of a unit extended")
    KEYS_ROTATED = "keys.rotate", _("Keys wrapped anew")


def register() -> None:
    """Let them be recorded; the transitions under their own codes."""
    actions.register(FeedbackAction)
    rows = [(row.code.upper(), (row.action, row.label)) for row in transitions()]
    actions.register(TextChoices("TransitionAction", rows))  # type: ignore[call-overload]
