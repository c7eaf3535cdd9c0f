"""Hits become mails: one for each subscriber and rhythm, when its time has come. A hit is in one mail and no other.

The time is that of the hits, not of the run: a run that comes late, or twice, or under a clock that jumped over the end
of a quarter makes the same mails.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.alerts.mailing.queue import ask_for_delivery
from portal.alerts.models import Hit, Mail, Rhythm
from portal.cases.statistics.quarters import Quarter
from search.batches import batches
from search.locks import Busy, only_one

#: The hour, here, at which the day's mail is put together.
DAILY_HOUR = 7
#: Subscribers whose hits are put together at once.
_BATCH = 500
#: Seconds for which another worker that does the same is waited for; what is left is then taken by the next run.
_WAIT = 20.0


def boundary(rhythm: str, now: datetime) -> datetime:
    """Hits from before this moment are due."""
    if rhythm == Rhythm.AT_ONCE:
        return now
    morning = timezone.localtime(now).replace(hour=DAILY_HOUR, minute=0, second=0, microsecond=0)
    if rhythm == Rhythm.DAILY:
        return morning if morning <= now else morning - timedelta(days=1)
    return morning.replace(month=Quarter.of(morning.date()).first_day.month, day=1, hour=0)


def collect(now: datetime | None = None, rhythms: tuple[str, ...] = tuple(Rhythm.values)) -> int:
    """Make the mails that are due; how many."""
    moment = now or timezone.now()
    made = 0
    try:
        with only_one("alerts collect", wait=_WAIT):
            for rhythm in rhythms:
                made += _collect(rhythm, boundary(rhythm, moment), moment)
    except Busy:
        # Whoever is at it, or the next run, takes them.
        return made
    return made


def collect_at_once() -> int:
    """Make the mails that do not wait for their time."""
    return collect(rhythms=(Rhythm.AT_ONCE,))


def _collect(rhythm: str, before: datetime, now: datetime) -> int:
    # A hit of this very moment is due as well.
    limit = {"found_at__lte" if rhythm == Rhythm.AT_ONCE else "found_at__lt": before}
    hits = Hit.objects.filter(mail__isnull=True, subscription__rhythm=rhythm, **limit)
    subscribers = list(hits.order_by().values_list("subscription__subscriber_id", flat=True).distinct())
    for batch in batches(subscribers, _BATCH):
        with transaction.atomic():
            by_subscriber: dict[int, list[Hit]] = defaultdict(list)
            for hit in hits.filter(subscription__subscriber__in=batch).select_related("subscription"):
                by_subscriber[hit.subscription.subscriber_id].append(hit)
            _make(by_subscriber, now)
            ask_for_delivery()
    return len(subscribers)


def _make(by_subscriber: dict[int, list[Hit]], now: datetime) -> None:
    mails = [Mail(kind=Mail.Kind.NEWS, subscriber_id=number, due_at=now) for number in by_subscriber]
    Mail.objects.bulk_create(mails)
    for mail in mails:
        for hit in by_subscriber[mail.subscriber_id or 0]:
            hit.mail = mail
    Hit.objects.bulk_update([hit for found in by_subscriber.values() for hit in found], ["mail"], batch_size=_BATCH)
