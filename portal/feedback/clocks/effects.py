"""What transitions do to clocks, in their own transaction."""

from __future__ import annotations

from portal.feedback.clocks import running
from portal.feedback.models import Kind, TimeLimit
from portal.feedback.transitions import Applied, register_effect


def register() -> None:
    """Let clocks follow the transitions, and receiving."""
    register_effect(follow)


def follow(applied: Applied) -> None:
    """Stop first, then start: a transition may do both. What came by letter began on the day on which it came."""
    row, submission = applied.transition, applied.submission
    ended = row.stops if submission.is_open else (*row.stops, TimeLimit.Code.REFERRAL_REPLY.value)
    if ended:
        running.stop(submission, ended)
    # A transition of both kinds starts those of its own kind.
    if starts := [code for code in row.starts if not code.startswith(_OTHERS[submission.kind])]:
        running.start_all(submission, starts, None if row.sources else submission.received_on)


_OTHERS = {Kind.TIP.value: f"{Kind.INQUIRY}_", Kind.INQUIRY.value: f"{Kind.TIP}_"}
