"""Answers: drafted by the unit or the office, reviewed by somebody else, released to the citizen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.feedback.clocks.running import start_for_referral, stop
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal, unseal
from portal.feedback.contents.writing import add_message
from portal.feedback.models import Kind, Message, Referral, Reply, Submission, TimeLimit
from portal.feedback.models.referrals import RUNNING
from portal.feedback.referrals.reading import is_of_own_unit
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted, Unfit, apply

#: Versions in which an answer may still be changed by its author.
_EDITABLE = (Reply.State.DRAFT, Reply.State.RETURNED)


def submit_reply(
    submission: Submission, referral: Referral | None, user: User, text: str, seen: str | None = None
) -> Reply:
    """A new version, submitted for review. ``referral`` is None where the office answers itself.

    Raises NotPermitted, Stale or Unfit.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        if referral is not None and not (is_of_own_unit(referral, user) and referral.is_leading):
            raise NotPermitted(_("The leading unit answers for all."))
        if referral is None and not may(user, Right.MODERATE):
            raise NotPermitted(_("You may not do this."))
        reply = _new_version(locked, referral, user, text)
        apply(locked, _code(locked, referral), user, seen=seen, version=reply.version)
        if referral is not None:
            Referral.objects.filter(pk=referral.pk).update(state=Referral.State.REPLIED)
            stop(locked, (TimeLimit.Code.REFERRAL_REPLY,), referral)
    return reply


def _code(submission: Submission, referral: Referral | None) -> str:
    if submission.kind == Kind.TIP:
        return "report_result"
    return "reply" if referral is not None else "reply_for_office"


def _new_version(submission: Submission, referral: Referral | None, user: User, text: str) -> Reply:
    if not text.strip():
        raise Unfit(_("Write the answer."))
    submission.replies.filter(state__in=_EDITABLE).update(state=Reply.State.RETURNED)
    last = submission.replies.aggregate(last=Max("version"))["last"] or 0
    reply = Reply(
        submission=submission,
        referral=referral,
        version=last + 1,
        state=Reply.State.SUBMITTED,
        author=user,
        written_on=timezone.localdate(),
    )
    reply.sealed = seal(office_key(submission), text, submission.pk, "reply", reply.pk)
    reply.save(force_insert=True)
    return reply


def approve_reply(submission: Submission, user: User, seen: str) -> None:
    """Somebody else than its author has read it. Raises NotPermitted, Stale or Unfit."""
    with transaction.atomic():
        apply(submission, "review", user, seen=seen)
        newest = _newest(submission)
        newest.state, newest.reviewer = Reply.State.REVIEWED, user
        newest.save(update_fields=["state", "reviewer"])


def return_reply(submission: Submission, user: User, remark: str, seen: str) -> None:
    """An answer, or a unit's report on a tip: back to who wrote it, with what is to be changed.

    Raises NotPermitted, Stale or Unfit.
    """
    if not remark.strip():
        raise Unfit(_("Say what is to be changed."))
    with transaction.atomic():
        newest = _newest(Submission.objects.select_for_update().get(pk=submission.pk))
        code = "return_report" if submission.kind == Kind.TIP else "return_reply"
        locked = apply(submission, code, user, seen=seen, version=newest.version)
        newest.state = Reply.State.RETURNED
        newest.sealed_remark = seal(office_key(locked), remark, locked.pk, "remark", newest.pk)
        newest.save(update_fields=["state", "sealed_remark"])
        for referral in locked.referrals.filter(state=Referral.State.REPLIED):
            referral.state = Referral.State.OPEN
            referral.save(update_fields=["state"])
            start_for_referral(referral)


def answer_privately(submission: Submission, user: User, seen: str) -> Message:
    """The reviewed answer goes to the citizen alone, as a message. Raises NotPermitted, Stale or Unfit."""
    with transaction.atomic():
        locked = apply(submission, "answer", user, seen=seen)
        return release(locked, user, "answer")


def release(submission: Submission, user: User, about: str) -> Message:
    """Write the reviewed answer into the talk, in the caller's transaction, and end the referrals."""
    newest = _newest(submission)
    key = office_key(submission)
    text = str(unseal(key, newest.sealed, submission.pk, "reply", newest.pk))
    message = add_message(
        key, Message(submission=submission, sender=Message.Sender.OFFICE, author=user, about=about), text
    )
    newest.state = Reply.State.RELEASED
    newest.save(update_fields=["state"])
    Referral.objects.filter(submission=submission, state__in=RUNNING).update(state=Referral.State.DONE)
    return message


def _newest(submission: Submission) -> Reply:
    newest = submission.replies.order_by("-version").first()
    if newest is None:
        raise Unfit(_("There is no answer to review."))
    return newest
