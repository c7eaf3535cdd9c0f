"""What a file is, by its content: an allow-list, so that what nobody thought of is refused."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePath

from portal.feedback.attachments.kinds import ENDINGS, FileKind
from portal.feedback.attachments.refusals import Refusal, Refused

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_M4A_BRANDS = frozenset({b"M4A ", b"M4B "})
_MP4_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5"}
)
#: At the very start: readers look for a PDF in the first kilobyte, where a web page may stand before it.
_MARKS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"%PDF-", FileKind.PDF),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A text that a browser or an interpreter would run. Mail and prose may hold a "<", but do not begin so.
_ACTIVE = re.compile(r"\s*(?:<\s*[!?%/a-z]|#!|%!PS|\{\\rtf|@echo\b|MIME-Version:)", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:script|html|svg|iframe|object|embed|!doctype)\b|<\?(?:php|xml)\b", re.IGNORECASE)
#: No text has them: all control characters but tab, line ends and form feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MPEG_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SLOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_FREQUENCIES = (44100, 48000, 32000)


def sniff(content: bytes, name: str) -> FileKind:
    """The kind of the file; `Refused` where it is none of ours or its name says something else."""
    kind = kind_of(content)
    if PurePath(name.rstrip(" .")).suffix.lower() not in ENDINGS[kind]:
        raise Refused(Refusal.MISMATCH)
    return kind


def kind_of(content: bytes) -> FileKind:
    """The kind by the content alone; `Refused` where it is none of ours."""
    if not content:
        raise Refused(Refusal.EMPTY)
    return _by_signature(content) or _text(content)


def decoded(content: bytes) -> str | None:
    """Plain text in the encodings of Chinese computers; None where it is not text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _by_signature(content: bytes) -> FileKind | None:
    for mark, kind in _MARKS:
        if content.startswith(mark):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return FileKind.WEBP
    for mark, at, tell in ((b"PK\x03\x04", 0, _archive), (_OLD_OFFICE, 0, _old_office), (b"ftyp", 4, _brand)):
        if content[at : at + len(mark)] == mark:
            return tell(content)
    return FileKind.MP3 if _is_mp3(content) else None


def _old_office(content: bytes) -> FileKind:
    """DOC and XLS; a DOCX with a password is such a container too."""
    is_encrypted = "Encrypted".encode("utf-16-le") in content
    raise Refused(Refusal.ENCRYPTED if is_encrypted else Refusal.UNKNOWN)


def _archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(Refusal.BROKEN) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(Refusal.ENCRYPTED)
    names = {entry.filename for entry in entries}
    for inner, kind in (
        ("word/document.xml", FileKind.DOCX),
        ("xl/workbook.xml", FileKind.XLSX),
        ("OFD.xml", FileKind.OFD),
    ):
        if inner in names:
            return kind
    raise Refused(Refusal.UNKNOWN)


def _brand(content: bytes) -> FileKind:
    size = min(int.from_bytes(content[:4]), 256)
    brands = [content[8:12], *(content[at : at + 4] for at in range(16, size, 4))]
    for known, kind in ((_M4A_BRANDS, FileKind.M4A), (_HEIC_BRANDS, FileKind.HEIC), (_MP4_BRANDS, FileKind.MP4)):
        if brands[0] in known:
            return kind
    raise Refused(Refusal.UNKNOWN)


def _is_mp3(content: bytes) -> bool:
    """A tag and then frames, or two frames one after the other: a single mark of two bytes stands in any file."""
    at = 0
    if content.startswith(b"ID3") and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        at = 10 + size
        # Some writers pad behind the tag.
        while content[at : at + 1] == b"\0" and at < len(content):
            at += 1
    length = _frame(content[at : at + 4])
    return length > 0 and (_frame(content[at + length : at + length + 4]) > 0)


def _frame(header: bytes) -> int:
    """The length of an MPEG-1 or MPEG-2 layer III frame; 0 for anything else."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, frequency = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or not 0 < rate < 15 or frequency == 3:
        return 0
    halved = 0 if version == 3 else 1 if version == 2 else 2
    kilobits = _MPEG_RATES[rate] if not halved else _SLOW_RATES[rate]
    return (144000 >> bool(halved)) * kilobits // (_MPEG_FREQUENCIES[frequency] >> halved) + (header[2] >> 1 & 1)


def _text(content: bytes) -> FileKind:
    text = decoded(content)
    if text is None:
        raise Refused(Refusal.UNKNOWN)
    if _ACTIVE.match(text) or _MARKUP.search(text[:65536]):
        raise Refused(Refusal.ACTIVE)
    return FileKind.TEXT
