"""Switches the scan's gate off for work that only takes something away, or that has asked the scan itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_paused: ContextVar[bool] = ContextVar("privacy_scan_is_paused", default=False)


@contextmanager
def without_scan() -> Iterator[None]:
    """What is published inside is not asked about."""
    token = _is_paused.set(True)
    try:
        yield
    finally:
        _is_paused.reset(token)


def is_paused() -> bool:
    """Whether the gate stands open."""
    return _is_paused.get()
