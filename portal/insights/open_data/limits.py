"""A polite limit: nobody is shut out for good, no address is written down.

A reader is known by a keyed hash under a key of the day (`portal.privacy.buckets`). Without a cache that answers,
nobody is counted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from portal.privacy.addresses import address_of
from portal.privacy.buckets import counted


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
    bucket = f"allowance:{allowance.name}:{window}"
    count = counted(cache, bucket, address_of(request), seconds=allowance.seconds + 1)
    if not count:
        return None
    reset = int((window + 1) * allowance.seconds - now) + 1
    return Standing(allowance, allowance.quota - count, reset)
