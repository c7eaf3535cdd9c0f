"""Publishing a reviewed answer, withdrawing it, saying what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.models import FollowUp, PublicInquiry, Submission, TimeLimit
from portal.feedback.public.answering import answering_unit
from portal.feedback.public.telling import changed
from portal.feedback.referrals.replying import release
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted, Unfit, apply
from portal.privacy.scan.findings import Finding
from portal.privacy.scan.texts import scan_text


@dataclass(frozen=True, slots=True)
class PublicText:
    """What is to be read by everybody."""

    title: str
    question: str
    answer: str
    extension: str = ""

    def findings(self) -> list[Finding]:
        """Personal data in it."""
        return [found for text in (self.title, self.question, self.answer, self.extension) for found in scan_text(text)]


def publish(
    submission: Submission, user: User, text: PublicText, seen: str, *, accepts_findings: bool
) -> PublicInquiry:
    """Publish it, and send the reviewed answer to its author. Raises NotPermitted, Stale or Unfit.

    ``accepts_findings``: somebody has looked at what the privacy scan found and lets it stand, on record.
    """
    findings = text.findings()
    if findings and not accepts_findings:
        raise Unfit(_("The text holds what looks like personal data: take it out, or say that it may stand."))
    with transaction.atomic():
        locked = apply(submission, "publish", user, seen=seen, findings=len(findings))
        release(locked, user, "publish")
        inquiry, _is_new = PublicInquiry.objects.update_or_create(
            submission=locked, defaults=_facts(locked, user, text)
        )
        changed(inquiry)
    return inquiry


def _facts(submission: Submission, user: User, text: PublicText) -> dict[str, object]:
    limits = (TimeLimit.Code.INQUIRY_FINISH, TimeLimit.Code.REOPENED_FINISH)
    return {
        "title": text.title,
        "question": text.question,
        "answer": text.answer,
        "extension": text.extension,
        "unit": answering_unit(submission),
        "region": submission.region,
        "category": submission.category,
        "received_on": submission.received_on,
        "due_on": submission.clocks.filter(limit__in=limits).aggregate(day=Min("due_on"))["day"],
        "answered_on": timezone.localdate(),
        "published_at": timezone.now(),
        "published_by": user,
        "withdrawn_on": None,
    }


def withdraw(inquiry: PublicInquiry, user: User) -> None:
    """Take it down: from page, search, feeds and lists at once; its address says that it was there."""
    with transaction.atomic():
        _hold(inquiry, user)
        inquiry.withdrawn_on = timezone.localdate()
        inquiry.save(update_fields=["withdrawn_on"])
        record(FeedbackAction.ANSWER_WITHDRAWN, inquiry, actor=user)
        changed(inquiry)


def follow_up(inquiry: PublicInquiry, user: User, text: str, *, accepts_findings: bool) -> FollowUp:
    """Say in public what changed since."""
    findings = scan_text(text)
    if findings and not accepts_findings:
        raise Unfit(_("The text holds what looks like personal data: take it out, or say that it may stand."))
    with transaction.atomic():
        _hold(inquiry, user)
        said = inquiry.follow_ups.create(said_on=timezone.localdate(), text=text)
        record(FeedbackAction.FOLLOWED_UP, inquiry, actor=user, details={"findings": len(findings)})
        changed(inquiry)
    return said


def _hold(inquiry: PublicInquiry, user: User) -> None:
    if not may(user, Right.PUBLISH):
        raise NotPermitted(_("You may not do this."))
    PublicInquiry.objects.select_for_update().get(pk=inquiry.pk)
