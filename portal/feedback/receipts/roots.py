"""The root of each day over all commitments of that day, published the day after.

How many came in on a day is nobody's business: the list is filled up with random entries, which nobody can tell from
commitments.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from portal.feedback.models import DailyRoot, Receipt, Submission
from portal.feedback.receipts.commitments import root_statement
from portal.feedback.receipts.keys import signing_key

#: A list has a multiple of this, and at least half of it is filling where little came in.
BLOCK = 32
#: A submission has its day before it is sealed and its files are written: so long after midnight one may still come.
SETTLED = timedelta(hours=1)


def publish_roots() -> int:
    """Publish the roots of all days that ended an hour ago and have none yet; how many."""
    published = 0
    for day in _days():
        with transaction.atomic():
            if DailyRoot.objects.filter(pk=day).exists():
                continue
            leaves = _filled(_commitments(day))
            root = merkle_root(leaves)
            signature = signing_key().sign(root_statement(day, root))
            names = [leaf.hex() for leaf in leaves]
            DailyRoot.objects.create(day=day, root=root, leaves=names, signature=signature)
            published += 1
    return published


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """As RFC 6962 has it: leaves and nodes are hashed apart, so that neither can pass for the other."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def _days() -> Iterable[date]:
    last = DailyRoot.objects.order_by("-day").values_list("day", flat=True).first()
    first = last or Submission.objects.aggregate(first=Min("received_on"))["first"]
    today = timezone.localdate(timezone.now() - SETTLED)
    while first is not None and first < today:
        yield first
        first += timedelta(days=1)


def _commitments(day: date) -> list[bytes]:
    found = Receipt.objects.filter(submission__received_on=day).values_list("commitment", flat=True)
    return [bytes(commitment) for commitment in found]


def _filled(commitments: list[bytes]) -> list[bytes]:
    size = (len(commitments) // BLOCK + 1) * BLOCK
    filling = [secrets.token_bytes(32) for _place in range(size - len(commitments))]
    return sorted(commitments + filling)
