"""Keys of the office as text, for the environment: 32 bytes in URL-safe base64, and the last day after an ``@``."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32


class UnreadableKey(ValueError):
    """This is no key. The text is not repeated: it may be a private one."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What seals. ``number`` is its fingerprint: wrapped keys say by it which generation they are of."""

    number: str
    key: X25519PublicKey
    until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether new envelopes may still be sealed to it."""
        return self.until is None or on <= self.until


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """What opens envelopes of one generation."""

    number: str
    key: X25519PrivateKey

    def __repr__(self) -> str:
        return f"<PrivateKey {self.number}>"


def to_text(raw: bytes) -> str:
    """As it stands in the environment."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def to_bytes(text: str) -> bytes:
    """The 32 bytes of a key. Raises UnreadableKey."""
    try:
        raw = base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableKey("a sealing key is URL-safe base64") from None
    if len(raw) != KEY_BYTES:
        raise UnreadableKey(f"a sealing key has {KEY_BYTES} bytes")
    return raw


def read_public(text: str) -> PublicKey:
    """``KEY`` or ``KEY@2027-12-31``. Raises UnreadableKey."""
    encoded, _, day = text.partition("@")
    raw = to_bytes(encoded)
    try:
        until = date.fromisoformat(day.strip()) if day else None
    except ValueError:
        raise UnreadableKey("the last day of a sealing key is written 2027-12-31") from None
    return PublicKey(fingerprint(raw), X25519PublicKey.from_public_bytes(raw), until)


def read_private(text: str) -> PrivateKey:
    """A private key, with the number of the public one. Raises UnreadableKey."""
    key = X25519PrivateKey.from_private_bytes(to_bytes(text))
    return PrivateKey(fingerprint(_raw_public(key)), key)


def public_text(private: str) -> str:
    """The public key of a private one, as text."""
    return to_text(_raw_public(X25519PrivateKey.from_private_bytes(to_bytes(private))))


def fingerprint(raw_public: bytes) -> str:
    """Sixteen hexadecimal digits by which people and rows name a public key."""
    return hashlib.sha256(raw_public).hexdigest()[:16]


def _raw_public(key: X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
