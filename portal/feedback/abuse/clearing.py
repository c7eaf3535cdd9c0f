"""A flood is cleared in bulk: what came with signs of one, and nobody has begun to work on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import User

from portal.feedback.models import Priority, State, Submission
from portal.feedback.transitions import Refused, apply
from portal.feedback.transitions.grounds import RefusalGround


class Cleared(NamedTuple):
    """How many were refused for having no substance, and how many stay for somebody to look at."""

    refused: int
    kept: int


def clear(submissions: Iterable[Submission], user: User) -> Cleared:
    """Refuse these, each by the ordinary transition with its step, its ground and its place in the audit log.

    One that does not look like part of a flood stays, whoever picked it. Whoever sent a real one among them reads that
    it was not accepted, and may ask for a review.
    """
    refused = kept = 0
    for submission in submissions:
        if submission.priority != Priority.LOW or submission.state != State.RECEIVED:
            kept += 1
            continue
        try:
            apply(submission, "refuse", user, seen=State.RECEIVED, ground=RefusalGround.NO_SUBSTANCE.value)
            refused += 1
        except Refused:
            kept += 1
    return Cleared(refused, kept)
