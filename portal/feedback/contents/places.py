"""The places that seals are bound to: what is copied from one row into another cannot be opened there."""

from __future__ import annotations

from uuid import UUID


def key_place(submission: UUID) -> str:
    """Of the wrapped data key."""
    return f"submission/{submission}/key"


def place(submission: UUID, field: str, row: object = "") -> str:
    """Of a sealed field of a submission or of a row that belongs to it."""
    return f"submission/{submission}/{field}/{row}"
