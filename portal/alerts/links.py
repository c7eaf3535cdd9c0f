"""Signed links in mails: who has one reads the mail of that address. Nothing but the key of a row stands in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from portal.alerts.models import Subscriber, Subscription
from portal.content.addresses import absolute

#: How long a confirmation is waited for, and how long the link to all subscriptions opens them.
CONFIRM_WITHIN, MANAGE_WITHIN = timedelta(days=3), timedelta(days=14)

_CONFIRM, _STOP, _MANAGE = "alerts.confirm", "alerts.stop", "alerts.manage"


def confirm_link(subscription: Subscription) -> str:
    """Leads to the button that confirms."""
    return _link("alerts_confirm", signing.dumps(subscription.pk, salt=_CONFIRM))


def stop_link(subscriber: Subscriber, subscription: Subscription | None = None) -> str:
    """Leads to the button that ends one subscription, or all; it never expires, for old mails are kept."""
    return _link("alerts_stop", signing.dumps([subscriber.pk, subscription and subscription.pk], salt=_STOP))


def manage_link(subscriber: Subscriber) -> str:
    """Leads to all subscriptions of an address."""
    return _link("alerts_manage", signing.dumps(subscriber.pk, salt=_MANAGE))


def to_confirm(token: str) -> Subscription | None:
    """The subscription that a link confirms; None when it is too old, or gone."""
    return Subscription.objects.filter(pk=_read(token, _CONFIRM, CONFIRM_WITHIN)).select_related("followed").first()


def to_stop(token: str) -> tuple[Subscriber | None, list[Subscription]]:
    """The subscriptions that a link ends, and whose; nothing where they have ended already."""
    number, chosen = _read(token, _STOP) or (0, None)
    subscriber = Subscriber.objects.filter(pk=number or 0).first()
    if subscriber is None:
        return None, []
    found = subscriber.subscriptions.select_related("followed").order_by("pk")
    return subscriber, list(found.filter(pk=chosen) if chosen else found)


def to_manage(token: str) -> Subscriber | None:
    """Whose subscriptions a link opens."""
    return Subscriber.objects.filter(pk=_read(token, _MANAGE, MANAGE_WITHIN)).first()


def _read(token: str, salt: str, within: timedelta | None = None) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=within)
    except signing.BadSignature:
        return None


def _link(name: str, token: str) -> str:
    return absolute(reverse(name, args=[token]))
