"""`apply`: the only way in which the state of a submission changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction as database
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.models import Kind, State, Step, Submission
from portal.feedback.roles import Right, may
from portal.feedback.transitions.refusals import NotPermitted, Stale
from portal.feedback.transitions.table import RECEIPT, Party, Transition, transition, transitions

Actor = User | Party


@dataclass(frozen=True, slots=True)
class Applied:
    """A transition that was made, in whose transaction effects take place."""

    submission: Submission
    transition: Transition
    step: Step
    actor: User | None
    facts: Mapping[str, Any]


Effect = Callable[[Applied], None]
_effects: list[Effect] = []


def register_effect(effect: Effect) -> None:
    """Let this follow every transition, in its transaction: clocks, notifications, what is public."""
    if effect not in _effects:
        _effects.append(effect)


def apply(submission: Submission, code: str, actor: Actor, *, seen: str | None = None, **facts: Any) -> Submission:
    """Take a submission over one transition: lock, guard, new state, step, audit entry and effects in one transaction.

    ``seen`` is the state that a program, or the moment that a page, has in mind. ``facts`` are codes and numbers that
    stay in the step and in the audit log, and the objects that the guards ask for; words of people go into messages
    and notes. Gives the submission as it is now. Raises NotPermitted, Stale or Unfit, and then nothing has changed.
    """
    row = transition(code)
    with database.atomic():
        locked = _locked(submission, facts)
        user = _permitted(locked, row, actor)
        if not row.fits(locked.kind, locked.state) or seen not in {None, str(locked.state), moment_of(locked)}:
            raise Stale(_("Meanwhile it has moved on: look at it again."))
        for guard in row.guards:
            guard(locked, user, facts)
        step = _take(locked, row, user, facts)
        for effect in _effects:
            effect(Applied(locked, row, step, user, facts))
    return locked


def _locked(submission: Submission, facts: dict[str, Any]) -> Submission:
    """As it is now, and what it is to be merged into: both in the order of keys, so that two that are merged into each
    other at one moment wait for each other, and the second is refused."""
    into = facts.get("into")
    if not isinstance(into, Submission):
        return Submission.objects.select_for_update().get(pk=submission.pk)
    rows = Submission.objects.select_for_update().filter(pk__in={submission.pk, into.pk}).order_by("pk")
    found = {row.pk: row for row in rows}
    facts["into"] = found[into.pk]
    return found[submission.pk]


def moment_of(submission: Submission) -> str:
    """State and number of the last step, by which a page is told from all later ones, those of the same state too."""
    return f"{submission.state}.{_last_number(submission)}"


def receive(submission: Submission, recorded_by: User | None) -> None:
    """The first step of a submission that was just stored, in the caller's transaction, with its effects."""
    row = RECEIPT[Kind(submission.kind)]
    step = add_step(submission, row.code, "", recorded_by, {})
    action = "submission.record" if recorded_by else row.action
    details = {"kind": submission.kind, "channel": submission.channel}
    record(action, submission, actor=recorded_by, details=details, whole_day=recorded_by is None)
    for effect in _effects:
        effect(Applied(submission, row, step, recorded_by, {}))


def offered(submission: Submission, actor: Actor) -> list[Transition]:
    """What this account, or party, may do next: the buttons."""
    rows = [row for row in transitions() if row.fits(submission.kind, submission.state)]
    return [row for row in rows if _holds(row, actor)]


def _holds(row: Transition, actor: Actor) -> bool:
    return may(actor, row.by) if isinstance(actor, User) and isinstance(row.by, Right) else row.by is actor


def _permitted(submission: Submission, row: Transition, actor: Actor) -> User | None:
    visible = not isinstance(actor, User) or Submission.objects.visible_to(actor).filter(pk=submission.pk).exists()
    if not visible or not _holds(row, actor):
        raise NotPermitted(_("You may not do this."))
    return actor if isinstance(actor, User) else None


def _take(submission: Submission, row: Transition, user: User | None, facts: Mapping[str, Any]) -> Step:
    source = submission.state
    submission.state = row.target or State(source)
    into = facts.get("into")
    submission.merged_into = into if isinstance(into, Submission) and row.target is State.MERGED else None
    submission.save(update_fields=["state", "merged_into"])
    codes = {name: _code(value) for name, value in facts.items()}
    step = add_step(submission, row.code, source, user, codes)
    details = {"from": source, "to": str(submission.state), **codes}
    record(row.action, submission, actor=user, details=details, whole_day=user is None)
    return step


def add_step(submission: Submission, code: str, source: str, user: User | None, codes: dict[str, Any]) -> Step:
    """The next step of a submission that the caller has locked, or just made."""
    return Step.objects.create(
        submission=submission,
        number=_last_number(submission) + 1,
        transition=code,
        source=source,
        target=submission.state,
        taken_on=timezone.localdate(),
        actor=user,
        facts=codes,
    )


def _last_number(submission: Submission) -> int:
    return Step.objects.filter(submission=submission).aggregate(last=Max("number"))["last"] or 0


def _code(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Model) else value
