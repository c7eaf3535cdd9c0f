"""Keyed hashes (HMAC with SHA-256) over one canonical form: whoever can write to the database cannot make them anew."""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

#: What the first link follows.
GENESIS = "0" * 64
#: Of the canonical form; it is hashed too, so that another form later cannot be mistaken for this one.
FORM = 1


def canonical(values: list[Any]) -> bytes:
    """Compact JSON in ASCII with sorted keys; there are no floats in it (`portal.audit.details`)."""
    return json.dumps(values, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")).encode("ascii")


def moment(at: datetime) -> str:
    """A time in UTC, always with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_seal(columns: Mapping[str, Any]) -> str:
    """The seal of an entry, by its columns."""
    uid: uuid.UUID = columns["uid"]
    rest = [columns[name] for name in ("action", "object_kind", "object_key", "actor_id", "actor_role", "details")]
    return _keyed("entry", [uid.hex, moment(columns["at"]), *rest])


def link_hash(previous: str, position: int, entry: int, seal: str) -> str:
    """The hash of a link that follows ``previous``."""
    return _keyed("link", [previous, position, entry, seal])


def anchor_seal(previous: str, values: list[Any]) -> str:
    """The seal of a line of the anchor file that follows ``previous``."""
    return _keyed("anchor", [previous, *values])


def _keyed(purpose: str, values: list[Any]) -> str:
    return hmac.digest(settings.AUDIT_KEY.encode(), canonical([FORM, purpose, *values]), "sha256").hex()
