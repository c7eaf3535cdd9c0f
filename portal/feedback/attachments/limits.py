"""How much may be handed in with one form or message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.names import display_name
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.feedback.attachments.sniffing import sniff


class Accepted(NamedTuple):
    """A file that may be sealed and kept."""

    name: str
    kind: FileKind
    content: bytes


class RefusedFile(NamedTuple):
    """A file that was not taken, by the name it came with."""

    name: str
    reason: Refusal


def look_through(files: Sequence[UploadedFile]) -> tuple[list[Accepted], list[RefusedFile]]:
    """The files that may be kept and those that may not; all of them are looked at, so that one answer tells all."""
    if len(files) > settings.ATTACHMENT_MAX_FILES:
        return [], [RefusedFile("", Refusal.TOO_MANY)]
    accepted: list[Accepted] = []
    refused: list[RefusedFile] = []
    for file, found in zip(files, _each(files), strict=True):
        if isinstance(found, Accepted):
            accepted.append(found)
        else:
            refused.append(RefusedFile(str(file.name), found))
    return accepted, refused


def _each(files: Sequence[UploadedFile]) -> Iterator[Accepted | Refusal]:
    for file in files:
        try:
            yield accept(file)
        except Refused as error:
            yield error.reason


def accept(file: UploadedFile) -> Accepted:
    """One file, read and told; `Refused` where it may not be kept."""
    limit = settings.ATTACHMENT_MAX_BYTES
    if (file.size or 0) > limit:
        raise Refused(Refusal.TOO_LARGE)
    file.seek(0)
    # What it says of its size is the browser's word.
    content = file.read(limit + 1)
    if len(content) > limit:
        raise Refused(Refusal.TOO_LARGE)
    kind = sniff(content, str(file.name))
    return Accepted(display_name(str(file.name), kind), kind, content)
