"""Guessing is slowed down for each query code, whether it exists or not. Nobody's address is looked at for it.

The wait stays short: the secret has eighty bits, and whoever guesses must not lock the owner out.
"""

from __future__ import annotations

import time

from django.core.cache import caches

from portal.feedback.receipts.codes import tidy
from portal.feedback.receipts.keys import code_hash

#: The cache that a flood of codes nobody has cannot push things out of.
KEPT_IN = "floods"
#: Wrong secrets that cost no wait, the longest wait, and the seconds after which all is forgotten.
FREE, LONGEST_WAIT, FORGOTTEN = 5, 15, 15 * 60


def seconds_to_wait(code: str) -> int:
    """Until the next try for this code may come."""
    until = caches[KEPT_IN].get(_name(code, "until"), 0.0)
    return max(0, round(until - time.time() + 0.5)) if until else 0


def note_wrong(code: str) -> None:
    """One more wrong secret."""
    name = _name(code, "wrong")
    cache = caches[KEPT_IN]
    cache.add(name, 0, FORGOTTEN)
    try:
        wrong = cache.incr(name)
    except ValueError:
        # It ended just now, or the cache is away: this one is the first.
        return
    if wrong > FREE:
        wait = min(LONGEST_WAIT, 1 << min(wrong - FREE, 8))
        cache.set(_name(code, "until"), time.time() + wait, wait)


def _name(code: str, what: str) -> str:
    return f"receipt-{what}-{code_hash(tidy(code)).hex()}"
