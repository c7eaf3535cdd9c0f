"""Keys that are made from RECEIPT_KEY, one for each purpose. They never change, or receipts would not be found."""

from __future__ import annotations

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def expand(material: bytes, purpose: str, length: int, salt: bytes | None = None) -> bytes:
    """HKDF with SHA-256: what one purpose gets of some key material."""
    return HKDF(SHA256(), length, salt, f"sunlight receipt {purpose}".encode()).derive(material)


def code_hash(code: str) -> bytes:
    """By which a query code finds its row; keyed, for forty bits are soon tried out."""
    return hmac.digest(_key(settings.RECEIPT_KEY, "code"), code.encode(), "sha256")


def form_salt() -> bytes:
    """Mixed into what a form's random value gives, so that the value alone is no receipt."""
    return _key(settings.RECEIPT_KEY, "form")


def signing_key() -> Ed25519PrivateKey:
    """Signs receipts and daily roots."""
    return Ed25519PrivateKey.from_private_bytes(_key(settings.RECEIPT_KEY, "signing"))


@lru_cache(maxsize=8)
def _key(material: str, purpose: str) -> bytes:
    return expand(material.encode(), purpose, 32)
