"""Sent back by the unit, or taken back by the office; each with its reason."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.clocks.running import stop
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal
from portal.feedback.models import Kind, Referral, Submission, TimeLimit
from portal.feedback.models.referrals import RUNNING
from portal.feedback.referrals.reading import is_of_own_unit
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted, Unfit, apply


def send_back(referral: Referral, user: User, reason: str) -> None:
    """The unit is not responsible, or cannot. From then on it does not see the submission any more.

    Raises NotPermitted, Stale or Unfit.
    """
    _end(referral, user, reason, Referral.State.RETURNED, is_allowed=is_of_own_unit(referral, user))


def take_back(referral: Referral, user: User, reason: str) -> None:
    """The office decides otherwise. Raises NotPermitted, Stale or Unfit."""
    visible = Submission.objects.visible_to(user).filter(pk=referral.submission_id).exists()
    _end(referral, user, reason, Referral.State.REVOKED, is_allowed=visible and may(user, Right.REFER))


def _end(referral: Referral, user: User, reason: str, state: Referral.State, *, is_allowed: bool) -> None:
    if not is_allowed:
        raise NotPermitted(_("You may not do this."))
    if not reason.strip():
        raise Unfit(_("Give the reason."))
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=referral.submission_id)
        row = Referral.objects.select_for_update().get(pk=referral.pk)
        if row.state not in RUNNING:
            raise Unfit(_("This referral has ended already."))
        if locked.kind == Kind.INQUIRY and row.is_leading and state == Referral.State.RETURNED:
            apply(locked, "return_referral", user)
        row.state = state
        row.sealed_return = seal(office_key(locked), reason, locked.pk, "referral-return", row.pk)
        row.save(update_fields=["state", "sealed_return"])
        stop(locked, (TimeLimit.Code.REFERRAL_REPLY,), row)
        record(
            FeedbackAction.REFERRAL_ENDED, locked, actor=user, details={"referral": str(row.pk), "state": str(state)}
        )
