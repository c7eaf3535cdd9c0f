"""What is late, how far up it went, and what ended late: by the unit in whose hands it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Max, Q
from django.utils import timezone

from portal.feedback.models import Clock, ClockEvent, Submission
from portal.organisations.models import Unit

#: For so long what ended late is counted and listed.
SPAN = timedelta(days=365)
#: A queryset; its rows have `level` and `went_up_on` besides, of which mypy knows nothing.
Clocks = Any
_ESCALATED = Q(events__kind=ClockEvent.Kind.ESCALATED)


@dataclass(slots=True)
class Hands:
    """A unit, or the office itself (None), and what was late in its hands."""

    unit: Unit | None = None
    late: int = 0
    escalated: int = 0
    ended: int = 0
    longest: int = 0


def late_now(user: User) -> Clocks:
    """The clocks that ran out and still run, of what this account may know of; what went up furthest comes first."""
    running = Q(stopped_on=None, paused_on=None, due_on__lt=timezone.localdate())
    return _clocks(user).filter(running).order_by(F("level").desc(nulls_last=True), "due_on", "pk")


def ended_late(user: User) -> Clocks:
    """Those that ended after their day within the last year, the newest first: who was late stays on record."""
    since = timezone.localdate() - SPAN
    return _clocks(user).filter(stopped_on__gt=F("due_on"), stopped_on__gte=since).order_by("-stopped_on", "-pk")


def by_hands(user: User) -> list[Hands]:
    """All of both, counted by the unit to which it was referred; the most of what is late first."""
    found: dict[int | None, Hands] = {}
    today = timezone.localdate()
    for clocks in (late_now(user), ended_late(user)):
        for unit, due_on, stopped_on, level in clocks.values_list("referral__unit", "due_on", "stopped_on", "level"):
            hands = found.setdefault(unit, Hands())
            hands.longest = max(hands.longest, ((stopped_on or today) - due_on).days)
            hands.escalated += level is not None
            hands.ended += stopped_on is not None
            hands.late += stopped_on is None
    for key, unit in Unit.objects.in_bulk([key for key in found if key is not None]).items():
        found[key].unit = unit
    return sorted(found.values(), key=lambda each: (-each.late, -each.ended, -each.longest))


def _clocks(user: User) -> Clocks:
    visible = Submission.objects.visible_to(user).order_by().values("pk")
    rows = Clock.objects.filter(submission__in=visible).select_related("submission", "referral__unit")
    return rows.annotate(
        level=Max("events__level", filter=_ESCALATED), went_up_on=Max("events__happened_on", filter=_ESCALATED)
    )
