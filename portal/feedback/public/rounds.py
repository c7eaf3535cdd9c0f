"""The times in which an inquiry was answered: the first, and each after it was looked at again.

Each has its unit, its beginning and its day: nobody is late for what another unit did, nor for the day of an earlier
round.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Min

from portal.feedback.models import AnswerRound, Referral, Reply, Submission, TimeLimit
from portal.organisations.models import Unit

_REOPENING, _ANSWERING = ("ask_review", "resume"), ("publish", "answer")
_LIMITS = (TimeLimit.Code.INQUIRY_FINISH, TimeLimit.Code.REOPENED_FINISH)


def rounds_of(submission: Submission) -> list[AnswerRound]:
    """All of them so far, the first one first, not stored yet."""
    spans = _spans(submission)
    released = submission.replies.filter(state=Reply.State.RELEASED).select_related("referral__unit")
    replies = list(released.order_by("version"))[-len(spans) :] if spans else []
    untold: list[Reply | None] = [None] * (len(spans) - len(replies))
    return [
        AnswerRound(
            number=number,
            unit=_unit(submission, reply, began),
            began_on=began,
            due_on=_due_on(submission, began, answered),
            answered_on=answered,
        )
        for number, ((began, answered), reply) in enumerate(zip(spans, [*untold, *replies], strict=True), 1)
    ]


def of_its_unit(rounds: list[AnswerRound]) -> list[AnswerRound]:
    """Those of the unit that gave the newest answer."""
    return [each for each in rounds if each.unit_id == rounds[-1].unit_id]


def _spans(submission: Submission) -> list[tuple[date, date]]:
    """From receipt, or from the day on which it was opened again, to the answer."""
    began, spans = submission.received_on, list[tuple[date, date]]()
    steps = submission.steps.filter(transition__in=(*_REOPENING, *_ANSWERING)).order_by("number")
    for transition, day in steps.values_list("transition", "taken_on"):
        if transition in _ANSWERING:
            spans.append((began, day))
        elif spans:
            # What was refused and is looked at again has still not been answered: it counts from receipt.
            began = day
    return spans


def _due_on(submission: Submission, began: date, answered: date) -> date | None:
    """The day of the clock that this answer stopped; none where the office does not count this."""
    clocks = submission.clocks.filter(limit__in=_LIMITS, referral=None, stopped_on=answered, started_on__gte=began)
    day: date | None = clocks.aggregate(day=Min("due_on"))["day"]
    return day


def _unit(submission: Submission, reply: Reply | None, began: date) -> Unit | None:
    """Who wrote it. Where the office did, the unit that was asked, unless it has sent the inquiry back."""
    if reply is not None and reply.referral is not None:
        return reply.referral.unit
    return None if _has_sent_back(submission, began) else submission.unit


def _has_sent_back(submission: Submission, began: date) -> bool:
    """Whether the unit that was asked is not responsible, by its own word, and did not get it again since."""
    referrals = submission.referrals.filter(unit=submission.unit, referred_on__gte=began)
    states = set(referrals.values_list("state", flat=True))
    return Referral.State.RETURNED in states and states <= {Referral.State.RETURNED, Referral.State.REVOKED}
