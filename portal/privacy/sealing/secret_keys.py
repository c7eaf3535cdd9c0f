"""Keys from a secret that somebody keeps on paper: slow on purpose (Argon2id), with a salt for each record."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings

from portal.privacy.sealing.data_keys import KEY_BYTES, DataKey

SALT_BYTES = 16
#: Derivations that one process does at once: each takes memory, and guessing must not take all of it.
AT_ONCE, WAIT_SECONDS = 2, 10.0
_slots = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many derivations at once; a moment later there is room."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one derivation takes; it stands with each record, so that it may rise later."""

    iterations: int
    memory_kib: int

    @classmethod
    def of_today(cls) -> Self:
        """For new records."""
        return cls(*settings.SECRET_COST)

    @classmethod
    def read(cls, text: str) -> Self:
        """As `str` has written it."""
        iterations, memory = text.split("/")
        return cls(int(iterations), int(memory))

    def __str__(self) -> str:
        return f"{self.iterations}/{self.memory_kib}"


class SecretKey:
    """What a secret gives: a value to check it by, which may be stored, and a key that opens what it wrapped."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def verifier(self) -> bytes:
        """Stored with the record; nobody comes from here to the key."""
        return HKDFExpand(SHA256(), KEY_BYTES, b"verifier").derive(self._key)

    @property
    def wrapping(self) -> DataKey:
        """Wraps the record's data key."""
        return DataKey(HKDFExpand(SHA256(), KEY_BYTES, b"wrapping").derive(self._key))

    def fits(self, verifier: bytes) -> bool:
        """Whether it is the secret of this verifier; takes the same time either way."""
        return hmac.compare_digest(self.verifier, bytes(verifier))


def new_salt() -> bytes:
    """Of one record."""
    return secrets.token_bytes(SALT_BYTES)


def derive(secret: str, salt: bytes, cost: Cost) -> SecretKey:
    """The key of a secret. Raises Busy when too many ask at once."""
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise Busy("too many secrets are checked at once")
    try:
        kdf = Argon2id(
            salt=bytes(salt), length=KEY_BYTES, iterations=cost.iterations, lanes=1, memory_cost=cost.memory_kib
        )
        return SecretKey(kdf.derive(secret.encode()))
    finally:
        _slots.release()
