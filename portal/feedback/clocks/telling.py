"""Who of the staff is told by mail what is due or late: the file's number and the day, never a word of the file."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.feedback.models import Clock, ClockEvent, EscalationStep, Submission
from portal.feedback.roles import FeedbackRole, Right, may
from portal.operations.tasks import background_task
from portal.organisations.models import StaffMembership

logger = logging.getLogger(__name__)

#: Who is told from which level on.
_ABOVE = {
    EscalationStep.Level.SUPERVISOR: FeedbackRole.SUPERVISOR,
    EscalationStep.Level.LEADERSHIP: FeedbackRole.LEADERSHIP,
}


def enqueue(event: ClockEvent) -> None:
    """In the transaction of the event; the mark that something is late is for the record and for the queue alone."""
    if event.kind != ClockEvent.Kind.OVERDUE:
        tell.enqueue(event.pk)


@background_task
def tell(event_id: int) -> None:
    """Write to each by itself: one mailbox that is full keeps nobody else from knowing."""
    event = ClockEvent.objects.select_related("clock__submission", "clock__referral").filter(pk=event_id).first()
    if event is None or event.clock.stopped_on:
        return
    for user in recipients(event):
        try:
            _write(event, user)
        except OSError as error:
            logger.warning("a reminder could not be sent: %s", type(error).__name__)


def recipients(event: ClockEvent) -> list[User]:
    """Those who are to act, and above them who is to see to it; only who may know of the file, and can be reached."""
    found = {user.pk: user for user in _meant(event) if user.is_active and user.email}
    return [user for user in found.values() if _may_know(event.clock.submission, user)]


def _meant(event: ClockEvent) -> Iterable[User]:
    groups = [role for level, role in _ABOVE.items() if event.level >= level]
    referral = event.clock.referral
    if referral is not None:
        members = StaffMembership.objects.filter(unit=referral.unit).current().select_related("user")
        yield from (member.user for member in members if may(member.user, Right.REPLY))
    else:
        groups.append(FeedbackRole.MODERATOR)
    yield from User.objects.filter(groups__name__in=groups).distinct()


def _may_know(submission: Submission, user: User) -> bool:
    return Submission.objects.visible_to(user).filter(pk=submission.pk).exists()


def _write(event: ClockEvent, user: User) -> None:
    clock = event.clock
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = _text(event, clock, user)
    EmailMessage(subject, body, to=[user.email]).send()


def _text(event: ClockEvent, clock: Clock, user: User) -> tuple[str, str]:
    facts = {"file": str(clock.submission), "day": f"{clock.due_on:%Y-%m-%d}"}
    is_late = event.happened_on > clock.due_on
    subject = _("File %(file)s was due on %(day)s") if is_late else _("File %(file)s is due on %(day)s")
    told = _("Sign in to see what is to be done: %(address)s")
    # Leadership sees what is late alone; for all others the first page has it.
    page = "feedback_desk:late" if may(user, Right.OVERSEE) and not may(user, Right.VIEW) else "wagtailadmin_home"
    return subject % facts, told % {"address": settings.SITE_URL + reverse(page)}
