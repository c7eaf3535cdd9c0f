"""What a citizen is shown of a state. Who handles it, and by which way, is never told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.feedback.models import State, Step, Submission
from portal.feedback.models.submissions import ENDED
from portal.feedback.transitions import transition
from portal.feedback.transitions.grounds import RefusalGround

_IN_HAND = _("Being dealt with")
STATUS: dict[State, Promise] = {
    State.RECEIVED: _("Received"),
    State.SUPPLEMENT_ASKED: _("More is needed"),
    State.NOT_ACCEPTED: _("Not accepted"),
    State.ACCEPTED: pgettext_lazy("status", "Accepted"),
    State.MODERATED: pgettext_lazy("status", "Accepted"),
    State.TRANSFERRED: _("Transferred to the body that is responsible"),
    State.REPORTED_UP: _("Transferred to the body that is responsible"),
    State.PROCESSING: _IN_HAND,
    State.REFERRED: _IN_HAND,
    State.REPLIED: _IN_HAND,
    State.REVIEWED: _IN_HAND,
    State.REOPENED: _IN_HAND,
    State.MERGED: _IN_HAND,
    State.CLOSED: _("Concluded"),
    State.TOLD: _("Concluded"),
    State.PUBLISHED: pgettext_lazy("status", "Answered"),
    State.ANSWERED: pgettext_lazy("status", "Answered"),
    State.RATED: pgettext_lazy("status", "Answered"),
    State.WITHDRAWN: pgettext_lazy("status", "Withdrawn"),
}
_OWN: dict[str, Promise] = {
    "receive": _("You handed it in."),
    "supplement": _("You handed in more."),
    "withdraw": _("You withdrew it."),
    "rate": _("You rated the answer."),
    "rate_result": _("You rated the answer."),
    "ask_review": _("You asked for a review."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history as the citizen sees it."""

    on: date
    sentence: Promise | str
    ground: str = ""


def status_of(submission: Submission) -> Promise:
    """The status in plain words; of a repeat, once what it is handled together with has ended, the status of that."""
    leading = submission.merged_into
    shared = leading if leading is not None and leading.state in ENDED else submission
    return STATUS[State(shared.state)]


def history_of(submission: Submission) -> Iterator[Told]:
    """What happened, without what a citizen does not notice; the same thing twice in a row is told once."""
    last: Promise | None = None
    for step in (*submission.steps.all(), *_of_leading(submission)):
        sentence = _OWN.get(step.transition) or _told(step)
        if sentence is not None and sentence is not last:
            yield Told(step.taken_on, sentence, _ground(step))
            last = sentence


def _of_leading(submission: Submission) -> Iterable[Step]:
    """How what it was merged into ended since; not what its author did."""
    merged = submission.steps.filter(transition="merge").last()
    if submission.merged_into is None or merged is None:
        return ()
    since = submission.merged_into.steps.filter(taken_on__gte=merged.taken_on, target__in=ENDED)
    return since.exclude(transition__in=_OWN)


def _told(step: Step) -> Promise | None:
    return transition(step.transition).told


def _ground(step: Step) -> str:
    ground = step.facts.get("ground", "")
    shown = step.transition == "refuse" and ground in RefusalGround.values
    return str(RefusalGround(ground).label) if shown else ""
