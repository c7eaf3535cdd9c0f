"""Reminders before something is due, and one level up after another when it is late.

Each is an event that exists once for a clock, a due day and a level, so looking twice, or on two machines, or after a
clock was set back, does nothing twice; and what should have come while no worker was there comes at the next look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.feedback.clocks import telling
from portal.feedback.clocks.calendar import WorkCalendar
from portal.feedback.models import Clock, ClockEvent, EscalationStep, TimeLimit

_Kind = ClockEvent.Kind
#: How far ahead a due day is looked at: longer than any reminder reaches over any holiday.
_AHEAD = timedelta(days=60)


class Planned(NamedTuple):
    """Something that is to happen on a day, unless it has."""

    on: date
    kind: ClockEvent.Kind
    level: int


def look() -> int:
    """Let happen what is due; how much that was."""
    today = timezone.localdate()
    days = WorkCalendar.since(today - timedelta(days=400))
    before = dict(TimeLimit.objects.values_list("code", "remind_before"))
    steps = list(EscalationStep.objects.values_list("level", "days_after"))
    clocks = Clock.objects.filter(stopped_on=None, paused_on=None, due_on__lte=today + _AHEAD)
    made = 0
    for clock in clocks.select_related("submission", "referral").prefetch_related("events").iterator(chunk_size=500):
        there = {(event.kind, event.level) for event in clock.events.all() if event.due_on == clock.due_on}
        for planned in plan(clock.due_on, before.get(clock.limit, 0), steps, days):
            if planned.on <= today and (planned.kind, planned.level) not in there:
                made += _happen(clock, planned, today)
    return made


def plan(due_on: date, remind_before: int, steps: list[tuple[int, int]], days: WorkCalendar) -> Iterator[Planned]:
    """What belongs to a due day: a reminder before, one on the day, the mark that it is late, and each level up."""
    if remind_before:
        yield Planned(days.before(due_on, remind_before), _Kind.REMINDED, 0)
    yield Planned(due_on, _Kind.REMINDED, 1)
    yield Planned(due_on + timedelta(days=1), _Kind.OVERDUE, 0)
    for level, days_after in steps:
        yield Planned(days.after(due_on, days_after), _Kind.ESCALATED, level)


def _happen(clock: Clock, planned: Planned, today: date) -> bool:
    """Note it and have it told, both or neither; False where another worker was quicker, or the clock has moved on."""
    with transaction.atomic():
        still = Clock.objects.select_for_update().filter(pk=clock.pk, stopped_on=None, paused_on=None)
        if not still.filter(due_on=clock.due_on).exists():
            return False
        event, is_new = ClockEvent.objects.get_or_create(
            clock=clock,
            kind=planned.kind,
            level=planned.level,
            due_on=clock.due_on,
            defaults={"happened_on": today},
        )
        if is_new:
            telling.enqueue(event)
        return is_new
