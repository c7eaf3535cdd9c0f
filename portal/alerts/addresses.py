"""Mail addresses as they are kept: sealed to the office's key, with a keyed hash to find one again.

The public web process can seal an address and not open it; the worker, which has the private key, opens it to send.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.alerts.models import Subscriber
from portal.privacy import sealing
from portal.privacy.sealing.rotation import wrapped_anew

_PLACE = "alerts.subscriber"


def mark_of(address: str) -> str:
    """The keyed hash of an address, whichever way it is written."""
    return salted_hmac("portal.alerts.address", _canonical(address), algorithm="sha256").hexdigest()


def seal(address: str, mark: str) -> tuple[bytes, dict[str, str]]:
    """The sealed address and the wrapped keys to it, bound to its mark. Raises `NoSealingKey`."""
    key = sealing.DataKey.new()
    wrapped = sealing.wrap(key, f"{_PLACE} {mark}")
    texts = {number: base64.b64encode(part).decode("ascii") for number, part in wrapped.items()}
    return key.seal(address.encode(), f"{_PLACE} {mark}"), texts


def address_of(subscriber: Subscriber) -> str:
    """The address, where this process has the private key. Raises `NoSealingKey` or `Damaged`."""
    place = f"{_PLACE} {subscriber.mark}"
    wrapped = {number: base64.b64decode(text) for number, text in subscriber.keys.items()}
    return sealing.unwrap(wrapped, place).open(bytes(subscriber.sealed), place).decode()


def rotate(forget: bool) -> Iterator[object]:
    """Their part of `rotate_keys`: wrap the keys of every address to the office's keys of today."""
    for number in list(Subscriber.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            subscriber = Subscriber.objects.select_for_update().filter(pk=number).first()
            wrapped = {key: base64.b64decode(text) for key, text in subscriber.keys.items()} if subscriber else {}
            place = f"{_PLACE} {subscriber.mark}" if subscriber else ""
            anew = wrapped_anew(wrapped, place, forget=forget) if wrapped else None
            if subscriber is not None and anew is not None:
                subscriber.keys = {key: base64.b64encode(part).decode("ascii") for key, part in anew.items()}
                subscriber.save(update_fields=["keys"])
                yield number


def _canonical(address: str) -> str:
    """Host names know no case; what stands before them is the mail server's to read, and all that matter ignore it."""
    return address.strip().casefold()
