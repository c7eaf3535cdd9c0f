"""More time for a unit; the time in which the office has to answer stays as it is."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.clocks.running import extend
from portal.feedback.models import Clock
from portal.feedback.transitions import Unfit


def extend_referral(clock: Clock, days: int, reason: str, user: User) -> None:
    """Within what the limit allows in all. Raises NotPermitted or Unfit."""
    if clock.referral_id is None:
        raise Unfit(_("This is the time of the office."))
    with transaction.atomic():
        extend(clock, days, reason, user)
        details = {"referral": str(clock.referral_id), "days": days}
        record(FeedbackAction.REFERRAL_EXTENDED, clock.submission, actor=user, details=details)
