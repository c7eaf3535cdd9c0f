"""What ends with a submission: nobody goes on working at what is closed, merged or withdrawn."""

from __future__ import annotations

from portal.feedback.clocks.running import stop
from portal.feedback.models import Referral, Submission, TimeLimit
from portal.feedback.models.referrals import RUNNING
from portal.feedback.models.submissions import ENDED
from portal.feedback.transitions import Applied, register_effect
from portal.feedback.visibility import may_receive


def register() -> None:
    """Follow the transitions."""
    register_effect(end_referrals)


def end_referrals(applied: Applied) -> None:
    """With the submission its referrals end."""
    if applied.submission.state in ENDED:
        running = applied.submission.referrals.filter(state__in=RUNNING)
        running.update(state=Referral.State.DONE)


def end_unfit_referrals(submission: Submission) -> None:
    """Those to units that it accuses, since somebody has found that it does, or to what is below them."""
    running = submission.referrals.filter(state__in=RUNNING)
    for referral in running.select_related("unit"):
        if not may_receive(submission, referral.unit):
            referral.state = Referral.State.REVOKED
            referral.save(update_fields=["state"])
            stop(submission, (TimeLimit.Code.REFERRAL_REPLY,), referral)
