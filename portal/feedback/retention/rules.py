"""How long what was handed in is kept after its end, and what is past that."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.aggregates import Max
from django.db.models.functions import Coalesce

from portal.feedback.clocks.due import months_after
from portal.feedback.models import Message, State, Submission, WrappedKey
from portal.feedback.models.submissions import ENDED

#: Ended without anything being looked into.
SHORT = frozenset({State.NOT_ACCEPTED, State.TRANSFERRED, State.WITHDRAWN})


def past_their_time(today: date) -> QuerySet[Submission]:
    """Submissions whose time is over and whose keys are still there. A repeat waits for the one that it repeats,
    and nothing goes with a message in it that nobody at the office has read."""
    short, long = (
        months_after(today, -months) for months in (settings.RETENTION_MONTHS_SHORT, settings.RETENTION_MONTHS)
    )
    over = Q(ended_on__lte=short, state__in=SHORT) | Q(ended_on__lte=long, state__in=ENDED - SHORT)
    readable = Exists(WrappedKey.objects.filter(submission=OuterRef("pk")))
    last_step = Coalesce(Max("steps__taken_on"), F("received_on"), output_field=DateField())
    waiting = Q(merged_into__isnull=False) & ~Q(merged_into__state__in=ENDED)
    unread = Exists(Message.objects.unread().filter(submission=OuterRef("pk")))
    rows = Submission.objects.annotate(ended_on=last_step).filter(over, readable)
    return rows.exclude(waiting).exclude(unread).order_by("pk")
