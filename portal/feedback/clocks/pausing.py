"""Letting a clock rest takes two persons: one asks, with the reason; another one, who may press and extend, decides."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.clocks import running
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import unseal
from portal.feedback.models import Clock, ClockEvent
from portal.feedback.roles import Right, may
from portal.feedback.transitions.refusals import NotPermitted, Unfit

_Event = ClockEvent.Kind
_OF_PAUSES = frozenset({_Event.ASKED, _Event.REFUSED, _Event.PAUSED})


def runs(clock: Clock) -> bool:
    """Whether it counts."""
    return clock.stopped_on is None and clock.paused_on is None


def rests(clock: Clock) -> bool:
    """Whether it is paused."""
    return clock.stopped_on is None and clock.paused_on is not None


def asked_of(clock: Clock) -> ClockEvent | None:
    """The wish for a pause on which nobody has decided yet."""
    events = [event for event in clock.events.all() if event.kind in _OF_PAUSES]
    newest = max(events, key=lambda event: int(event.pk), default=None)
    return newest if newest and newest.kind == _Event.ASKED and runs(clock) else None


def ask_for_pause(clock: Clock, reason: str, actor: User) -> None:
    """Ask, with a reason that is sealed. Raises Unfit."""
    with running.locked(clock):
        if not runs(clock) or asked_of(clock):
            raise Unfit(_("This clock does not run, or somebody has asked already."))
        running.note(clock, _Event.ASKED, actor=actor, reason=reason)
        _record(FeedbackAction.PAUSE_ASKED, clock, actor)


def decide_on_pause(clock: Clock, user: User, *, is_allowed: bool) -> None:
    """Let it rest, or go on as before. Raises NotPermitted or Unfit."""
    with running.locked(clock):
        asked = asked_of(clock)
        if asked is None:
            raise Unfit(_("Nobody asks for a pause of it any more."))
        if asked.actor_id == user.pk or not may(user, Right.SUPERVISE):
            raise NotPermitted(_("Somebody else, who may press and extend, has to approve of a pause."))
        if is_allowed:
            running.pause(clock, _reason(asked), asked.actor, user)
        else:
            running.note(clock, _Event.REFUSED, actor=user)
        _record(FeedbackAction.PAUSED if is_allowed else FeedbackAction.PAUSE_REFUSED, clock, user)


def go_on(clock: Clock, user: User) -> None:
    """End the pause. Raises Unfit."""
    with running.locked(clock):
        running.resume(clock, user)
        _record(FeedbackAction.RESUMED, clock, user)


def _reason(asked: ClockEvent) -> str:
    submission = asked.clock.submission
    return str(unseal(office_key(submission), asked.sealed_reason or b"", submission.pk, "clock-reason", asked.pk))


def _record(action: FeedbackAction, clock: Clock, user: User) -> None:
    record(action, clock.submission, actor=user, details={"limit": clock.limit})
