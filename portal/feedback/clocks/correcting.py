"""Due days are reckoned anew when the calendar was edited: later where it says so, never earlier than was promised."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.feedback.clocks.calendar import WorkCalendar
from portal.feedback.clocks.due import due
from portal.feedback.clocks.running import extended_by, locked, note_due_day
from portal.feedback.models import Clock, ClockEvent, TimeLimit


def reckon_again() -> int:
    """All running clocks that were not moved by hand; how many changed.

    One that was paused has its own history, and a unit's was set by whoever referred: their days stay, and only the
    mark that they are provisional goes with the calendar.
    """
    limits = {limit.code: limit for limit in TimeLimit.objects.all()}
    changed = 0
    for clock in Clock.objects.filter(stopped_on=None, due_on__gte=timezone.localdate()).iterator(chunk_size=500):
        with locked(clock):
            changed += _reckon(clock, limits.get(clock.limit))
    return changed


def _reckon(clock: Clock, limit: TimeLimit | None) -> bool:
    calendar = WorkCalendar.since(clock.started_on)
    day = clock.due_on
    moved = clock.events.filter(kind=ClockEvent.Kind.PAUSED).exists() or clock.referral_id is not None
    if limit is not None and not moved:
        reckoned, extra = due(clock.started_on, limit, calendar).day, timedelta(days=extended_by(clock))
        day = max(day, calendar.from_day(reckoned + extra))
    is_provisional = not calendar.is_sure(clock.started_on, day)
    if (day, is_provisional) == (clock.due_on, clock.is_provisional):
        return False
    clock.due_on, clock.is_provisional = day, is_provisional
    clock.save(update_fields=["due_on", "is_provisional"])
    note_due_day(clock.submission)
    return True
