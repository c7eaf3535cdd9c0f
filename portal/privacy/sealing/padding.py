"""Padding to size classes, so that the length of what is sealed does not tell which text it is."""

from __future__ import annotations

_STEP = 1024
_LENGTH = 8


def size_class(length: int) -> int:
    """Bytes that something of this length takes: whole KiB up to eight, above that in steps of an eighth at most."""
    if length <= 8 * _STEP:
        return max(1, -(-length // _STEP)) * _STEP
    step = 1 << (length.bit_length() - 4)
    return -(-length // step) * step


def pad(plain: bytes) -> bytes:
    """The length, the bytes, and nothing until the class is full."""
    framed = len(plain).to_bytes(_LENGTH, "big") + plain
    return framed.ljust(size_class(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. It has been authenticated before, so its length is true."""
    length = int.from_bytes(padded[:_LENGTH], "big")
    return padded[_LENGTH : _LENGTH + length]
