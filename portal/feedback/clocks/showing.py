"""The clocks of a submission with all that happened to them, as its file shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.feedback.contents.opening import DAMAGED
from portal.feedback.contents.sealing import unseal
from portal.feedback.models import Clock, ClockEvent, EscalationStep, Submission
from portal.privacy.sealing import Damaged, DataKey


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """Something that happened to a clock."""

    row: ClockEvent
    what: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock."""

    row: Clock
    #: Whether it was kept, by how much not, or nothing while it runs.
    outcome: str
    events: list[ShownEvent]


def clocks_with_events() -> Prefetch[str, QuerySet[Clock], str]:
    """To be read with a submission, for all who ask about its clocks."""
    events = ClockEvent.objects.select_related("actor", "approver").order_by("happened_on", "pk")
    clocks = Clock.objects.select_related("referral__unit").prefetch_related(Prefetch("events", events))
    return Prefetch("clocks", clocks.order_by("due_on", "pk"))


def shown_clocks(submission: Submission, key: DataKey | None = None) -> list[ShownClock]:
    """By their due days; without the data key no reason can be read."""
    prefetch_related_objects([submission], clocks_with_events())
    return [
        ShownClock(clock, _outcome(clock), [_shown(event, submission, key) for event in clock.events.all()])
        for clock in submission.clocks.all()
    ]


def _outcome(clock: Clock) -> str:
    days = clock.days_late
    if clock.stopped_on:
        late = ngettext("ended %(days)d day late", "ended %(days)d days late", days) % {"days": days}
        return late if days else _("ended in time")
    late = _("overdue by %(days)d days") % {"days": days} if days else ""
    return " · ".join(filter(None, (late, _("paused") if clock.paused_on else "")))


def _shown(event: ClockEvent, submission: Submission, key: DataKey | None) -> ShownEvent:
    who = [str(user) for user in (event.actor, event.approver) if user]
    return ShownEvent(event, _what(event), " + ".join(who), _reason(event, submission, key))


def _what(event: ClockEvent) -> str:
    kind = str(event.get_kind_display())
    if event.kind == ClockEvent.Kind.ESCALATED:
        return f"{kind}: {dict(EscalationStep.Level.choices).get(event.level, event.level)}"
    if event.kind == ClockEvent.Kind.EXTENDED:
        return f"{kind}: " + ngettext("%(days)d day", "%(days)d days", event.days or 0) % {"days": event.days or 0}
    return kind


def _reason(event: ClockEvent, submission: Submission, key: DataKey | None) -> str:
    if key is None or not event.sealed_reason:
        return ""
    try:
        return str(unseal(key, event.sealed_reason, submission.pk, "clock-reason", event.pk))
    except Damaged:
        return str(DAMAGED)
