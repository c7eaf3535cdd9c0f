"""Texts and small records, as they are sealed: JSON, with every character that somebody typed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from portal.feedback.contents.places import place
from portal.feedback.models import Message, Part, Submission
from portal.privacy.sealing import DataKey

Value = str | dict[str, Any]


def seal(key: DataKey, value: Value, submission: UUID, field: str, row: object = "") -> bytes:
    """Seal a text or a record for its place."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return key.seal(plain, place(submission, field, row))


def unseal(key: DataKey, sealed: bytes | memoryview, submission: UUID, field: str, row: object = "") -> Any:
    """What was sealed at this place. Raises Damaged."""
    plain = key.open(bytes(sealed), place(submission, field, row))
    return json.loads(plain.decode("utf-8", "surrogatepass"))


def seal_part(key: DataKey, submission: Submission, name: Part.Name, value: Value) -> Part:
    """A part that is not stored yet."""
    return Part(submission=submission, name=name, sealed=seal(key, value, submission.pk, "part", name))


def unseal_part(key: DataKey, part: Part) -> Any:
    """The text or record of a part. Raises Damaged."""
    return unseal(key, part.sealed, part.submission_id, "part", part.name)


def seal_message(key: DataKey, message: Message, text: str) -> Message:
    """Put the sealed text into a message that is not stored yet."""
    message.sealed = seal(key, text, message.submission_id, "message", message.pk)
    return message


def unseal_message(key: DataKey, message: Message) -> str:
    """Its text. Raises Damaged."""
    return str(unseal(key, message.sealed, message.submission_id, "message", message.pk))
