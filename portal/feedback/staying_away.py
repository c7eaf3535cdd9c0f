"""Who must not know of a submission: units that staff find accused in it, and staff who have to stay away."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.clocks.running import stop
from portal.feedback.models import Recusal, Referral, Submission, TimeLimit
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted
from portal.feedback.visibility import may_receive
from portal.organisations.models import Unit


def name_accused(submission: Submission, user: User, unit: Unit) -> None:
    """From now on neither the unit nor what is below it knows of the submission; running referrals to them end.

    Raises NotPermitted.
    """
    with transaction.atomic():
        locked = _locked(submission, user, Right.ACCEPT)
        _row, is_new = locked.accused.get_or_create(unit=unit, defaults={"found_by": user})
        if is_new:
            record(FeedbackAction.ACCUSED_NAMED, locked, actor=user, details={"unit": unit.code})
            _end_referrals(locked)


def recuse(submission: Submission, user: User, who: User, ground: Recusal.Ground) -> None:
    """Have somebody stay away, oneself or another one (Art. 48). Raises NotPermitted."""
    right = Right.VIEW if who.pk == user.pk else Right.MODERATE
    with transaction.atomic():
        locked = _locked(submission, user, right)
        today = timezone.localdate()
        _row, is_new = locked.recusals.get_or_create(user=who, defaults={"ground": ground, "since": today})
        if is_new:
            details = {"colleague": who.pk, "ground": str(ground)}
            record(FeedbackAction.RECUSED, locked, actor=user, details=details)


def _end_referrals(submission: Submission) -> None:
    running = submission.referrals.filter(state__in=[Referral.State.OPEN, Referral.State.REPLIED])
    for referral in running.select_related("unit"):
        if not may_receive(submission, referral.unit):
            referral.state = Referral.State.REVOKED
            referral.save(update_fields=["state"])
            stop(submission, (TimeLimit.Code.REFERRAL_REPLY,), referral)


def _locked(submission: Submission, user: User, right: Right) -> Submission:
    visible = Submission.objects.visible_to(user).filter(pk=submission.pk).exists()
    if not visible or not may(user, right):
        raise NotPermitted(_("You may not do this."))
    return Submission.objects.select_for_update().get(pk=submission.pk)
