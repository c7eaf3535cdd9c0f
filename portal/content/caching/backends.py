"""A shared cache that may be away: pages then cost what they cost without one, and nobody sees an error."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds for which a cache that failed is left alone, so that a server that hangs keeps one reader waiting, not all.
REST_SECONDS = 5.0


class ForgivingRedisCache(RedisCache):
    """Redis, or nothing while it is down or full: then nothing is found and nothing is stored."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._away_until = 0.0

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As Django's; False while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version), False)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """As Django's; the default while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """As Django's; nothing happens while the server is away or full."""
        self._ask(lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As Django's; False while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """As Django's; False while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """As Django's; False while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        """As Django's; nothing is found while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """As Django's; all keys failed while the server is away."""
        return self._ask(lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version), list(data))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """As Django's; nothing happens while the server is away."""
        self._ask(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As Django's; no key is there while the server is away."""
        counted = self._ask(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), None)
        if counted is None:
            raise ValueError(f"no key {key!r}")
        return int(counted)

    def _ask(self, work: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return work()
        except RedisError as error:
            self._away_until = time.monotonic() + REST_SECONDS
            # The kind of error only: its text may carry the address with its password.
            logger.warning("the shared cache is away or full (%s); pages are made without it", type(error).__name__)
            return otherwise
