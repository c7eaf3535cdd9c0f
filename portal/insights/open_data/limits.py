"""A polite limit: nobody is shut out for good, no address is written down.

A reader is known by a keyed hash of the address under a key that is new every day, in the cache alone. Without a cache
that answers, nobody is counted.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many requests in so many seconds."""

    name: str
    quota: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands within an allowance."""

    allowance: Allowance
    left: int
    #: Seconds until the count begins anew.
    reset: int

    @property
    def is_spent(self) -> bool:
        """Whether this request was one too many."""
        return self.left < 0

    def headers(self) -> dict[str, str]:
        """As the drafts of the IETF write them (draft-ietf-httpapi-ratelimit-headers)."""
        name = self.allowance.name
        told = {
            "RateLimit-Policy": f'"{name}";q={self.allowance.quota};w={self.allowance.seconds}',
            "RateLimit": f'"{name}";r={max(self.left, 0)};t={self.reset}',
        }
        return {**told, "Retry-After": str(self.reset)} if self.is_spent else told


def spend(request: HttpRequest, allowance: Allowance) -> Standing | None:
    """Count a request; None where nothing is counted."""
    if not allowance.quota:
        return None
    now = time.time()
    window = int(now // allowance.seconds)
    key = f"allowance:{allowance.name}:{window}:{_reader(request)}"
    cache.add(key, 0, timeout=allowance.seconds + 1)
    try:
        count = cache.incr(key)
    except ValueError:
        # Forgotten in between: the cache is full, or gone.
        return None
    reset = int((window + 1) * allowance.seconds - now) + 1
    return Standing(allowance, allowance.quota - count, reset)


def _reader(request: HttpRequest) -> str:
    """The reader's mark of today."""
    header = settings.CLIENT_ADDRESS_HEADER
    address = request.headers.get(header, "") if header else ""
    told = address or request.META.get("REMOTE_ADDR", "")
    return hmac.new(_key_of_today(), told.encode("utf-8", "surrogatepass"), "sha256").hexdigest()[:32]


def _key_of_today() -> bytes:
    name = f"allowance:key:{timezone.localdate():%Y%m%d}"
    made = secrets.token_bytes(32)
    # Several processes may begin the day at once: what lies in the cache counts.
    kept: bytes | None = cache.get_or_set(name, made, timeout=_DAY)
    return kept or made
