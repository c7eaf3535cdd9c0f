"""Subscribers and what they follow."""

from typing import Any

import factory
from django.utils import timezone

from portal.alerts.addresses import mark_of, seal
from portal.alerts.following.wishes import Wish
from portal.alerts.models import Rhythm, Subscriber, Subscription


def subscriber(address: str = "reader@example.org", language: str = "zh-hans") -> Subscriber:
    """The subscriber of an address, made where there is none."""
    mark = mark_of(address)
    known = Subscriber.objects.filter(mark=mark).first()
    if known:
        return known
    sealed, keys = seal(address, mark)
    return Subscriber.objects.create(mark=mark, sealed=sealed, keys=keys, language=language)


class SubscriptionFactory(factory.django.DjangoModelFactory[Subscription]):
    """A confirmed one, of a search for a text and for codes by facet, or of one document."""

    class Meta:
        model = Subscription

    class Params:
        address = "reader@example.org"
        language = "zh-hans"
        text = ""
        filters: dict[str, Any] = {}
        document = ""
        unconfirmed = factory.Trait(confirmed_at=None)

    subscriber = factory.LazyAttribute(lambda made: subscriber(made.address, made.language))
    followed = factory.LazyAttribute(
        lambda made: Wish(text=made.text, filters=dict(made.filters), document=made.document).saved()
    )
    rhythm = Rhythm.AT_ONCE
    confirmed_at = factory.LazyFunction(timezone.now)
