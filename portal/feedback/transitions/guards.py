"""What must hold before a transition: small functions that raise Unfit with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from portal.feedback.models import AccusedUnit, Approval, Kind, Referral, Reply, Step, Submission
from portal.feedback.transitions.grounds import Finding
from portal.feedback.transitions.refusals import Unfit

Facts = Mapping[str, Any]
Guard = Callable[[Submission, User | None, Facts], None]


def needs(name: str, choices: type[TextChoices]) -> Guard:
    """The fact is given and is one of these codes."""

    def guard(submission: Submission, actor: User | None, facts: Facts) -> None:
        if facts.get(name) not in choices.values:
            raise Unfit(_("Choose a ground or a result from the list."))

    return guard


def needs_another_submission(submission: Submission, actor: User | None, facts: Facts) -> None:
    """``into`` is another submission of this kind that is still in work, and that the account may know of."""
    into = facts.get("into")
    fits = isinstance(into, Submission) and into.pk != submission.pk and into.kind == submission.kind and into.is_open
    if not fits or into is None or not _is_visible(into, actor):
        raise Unfit(_("Choose another submission of the same kind that is still in work and that you may see."))


def _is_visible(submission: Submission, actor: User | None) -> bool:
    return actor is None or Submission.objects.visible_to(actor).filter(pk=submission.pk).exists()


def is_referred(submission: Submission, actor: User | None, facts: Facts) -> None:
    """A leading unit has it."""
    if not submission.referrals.filter(state=Referral.State.OPEN, is_leading=True).exists():
        raise Unfit(_("No unit has it yet: refer it first."))


def is_accused_known(submission: Submission) -> bool:
    """Whether it is known whom this tip and its repeats accuse, or that it is no unit of the list; so of an inquiry."""
    if submission.kind != Kind.TIP:
        return True
    both = Submission.objects.filter(Q(pk=submission.pk) | Q(merged_into=submission.pk))
    recorded = Step.objects.filter(submission=OuterRef("pk"), transition="no_accused")
    named = AccusedUnit.objects.filter(submission=OuterRef("pk"), is_shared=False)
    return not both.exclude(Exists(named)).exclude(Exists(recorded)).exists()


def knows_the_accused(submission: Submission, actor: User | None, facts: Facts) -> None:
    """Nothing goes to a unit before somebody has made sure that it is none of those accused."""
    if not is_accused_known(submission):
        raise Unfit(_("No accused unit was made out: name it first, or record that it accuses no unit of the list."))


def accuses_no_unit(submission: Submission, actor: User | None, facts: Facts) -> None:
    """No unit is named in it."""
    if submission.accused.filter(is_shared=False).exists():
        raise Unfit(_("It accuses units of the list: take them out first."))


def has_submitted_reply(submission: Submission, actor: User | None, facts: Facts) -> None:
    """There is an answer to review."""
    if not submission.replies.filter(state=Reply.State.SUBMITTED).exists():
        raise Unfit(_("There is no answer to review."))


def newest_reply_waits(submission: Submission, actor: User | None, facts: Facts) -> None:
    """The newest answer is a unit's, and nobody has dealt with it yet."""
    newest = submission.replies.order_by("-version").first()
    if newest is None or newest.state != Reply.State.SUBMITTED or newest.referral_id is None:
        raise Unfit(_("There is no report of a unit to send back."))


def not_by_its_author(submission: Submission, actor: User | None, facts: Facts) -> None:
    """Nobody approves the own answer."""
    newest = submission.replies.order_by("-version").first()
    if newest is None or (actor is not None and newest.author_id == actor.pk):
        raise Unfit(_("Nobody approves the own answer: somebody else has to."))


def has_reviewed_reply(submission: Submission, actor: User | None, facts: Facts) -> None:
    """The newest answer has been reviewed."""
    newest = submission.replies.order_by("-version").first()
    if newest is None or newest.state not in {Reply.State.REVIEWED, Reply.State.RELEASED}:
        raise Unfit(_("The answer has not been reviewed."))


def consents(submission: Submission, actor: User | None, facts: Facts) -> None:
    """The citizen has agreed to publication."""
    if not submission.consents_to_publish:
        raise Unfit(_("The citizen has not agreed to publication: answer privately."))


def not_asked_before(submission: Submission, actor: User | None, facts: Facts) -> None:
    """A citizen has a thing done again once; after that the office decides."""
    if submission.steps.filter(transition="ask_review").exists():
        raise Unfit(_("It has been reviewed once already."))


def not_rated_before(submission: Submission, actor: User | None, facts: Facts) -> None:
    """One result is rated once."""
    last = submission.steps.filter(transition__in=("tell", "rate_result")).order_by("-number").first()
    if last is not None and last.transition == "rate_result":
        raise Unfit(_("You have rated it already."))


def approved_where_demanded(submission: Submission, actor: User | None, facts: Facts) -> None:
    """Nobody is said to have accused falsely unless a high enough body has approved it (Art. 39)."""
    if facts.get("finding") != Finding.FALSE_ACCUSATION:
        return
    if not submission.approvals.filter(purpose=Approval.Purpose.FALSE_ACCUSATION, is_confirmed=True).exists():
        raise Unfit(_("A false accusation is found only with a confirmed approval: record it first."))


def another_than_who_processed(submission: Submission, actor: User | None, facts: Facts) -> None:
    """Two persons close a tip: who decided how it is handled, and somebody else."""
    step = submission.steps.filter(transition="process").order_by("-number").first()
    if step is not None and actor is not None and step.actor_id == actor.pk:
        raise Unfit(_("Somebody else than who decided on it has to close it."))
