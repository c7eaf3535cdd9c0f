"""Small tables that every search needs: read at most every other second, so that all processes see an edit soon."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Refreshed(Generic[T]):
    """A value that is loaded again after `settings.SEARCH_REFRESH_SECONDS`."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        # One tuple, so that threads never see a value with another one's time.
        self._loaded: tuple[float, T] | None = None

    def value(self) -> T:
        """The value, at most so many seconds old."""
        now = time.monotonic()
        loaded = self._loaded
        if loaded is None or now - loaded[0] >= settings.SEARCH_REFRESH_SECONDS:
            loaded = self._loaded = (now, self._load())
        return loaded[1]
