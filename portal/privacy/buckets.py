"""How many came from one place today: counted under a key that is new every day and lies in the cache alone.

A hash without a key could be turned back, for there are few addresses. The key is random, is never written to a disk,
and ends with the day; then nobody can say any more who was counted. Where the cache is away, nobody is counted.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils import timezone

_DAY = 24 * 60 * 60
_BYTES = 32


def count(address: str, kind: str) -> int:
    """Count one more from this place today, and say how many that makes; 0 where nobody is counted."""
    network = network_of(address)
    return counted(caches["floods"], f"{kind}:{timezone.localdate():%Y%m%d}", network, seconds=_DAY) if network else 0


def counted(cache: BaseCache, bucket: str, who: str, *, seconds: int) -> int:
    """Count one more of somebody in a bucket that lasts so long, and say how many that makes; 0: nobody is counted."""
    key = _key_of_today(cache)
    if key is None:
        return 0
    place = f"{bucket}:{hmac.digest(key, who.encode('utf-8', 'surrogatepass'), 'sha256')[:16].hex()}"
    cache.add(place, 0, timeout=seconds)
    try:
        return int(cache.incr(place))
    except ValueError:
        # Not there any more, or not there at all: the cache is full or away.
        return 0


def _key_of_today(cache: BaseCache) -> bytes | None:
    # Several processes may begin the day at once: what lies in the cache counts.
    name = f"key:{timezone.localdate():%Y%m%d}"
    key = cache.get_or_set(name, lambda: secrets.token_bytes(_BYTES), timeout=_DAY)
    return key if isinstance(key, bytes) else None


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
