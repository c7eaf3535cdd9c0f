"""Clocks start, pause, go on, are extended and stop. Each does so with an event that stays.

Callers hold the submission: `transitions.apply` does, and `locked` is for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.feedback.clocks.calendar import WorkCalendar
from portal.feedback.clocks.due import Due, due
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal
from portal.feedback.models import Clock, ClockEvent, Measure, Referral, State, Submission, TimeLimit
from portal.feedback.roles import Right, may
from portal.feedback.transitions.refusals import NotPermitted, Unfit

_Event = ClockEvent.Kind


def start_all(submission: Submission, codes: Iterable[str], on: date | None = None) -> None:
    """Begin to count these limits, but for those that are counted already.

    What is for named reporters is not counted for an anonymous one, whom none can tell; nor is what an office has
    taken out of its table.
    """
    day = on or timezone.localdate()
    there = running(submission).filter(referral=None).values_list("limit", flat=True)
    limits = TimeLimit.objects.filter(code__in=set(codes).difference(there))
    calendar, clocks = None, []
    for limit in limits if _has_named_author(submission) else limits.exclude(is_for_named=True):
        calendar = calendar or WorkCalendar.since(day)
        last, is_provisional = due(day, limit, calendar)
        clocks.append(
            Clock(submission=submission, limit=limit.code, started_on=day, due_on=last, is_provisional=is_provisional)
        )
    _begin(submission, clocks)


def _has_named_author(submission: Submission) -> bool:
    """It, or one that is handled together with it: that author has to be told as well."""
    is_new = submission.state == State.RECEIVED
    return submission.is_named or (not is_new and submission.repeats.filter(is_named=True).exists())


def start(submission: Submission, code: str, on: date | None = None) -> Clock | None:
    """Begin to count one limit; its running clock, where it is counted at all."""
    start_all(submission, (code,), on)
    clock: Clock | None = running(submission).filter(referral=None, limit=code).first()
    return clock


def start_for_referral(referral: Referral) -> Clock:
    """The time that a unit was given."""
    first, last = referral.referred_on, referral.due_on
    clock: Clock | None = running(referral.submission).filter(referral=referral).first()
    if clock is None:
        is_provisional = not WorkCalendar.since(first).is_sure(first, last)
        clock = Clock(
            submission=referral.submission,
            referral=referral,
            limit=TimeLimit.Code.REFERRAL_REPLY,
            started_on=first,
            due_on=last,
            is_provisional=is_provisional,
        )
        _begin(referral.submission, [clock])
    return clock


def stop(submission: Submission, codes: tuple[str, ...], referral: Referral | None = None) -> int:
    """End these clocks, or the clock of a referral; how many ran. Late or not, each says when it ended."""
    clocks = running(submission).filter(limit__in=codes)
    stopped = [_stopped(clock) for clock in (clocks.filter(referral=referral) if referral else clocks)]
    note_due_day(submission)
    return len(stopped)


def pause(clock: Clock, reason: str, actor: User | None, approver: User) -> None:
    """Let it rest, with a reason and the word of a second person. Raises NotPermitted or Unfit."""
    if actor == approver or not may(approver, Right.SUPERVISE):
        raise NotPermitted(_("Somebody else, who may press and extend, has to approve of a pause."))
    with locked(clock):
        if clock.paused_on or clock.stopped_on:
            raise Unfit(_("This clock does not run."))
        clock.paused_on = timezone.localdate()
        clock.save(update_fields=["paused_on"])
        note(clock, _Event.PAUSED, actor=actor, approver=approver, reason=reason)
        note_due_day(clock.submission)


def resume(clock: Clock, actor: User | None = None) -> None:
    """Let it go on with as much time as was left."""
    with locked(clock):
        if clock.paused_on is None or clock.stopped_on:
            raise Unfit(_("This clock is not paused."))
        today = timezone.localdate()
        clock.due_on, clock.is_provisional = _moved_by_pause(clock, clock.paused_on, today)
        clock.paused_on = None
        clock.save(update_fields=["due_on", "is_provisional", "paused_on"])
        _tell_unit(clock)
        note(clock, _Event.RESUMED, actor=actor)
        note_due_day(clock.submission)


def extend(clock: Clock, days: int, reason: str, actor: User) -> Due:
    """Give more time, as far as the limit allows in all. The citizen is told the reason by who asks for this."""
    if not may(actor, Right.SUPERVISE):
        raise NotPermitted(_("You may not extend it."))
    with locked(clock):
        limit = TimeLimit.objects.filter(code=clock.limit).first()
        allowed = (limit.extension if limit else 0) - extended_by(clock)
        if clock.stopped_on or not 0 < days <= allowed:
            raise Unfit(_("It may be extended by %(days)s days at most.") % {"days": max(allowed, 0)})
        calendar = WorkCalendar.since(clock.started_on)
        day = calendar.from_day(clock.due_on + timedelta(days=days))
        note(clock, _Event.EXTENDED, actor=actor, days=days, reason=reason)
        clock.due_on, clock.is_provisional = day, not calendar.is_sure(clock.started_on, day)
        clock.save(update_fields=["due_on", "is_provisional"])
        _tell_unit(clock)
        note_due_day(clock.submission)
        return Due(clock.due_on, clock.is_provisional)


def extended_by(clock: Clock) -> int:
    """Days by which it has been extended so far."""
    return clock.events.filter(kind=_Event.EXTENDED).aggregate(all=Sum("days"))["all"] or 0


def running(submission: Submission) -> Any:
    """The clocks that have not ended."""
    return submission.clocks.filter(stopped_on__isnull=True)


@contextmanager
def locked(clock: Clock) -> Iterator[Clock]:
    """The clock as it is now; its submission is held until the end of the transaction that this opens."""
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=clock.submission_id)
        clock.refresh_from_db()
        yield clock


def _begin(submission: Submission, clocks: list[Clock]) -> None:
    if not clocks:
        return
    Clock.objects.bulk_create(clocks)
    today = timezone.localdate()
    ClockEvent.objects.bulk_create(
        ClockEvent(clock=clock, kind=_Event.STARTED, happened_on=today, due_on=clock.due_on) for clock in clocks
    )
    note_due_day(submission)


def _stopped(clock: Clock) -> Clock:
    clock.stopped_on = timezone.localdate()
    clock.save(update_fields=["stopped_on"])
    note(clock, _Event.STOPPED)
    return clock


def _moved_by_pause(clock: Clock, paused_on: date, today: date) -> tuple[date, bool]:
    calendar = WorkCalendar.since(clock.started_on)
    limit = TimeLimit.objects.filter(code=clock.limit).first()
    if clock.due_on < paused_on:
        # It was late when it was paused, and stays so.
        day = clock.due_on
    elif limit is not None and limit.measure == Measure.WORKING_DAYS:
        day = calendar.after(today, calendar.between(paused_on, clock.due_on))
    else:
        day = calendar.from_day(clock.due_on + (today - paused_on))
    return day, not calendar.is_sure(clock.started_on, day)


def note(clock: Clock, kind: ClockEvent.Kind, *, reason: str = "", **values: Any) -> ClockEvent:
    """What happened to a clock that the caller holds; a reason is sealed."""
    event = ClockEvent.objects.create(
        clock=clock, kind=kind, happened_on=timezone.localdate(), due_on=clock.due_on, **values
    )
    if reason:
        key = office_key(clock.submission)
        event.sealed_reason = seal(key, reason, clock.submission_id, "clock-reason", event.pk)
        event.save(update_fields=["sealed_reason"])
    return event


def _tell_unit(clock: Clock) -> None:
    """Of a referral the unit reads its day there."""
    if clock.referral_id is not None:
        Referral.objects.filter(pk=clock.referral_id).update(due_on=clock.due_on)


def note_due_day(submission: Submission) -> None:
    """The earliest day of the clocks that count, on the submission itself: the queue is sorted by it."""
    earliest = running(submission).filter(paused_on__isnull=True).aggregate(day=Min("due_on"))["day"]
    submission.due_on = earliest
    submission.save(update_fields=["due_on"])
