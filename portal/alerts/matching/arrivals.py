"""Told by the outbox what changed, it writes down who is to be told of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone

from portal.alerts.mailing.collecting import collect_at_once
from portal.alerts.matching.matcher import Matcher
from portal.alerts.matching.news import public_since
from portal.alerts.models import Hit, Subscription
from portal.content.models import PublicChange
from search.batches import batches
from search.documents import SearchDocument

#: Hits that are written at once.
_BATCH = 2000
#: A name that was masked is not announced.
_TOLD_CHANGES = (PublicChange.Kind.CORRECTED, PublicChange.Kind.WITHDRAWN)


class Arrivals:
    """The listener."""

    def __init__(self) -> None:
        self._matcher = Matcher()

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """These are public as they are here."""
        arrived = list(documents)
        since = public_since(arrived)
        now = timezone.now()
        for document in arrived:
            if document.key in since:
                followed = self._matcher.fitting(document)
                _store(document.key, "", _following(followed, since[document.key]), now)
        self._follow(document.key for document in arrived)

    def delete(self, keys: Iterable[str]) -> None:
        """Nobody may find these any more: hits that were not told go when their mail is written."""
        self._follow(keys)

    def _follow(self, keys: Iterable[str]) -> None:
        """Tell those who follow a document itself what was said of it since."""
        now = timezone.now()
        changes = PublicChange.objects.filter(key__in=list(keys), kind__in=_TOLD_CHANGES)
        for change in changes:
            followers = Subscription.objects.active().filter(followed__document=change.key)
            asked = followers.filter(confirmed_at__lte=change.at).values_list("pk", flat=True)
            _store(change.key, str(change.pk), asked.iterator(chunk_size=_BATCH), now)
        collect_at_once()


def _following(followed: Iterable[int], since: datetime) -> Iterator[int]:
    """The subscriptions to these that were there when the document became public."""
    for batch in batches(followed, 500):
        active = Subscription.objects.active().filter(followed__in=batch, confirmed_at__lte=since)
        yield from active.values_list("pk", flat=True)


def _store(key: str, change: str, subscriptions: Iterable[int], now: datetime) -> None:
    for batch in batches(subscriptions, _BATCH):
        hits = [Hit(subscription_id=number, key=key, change=change, found_at=now) for number in batch]
        Hit.objects.bulk_create(hits, ignore_conflicts=True)
