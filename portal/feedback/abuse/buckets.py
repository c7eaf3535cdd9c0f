"""How many came from one place today: counted under a key that is new every day and lies in the cache alone.

A hash without a key could be turned back, for there are few addresses. The key is random, is never written to a disk,
and ends with the day; then nobody can say any more who was counted. Where the cache is away, nobody is counted.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets

from django.core.cache import caches
from django.utils import timezone

_DAY = 24 * 60 * 60
_BYTES = 32


def count(address: str, kind: str) -> int:
    """Count one more from this place today, and say how many that makes; 0 where nobody is counted."""
    network, cache = network_of(address), caches["floods"]
    if not network:
        return 0
    today = f"{timezone.localdate():%Y%m%d}"
    key = cache.get_or_set(f"key:{today}", lambda: secrets.token_bytes(_BYTES), timeout=_DAY)
    if not isinstance(key, bytes):
        return 0
    bucket = f"{kind}:{today}:{hmac.digest(key, network.encode(), 'sha256')[:16].hex()}"
    cache.add(bucket, 0, timeout=_DAY)
    try:
        return int(cache.incr(bucket))
    except ValueError:
        # Not there any more, or not there at all: the cache is full or away.
        return 0


def network_of(address: str) -> str:
    """The place that an address stands for: itself, or the /56 that a household has; empty where it says nothing.

    The machine's own address is that of a proxy that was not made known (`TRUSTED_PROXIES`): all would be one.
    """
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if parsed.is_loopback or parsed.is_unspecified:
        return ""
    bits = 32 if parsed.version == 4 else 56
    return str(ipaddress.ip_network((parsed, bits), strict=False))
