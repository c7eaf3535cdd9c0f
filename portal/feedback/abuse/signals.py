"""What speaks for a flood or a program. It gives a place in the queue, never a refusal, and nothing else is kept."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest

from portal.feedback.abuse import form_time
from portal.privacy.addresses import address_of
from portal.privacy.buckets import count


class Sign(StrEnum):
    """What was noticed."""

    TRAP = "trap"
    TOO_FAST = "too_fast"
    NO_STAMP = "no_stamp"
    MANY_FROM_ONE_PLACE = "many_from_one_place"


def signs(request: HttpRequest, data: Mapping[str, str]) -> frozenset[Sign]:
    """What speaks against this post; it is counted by asking. Any sign sends it to the end of the queue.

    Offices and villages share an address: many from one place are looked at later, and looked at all the same.
    """
    opened = data.get(form_time.OPENED, "")
    is_stamped = form_time.is_stamped(opened)
    noticed = {
        Sign.TRAP: bool(data.get(form_time.TRAP, "").strip()),
        Sign.NO_STAMP: not is_stamped,
        Sign.TOO_FAST: is_stamped and not form_time.is_stamped(opened, at_least=form_time.FASTEST),
        Sign.MANY_FROM_ONE_PLACE: count(address_of(request), "place") > settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE,
    }
    return frozenset(sign for sign, holds in noticed.items() if holds)
