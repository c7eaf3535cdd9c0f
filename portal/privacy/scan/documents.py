"""The scan of a file: every part of it, with the words around each finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from portal.privacy.names import masked_name
from portal.privacy.scan.files import Part, Place, Unread, text_of
from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.people import is_name
from portal.privacy.scan.texts import scan_text

#: Characters shown on each side of a finding; findings of one file that are told apart.
CONTEXT, MAX_FINDINGS = 24, 500


class FileFinding(NamedTuple):
    """A finding in a file, with its place and the words around it."""

    kind: str
    text: str
    mask: str
    before: str
    after: str
    place: str
    where: str
    unread: str = ""


def scan_file(file: BinaryIO, name: str) -> list[FileFinding]:
    """All findings of a file; a part that could not be read is one too. Never raises for the content."""
    found: list[FileFinding] = []
    for part in text_of(file, name):
        for finding in _findings(part):
            if len(found) >= MAX_FINDINGS:
                return found
            found.append(finding)
    return found


def around(text: str, finding: Finding) -> tuple[str, str]:
    """The words before and after."""
    return text[max(finding.start - CONTEXT, 0) : finding.start], text[finding.end : finding.end + CONTEXT]


def _findings(part: Part) -> Iterator[FileFinding]:
    if part.unread is not None:
        yield FileFinding(Kind.UNREADABLE.value, "", "", "", "", part.place.value, part.where, part.unread.value)
    for finding in _of_text(part):
        before, after = around(part.text, finding)
        yield FileFinding(finding.kind.value, finding.text, finding.mask, before, after, part.place.value, part.where)


def _of_text(part: Part) -> list[Finding]:
    whole = len(part.text)
    if part.place is Place.PHOTO:
        return [Finding(Kind.PHOTO_DATA, 0, whole, part.text, "", Sureness.SURE)]
    if part.place is Place.AUTHOR and is_name(part.text.strip()):
        return [Finding(Kind.AUTHOR, 0, whole, part.text, masked_name(part.text), Sureness.SURE)]
    return scan_text(part.text)


def reason(finding: FileFinding) -> str:
    """Why a part could not be read, in words."""
    return str(Unread(finding.unread).label) if finding.unread else ""


def place(finding: FileFinding) -> str:
    """Where in the file it stands, in words."""
    label = str(Place(finding.place).label)
    return f"{label} ({finding.where})" if finding.where else label
