"""The sealed description of a file: its name, what it is, how large it is, and what its cleaned copy is."""

from __future__ import annotations

from typing import NamedTuple

from portal.feedback.attachments.kinds import ENDINGS, FileKind
from portal.feedback.contents.sealing import seal, unseal
from portal.feedback.models import Attachment
from portal.privacy.sealing import DataKey

_FIELD = "description"


class Description(NamedTuple):
    """What staff see of a file before they open it."""

    name: str
    kind: FileKind
    bytes: int
    #: The kind of the cleaned copy, once there is one.
    copy: FileKind | None

    @property
    def copy_name(self) -> str:
        """The name under which the copy is given out: a photograph of a telephone has become another kind."""
        if self.copy is None or self.copy is self.kind:
            return self.name
        return self.name.removesuffix(ENDINGS[self.kind][0]) + ENDINGS[self.copy][0]


def described(key: DataKey, attachment: Attachment) -> Description:
    """Opened with the key of its submission. Raises Damaged."""
    told = unseal(key, attachment.sealed_description, attachment.submission_id, _FIELD, attachment.pk)
    copy = FileKind(told["copy"]) if "copy" in told else None
    return Description(told["name"], FileKind(told["kind"]), told["bytes"], copy)


def with_copy(key: DataKey, attachment: Attachment, copy: FileKind) -> bytes:
    """The same, sealed with what the copy is."""
    told = unseal(key, attachment.sealed_description, attachment.submission_id, _FIELD, attachment.pk)
    return seal(key, {**told, "copy": copy.value}, attachment.submission_id, _FIELD, attachment.pk)
