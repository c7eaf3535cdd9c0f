"""What ends with a submission: nobody goes on working at what is closed, merged or withdrawn."""

from __future__ import annotations

from portal.feedback.models import Referral
from portal.feedback.models.submissions import ENDED
from portal.feedback.transitions import Applied, register_effect


def register() -> None:
    """Follow the transitions."""
    register_effect(end_referrals)


def end_referrals(applied: Applied) -> None:
    """With the submission its referrals end."""
    if applied.submission.state in ENDED:
        running = applied.submission.referrals.filter(state__in=[Referral.State.OPEN, Referral.State.REPLIED])
        running.update(state=Referral.State.DONE)
