"""The random key of one record: it seals each of the record's texts and files, bound to their places."""

from __future__ import annotations

import secrets
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from portal.privacy.sealing.padding import pad, unpad

#: The first byte of everything sealed; another form later gets another one.
_FORM = b"\x01"
_NONCE, KEY_BYTES = 12, 32


class Damaged(Exception):
    """What was sealed cannot be opened: changed, moved from its place, or sealed with another key."""


class DataKey:
    """A key in memory. It never shows itself in a log or a traceback."""

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise Damaged("not the length of a key")
        self._raw = raw

    @classmethod
    def new(cls) -> Self:
        """A fresh random one."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def raw(self) -> bytes:
        """The bytes, to wrap them."""
        return self._raw

    def seal(self, plain: bytes, place: str) -> bytes:
        """Encrypt and authenticate, padded to a size class; ``place`` (record and field) is bound to it."""
        return self._encrypt(pad(plain), place)

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed at this very place. Raises Damaged otherwise."""
        return unpad(self._decrypt(sealed, place))

    def wrap(self, other: DataKey, place: str) -> bytes:
        """Another key, sealed with this one."""
        return self._encrypt(other.raw, place)

    def unwrap(self, wrapped: bytes, place: str) -> DataKey:
        """The key that was wrapped. Raises Damaged."""
        return DataKey(self._decrypt(wrapped, place))

    def _encrypt(self, plain: bytes, place: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return _FORM + nonce + ChaCha20Poly1305(self._raw).encrypt(nonce, plain, _FORM + place.encode())

    def _decrypt(self, sealed: bytes, place: str) -> bytes:
        sealed = bytes(sealed)
        if sealed[:1] != _FORM:
            raise Damaged(f"unknown form at {place}")
        nonce, rest = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return ChaCha20Poly1305(self._raw).decrypt(nonce, rest, _FORM + place.encode())
        except (InvalidTag, ValueError):
            raise Damaged(f"cannot be opened at {place}") from None

    def __repr__(self) -> str:
        return "<DataKey>"
