"""What readers do with subscriptions. Every answer is the same for an address that is known and one that is not."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.alerts.addresses import mark_of, seal
from portal.alerts.following.wishes import Wish
from portal.alerts.mailing.queue import ask_for_delivery
from portal.alerts.models import Mail, Subscriber, Subscription

#: Mails that one address gets in a day without having asked for them there; whoever types it in.
MOST_ASKED_MAILS = 3
#: Subscriptions of one address.
MOST_SUBSCRIPTIONS = 100


@transaction.atomic
def ask(address: str, wish: Wish, rhythm: str, language: str) -> None:
    """Ask the address whether it wants this. Raises `NoSealingKey` where no address can be kept."""
    subscriber = _subscriber(address, language)
    if subscriber.subscriptions.count() >= MOST_SUBSCRIPTIONS:
        _mail(Mail.Kind.LINK, subscriber)
        return
    values = {"rhythm": rhythm}
    subscription, is_new = subscriber.subscriptions.get_or_create(followed=wish.saved(), defaults=values)
    if subscription.confirmed_at:
        # Whoever reads the mail may change it there.
        _mail(Mail.Kind.LINK, subscriber)
        return
    if not is_new:
        Subscription.objects.filter(pk=subscription.pk).update(asked_at=timezone.now(), **values)
    _mail(Mail.Kind.CONFIRM, subscriber, subscription)


@transaction.atomic
def send_link(address: str) -> None:
    """Send an address the link to its subscriptions, if it has any."""
    if subscriber := Subscriber.objects.filter(mark=mark_of(address)).first():
        _mail(Mail.Kind.LINK, subscriber)


def confirm(subscription: Subscription) -> None:
    """The address said yes."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())


def change_rhythm(subscriber: Subscriber, number: int, rhythm: str) -> bool:
    """Let the mail of a subscription come at another time; what waits comes then as well."""
    return bool(subscriber.subscriptions.filter(pk=number).update(rhythm=rhythm))


def _subscriber(address: str, language: str) -> Subscriber:
    mark = mark_of(address)
    known = Subscriber.objects.filter(mark=mark).first()
    if known:
        return known
    sealed, keys = seal(address, mark)
    return Subscriber.objects.get_or_create(mark=mark, defaults={"sealed": sealed, "keys": keys, "language": language})[
        0
    ]


def _mail(kind: Mail.Kind, subscriber: Subscriber, subscription: Subscription | None = None) -> None:
    now = timezone.now()
    asked = subscriber.mails.filter(
        kind__in=(Mail.Kind.CONFIRM, Mail.Kind.LINK), created_at__gt=now - timedelta(days=1)
    )
    if asked.count() < MOST_ASKED_MAILS:
        Mail.objects.create(kind=kind, subscriber=subscriber, subscription=subscription, due_at=now)
        ask_for_delivery()
