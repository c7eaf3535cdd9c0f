"""Keys of the office: any process may wrap a data key for it (HPKE), only one with a private key opens it again.

``SEALING_PUBLIC_KEY`` may name several: every data key is wrapped to each, so that one may lie offline for the worst
day. ``SEALING_PRIVATE_KEYS`` holds all generations that still open something; the public process has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings
from django.utils import timezone

from portal.privacy.sealing.data_keys import Damaged, DataKey
from portal.privacy.sealing.key_texts import PrivateKey, PublicKey, read_private, read_public

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class NoSealingKey(Exception):
    """This process cannot seal (no public key that is valid today), or cannot open (no private key that fits)."""


def public_keys() -> tuple[PublicKey, ...]:
    """All that the environment names, valid or not."""
    return _read_public_keys(tuple(settings.SEALING_PUBLIC_KEY))


def private_keys() -> Mapping[str, PrivateKey]:
    """Those of this process, by number."""
    return _read_private_keys(tuple(settings.SEALING_PRIVATE_KEYS))


def valid_keys() -> tuple[PublicKey, ...]:
    """Those that new envelopes are sealed to."""
    today = timezone.localdate()
    return tuple(key for key in public_keys() if key.is_valid(today))


def can_seal() -> bool:
    """Whether the first public key, the office's own, is valid today."""
    keys = public_keys()
    return bool(keys) and keys[0].is_valid(timezone.localdate())


def can_open() -> bool:
    """Whether this process holds the private key of what is sealed today."""
    return bool(private_keys().keys() & {key.number for key in valid_keys()})


def wrap(key: DataKey, place: str) -> dict[str, bytes]:
    """The data key, wrapped to every valid public key, by its number. Raises NoSealingKey."""
    if not can_seal():
        raise NoSealingKey("no sealing key is valid today")
    return {public.number: _SUITE.encrypt(key.raw, public.key, place.encode()) for public in valid_keys()}


def unwrap(wrapped: Mapping[str, bytes], place: str) -> DataKey:
    """Open a data key with whatever private key fits. Raises NoSealingKey, or Damaged."""
    held = private_keys()
    fitting = [number for number in wrapped if number in held]
    if not fitting:
        raise NoSealingKey("no private key of this process fits")
    for number in fitting:
        try:
            return DataKey(_SUITE.decrypt(bytes(wrapped[number]), held[number].key, place.encode()))
        except (InvalidTag, ValueError):
            continue
    raise Damaged(f"the key at {place} cannot be opened")


@lru_cache(maxsize=8)
def _read_public_keys(texts: tuple[str, ...]) -> tuple[PublicKey, ...]:
    return tuple(map(read_public, texts))


@lru_cache(maxsize=8)
def _read_private_keys(texts: tuple[str, ...]) -> Mapping[str, PrivateKey]:
    return {key.number: key for key in map(read_private, texts)}
