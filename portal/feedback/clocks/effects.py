"""What transitions do to clocks, in their own transaction."""

from __future__ import annotations

from portal.feedback.clocks import running
from portal.feedback.models import Kind, Submission, TimeLimit
from portal.feedback.transitions import Applied, register_effect

#: What begins when something is received; no transition does it.
ON_RECEIPT: dict[str, tuple[str, ...]] = {
    Kind.TIP: (TimeLimit.Code.TIP_ROUTE, TimeLimit.Code.TIP_NOTICE),
    Kind.INQUIRY: (TimeLimit.Code.INQUIRY_ROUTE, TimeLimit.Code.INQUIRY_NOTICE),
}


def register() -> None:
    """Let clocks follow the transitions."""
    register_effect(follow)


def begin(submission: Submission) -> None:
    """It was received: in the transaction that stores it. Takes nothing but the database."""
    for code in ON_RECEIPT[submission.kind]:
        running.start(submission, code, submission.received_on)


def follow(applied: Applied) -> None:
    """Stop first, then start: a transition may do both."""
    row = applied.transition
    ended = row.stops + (TimeLimit.Code.REFERRAL_REPLY.value,) * (not applied.submission.is_open)
    if ended:
        running.stop(applied.submission, ended)
    for code in row.starts:
        running.start(applied.submission, code)
