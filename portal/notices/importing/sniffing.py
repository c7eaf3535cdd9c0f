"""What a file is, by its content first: names lie."""

import re
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notices.importing.archives import entry_names
from portal.notices.importing.encodings import detect_encoding
from portal.notices.importing.headings import is_heading_row
from portal.notices.importing.rows import Note, UnusableFile


class Format(StrEnum):
    """The formats; the values are those of ``--format``."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    DOCX = "docx"
    TEXT = "text"


BY_SUFFIX = {
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".json": Format.JSONL,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".xlsm": Format.XLSX,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".shtml": Format.HTML,
    ".docx": Format.DOCX,
    ".txt": Format.TEXT,
}
DELIMITERS = ",;\t"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_BINARY = {
    b"\xd0\xcf\x11\xe0": gettext_lazy("An old or encrypted Office file; save it as DOCX or XLSX without a password."),
    b"%PDF": gettext_lazy("A PDF file; only its source can be imported."),
    b"\x89PNG": gettext_lazy("A picture."),
    b"\xff\xd8\xff": gettext_lazy("A picture."),
    b"\x1f\x8b": gettext_lazy("A packed file; unpack it first."),
    b"Rar!": gettext_lazy("A packed file; unpack it first."),
    b"7z\xbc\xaf": gettext_lazy("A packed file; unpack it first."),
}


def sniff(path: Path, note: Note) -> Format:
    """The format of a file; a note says so when its name promises another one. Raises `UnusableFile`."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnusableFile(_("The file is empty."))
    for magic, reason in _BINARY.items():
        if head.startswith(magic):
            raise UnusableFile(str(reason))
    promised = BY_SUFFIX.get(path.suffix.lower())
    actual = _office(path) if head.startswith(b"PK") else _text(head, detect_encoding(path), promised)
    if promised not in {None, actual}:
        note(_("The content is %(actual)s, whatever the name says.") % {"actual": actual.value})
    return actual


def _office(path: Path) -> Format:
    names = entry_names(path)
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.xml" in names:
        return Format.XLSX
    raise UnusableFile(_("A packed file that is neither DOCX nor XLSX."))


def _text(head: bytes, encoding: str, promised: Format | None) -> Format:
    text = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if _HTML.match(text):
        return Format.HTML
    if promised in {Format.XLSX, Format.DOCX}:
        raise UnusableFile(_("Not an Office file, whatever the name says."))
    if promised is Format.JSONL or promised is Format.HTML:
        return promised
    if re.match(r'\{\s*"', text):
        return Format.JSONL
    first = text.split("\n", 1)[0]
    if promised is Format.CSV or any(is_heading_row(_cells(first, mark)) for mark in DELIMITERS if mark in first):
        return Format.CSV
    return Format.TEXT


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip('" \r') for cell in line.split(delimiter)]
