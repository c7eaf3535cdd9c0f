"""Subscriptions end, and with the last one everything that was known of the address."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.alerts.links import CONFIRM_WITHIN
from portal.alerts.matching import NAME
from portal.alerts.models import Followed, Mail, Subscriber, Subscription
from search.listeners import stop_listening

#: A mail that did not come back within so many days has arrived.
_ARRIVED_AFTER = timedelta(days=3)
#: Days for which a mail that is over is kept: longer than its documents are news.
MAIL_DAYS = 90


@transaction.atomic
def end(subscriber: Subscriber, subscriptions: list[Subscription]) -> None:
    """End these subscriptions of an address."""
    followed = [subscription.followed_id for subscription in subscriptions]
    subscriber.subscriptions.filter(pk__in=[subscription.pk for subscription in subscriptions]).delete()
    if not subscriber.subscriptions.exists():
        subscriber.delete()
    _forget_unfollowed(Q(pk__in=followed))


@transaction.atomic
def note_return(mail: Mail) -> None:
    """A mail came back for good. After some in a row the address is forgotten."""
    fresh = Mail.objects.filter(pk=mail.pk, is_returned=False).update(is_returned=True, state=Mail.State.FAILED)
    subscriber = Subscriber.objects.filter(mails=mail.pk).first()
    if not fresh or subscriber is None:
        return
    if _has_arrived_since(subscriber, mail):
        Subscriber.objects.filter(pk=subscriber.pk).update(bounces=0)
    Subscriber.objects.filter(pk=subscriber.pk).update(bounces=F("bounces") + 1)
    subscriber.refresh_from_db(fields=["bounces"])
    if subscriber.bounces >= settings.BOUNCE_LIMIT:
        end(subscriber, list(subscriber.subscriptions.all()))


def _has_arrived_since(subscriber: Subscriber, mail: Mail) -> bool:
    """Whether the one before this mail arrived, as far as one can know."""
    arrived_by = timezone.now() - _ARRIVED_AFTER
    before = subscriber.mails.filter(pk__lt=mail.pk, sent_at__isnull=False).order_by("-pk").first()
    return bool(before and not before.is_returned and before.sent_at and before.sent_at < arrived_by)


def forget_old() -> int:
    """The job: what was never confirmed, mails that are over, and what nobody follows any more."""
    now = timezone.now()
    unconfirmed = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - CONFIRM_WITHIN)
    subscriptions = unconfirmed.delete()[1].get("alerts.Subscription", 0)
    Subscriber.objects.filter(subscriptions__isnull=True).delete()
    over = Mail.objects.exclude(state__in=(Mail.State.WAITING, Mail.State.SENDING))
    mails = over.filter(created_at__lt=now - timedelta(days=MAIL_DAYS)).delete()[1].get("alerts.Mail", 0)
    _forget_unfollowed(Q())
    if not Subscription.objects.exists():
        stop_listening(NAME)
    return subscriptions + mails


def _forget_unfollowed(which: Q) -> None:
    Followed.objects.filter(which, subscriptions__isnull=True).delete()
