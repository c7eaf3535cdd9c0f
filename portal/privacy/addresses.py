"""Where a request comes from, for the moment of counting. Nothing may store this, write it to a log, or show it."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def address_of(request: HttpRequest) -> str:
    """The address of the client as the outermost of our own proxies saw it; empty where there is none (tests, sockets).

    Only as many entries of the forwarding header are believed as there are proxies before us (`TRUSTED_PROXIES`):
    what stands further left, the client may have written.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return direct
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return told[-proxies] if len(told) >= proxies else direct


def mark_of(*parts: str) -> str:
    """A keyed hash that stands for these words today; tomorrow it is another one, and nobody can tell them together."""
    words = [timezone.localdate().isoformat(), *parts]
    return hmac.digest(f"marks:{settings.SECRET_KEY}".encode(), "\0".join(words).encode(), "sha256").hex()
