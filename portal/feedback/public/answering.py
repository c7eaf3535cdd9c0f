"""Under which unit an answer is published: the one that wrote it, whatever became of other referrals."""

from __future__ import annotations

from portal.feedback.models import Referral, Submission
from portal.organisations.models import Unit


def answering_unit(submission: Submission) -> Unit | None:
    """The unit of the newest answer. Where the office wrote it, the one that was asked, unless it has sent it back."""
    newest = submission.replies.select_related("referral__unit").order_by("-version").first()
    if newest is not None and newest.referral is not None:
        return newest.referral.unit
    return None if _has_sent_back(submission) else submission.unit


def _has_sent_back(submission: Submission) -> bool:
    """Whether the unit that was asked is not responsible, by its own word, and did not get it again since."""
    states = set(submission.referrals.filter(unit=submission.unit).values_list("state", flat=True))
    return Referral.State.RETURNED in states and states <= {Referral.State.RETURNED, Referral.State.REVOKED}
