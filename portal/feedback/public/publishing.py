"""Publishing a reviewed answer, withdrawing it, saying what changed since."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.models import AnswerRound, FollowUp, PublicInquiry, Submission
from portal.feedback.public.rounds import of_its_unit, rounds_of
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
        rounds = rounds_of(locked)
        facts = {**_facts(locked, user, text), **_days(rounds)}
        inquiry, _is_new = PublicInquiry.objects.update_or_create(submission=locked, defaults=facts)
        _keep(inquiry, rounds)
        changed(inquiry)
    return inquiry


def recount(inquiry: PublicInquiry) -> bool:
    """Set unit and days anew from what happened to its submission; whether anything was to be changed."""
    rounds = rounds_of(inquiry.submission) if inquiry.submission else []
    if not rounds:
        return False
    days = _days(rounds)
    is_other = any(getattr(inquiry, name) != value for name, value in days.items())
    if is_other or inquiry.rounds.count() != len(rounds):
        with transaction.atomic():
            PublicInquiry.objects.select_for_update().get(pk=inquiry.pk)
            for name, value in days.items():
                setattr(inquiry, name, value)
            inquiry.save(update_fields=list(days))
            _keep(inquiry, rounds)
            changed(inquiry)
    return is_other


def _days(rounds: list[AnswerRound]) -> dict[str, object]:
    """Unit and days in public: of the first answer of the unit that is named, for it answers for no other's."""
    first, *later = of_its_unit(rounds)
    return {
        "unit": first.unit,
        "due_on": first.due_on,
        "answered_on": first.answered_on,
        "counted_from": first.began_on if first.number > 1 else None,
        "is_late_again": any(each.is_late for each in later),
    }


def _keep(inquiry: PublicInquiry, rounds: list[AnswerRound]) -> None:
    inquiry.rounds.all().delete()
    for each in rounds:
        each.inquiry = inquiry
    AnswerRound.objects.bulk_create(rounds)


def _facts(submission: Submission, user: User, text: PublicText) -> dict[str, object]:
    return {
        "title": text.title,
        "question": text.question,
        "answer": text.answer,
        "extension": text.extension,
        "region": submission.region,
        "category": submission.category,
        "received_on": submission.received_on,
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
