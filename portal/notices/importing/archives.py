"""Looks into DOCX and XLSX files before a library opens them: bombs, entities and broken archives end here."""

import re
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from portal.notices.importing.rows import UnusableFile

MAX_ENTRIES = 5_000
#: Bytes, unpacked: all entries together, and one that is read as XML.
MAX_TOTAL, MAX_XML = 512 << 20, 128 << 20
#: Sheets of repeated text shrink to a fiftieth; bombs to a thousandth.
MAX_RATIO, RATIO_MATTERS_FROM = 200, 4 << 20
_CHUNK = 1 << 18
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

#: What zipfile raises for what is not, or no longer, an archive.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def entry_names(path: Path) -> frozenset[str]:
    """The names of what the archive holds. Raises `UnusableFile` when it is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except BROKEN_ARCHIVE as error:
        raise UnusableFile(_("The file is damaged: its archive cannot be read.")) from error


def check_archive(path: Path) -> None:
    """Raise `UnusableFile` unless every part is whole, of a sane size and free of entity declarations."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, entry)
    except BROKEN_ARCHIVE as error:
        raise UnusableFile(_("The file is damaged: its archive cannot be read.")) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    # The sizes are those the archive declares; zipfile gives out no more than that, so a lie gains nothing.
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_bomb = (
        len(entries) > MAX_ENTRIES
        or total > MAX_TOTAL
        or (total > RATIO_MATTERS_FROM and total / packed > MAX_RATIO)
        or any(
            entry.file_size > RATIO_MATTERS_FROM and entry.file_size / (entry.compress_size or 1) > MAX_RATIO
            for entry in entries
        )
    )
    if is_bomb:
        raise UnusableFile(_("The file unpacks to far more than it should and was not opened."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnusableFile(_("The file is encrypted; save it without a password."))


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.file_size > MAX_XML:
        raise UnusableFile(_("A part of the file is too large: %(name)s.") % {"name": entry.filename[:80]})
    with archive.open(entry) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            # UTF-16 would hide the word from a plain look.
            if _DECLARATION.search((tail + chunk).replace(b"\0", b"")):
                raise UnusableFile(_("The file declares XML entities, which no office program writes."))
            tail = chunk[-32:]
