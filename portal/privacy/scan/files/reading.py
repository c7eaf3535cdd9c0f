"""Chooses the reader by what the file is, and holds every reader to its bounds."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from lxml import etree
from PIL import Image

from portal.privacy.scan.files import pdf, pictures, plain, sheets, word
from portal.privacy.scan.files.archives import check_archive
from portal.privacy.scan.files.parts import CannotRead, Part, Place, Unread, unread

#: Bytes of a file; characters of all its parts; seconds; files within files.
MAX_BYTES, MAX_TEXT, MAX_SECONDS, MAX_DEPTH = 64 << 20, 8_000_000, 20.0, 3
#: What the libraries raise for files that are not what they say. None of it may stop an editor with an error 500.
_BROKEN = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    SyntaxError,
    MemoryError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    etree.LxmlError,
    Image.DecompressionBombError,
)
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".tif", ".tiff"})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def text_of(file: BinaryIO, name: str) -> list[Part]:
    """All text of a file, by its place; what could not be read is a part that says why. Never raises for content."""
    try:
        file.seek(0)
        content = file.read(MAX_BYTES + 1)
    except OSError:
        return [unread(Unread.BROKEN)]
    # An empty file holds nothing, whatever it is called.
    return list(_bounded(_parts(content, name, 0))) if content else []


def _parts(content: bytes, name: str, depth: int) -> Iterator[Part]:
    try:
        if len(content) > MAX_BYTES:
            raise CannotRead(Unread.TOO_LARGE)
        yield from _reader(content, name)(content, name, depth)
    except CannotRead as error:
        yield unread(error.reason)
    except _BROKEN:
        yield unread(Unread.BROKEN)


def _bounded(parts: Iterator[Part]) -> Iterator[Part]:
    """The parts as long as time and room last, then a word that they did not."""
    began, room = time.monotonic(), MAX_TEXT
    for part in parts:
        text = part.text[:room]
        room -= len(text)
        yield part._replace(text=text)
        if room <= 0:
            yield unread(Unread.TOO_LARGE, part.where)
            return
        if time.monotonic() - began > MAX_SECONDS:
            yield unread(Unread.TOO_SLOW, part.where)
            return


def _reader(content: bytes, name: str) -> Callable[[bytes, str, int], Iterator[Part]]:
    """By content first: a name may lie."""
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"PK"):
        return _office
    if b"%PDF-" in content[:1024]:
        return lambda content, name, depth: pdf.parts(content)
    if content.startswith(_OLD_OFFICE):
        # A DOCX with a password is such a container too; so are DOC and XLS.
        raise CannotRead(Unread.ENCRYPTED if suffix in {".docx", ".xlsx"} else Unread.UNKNOWN)
    if suffix in _PICTURES:
        return lambda content, name, depth: pictures.parts(content)
    if suffix in {".docx", ".xlsx", ".pdf"}:
        raise CannotRead(Unread.BROKEN)
    if suffix in {".txt", ".csv", ".tsv", ".md", ".json", ".xml", ".html", ".htm"}:
        return lambda content, name, depth: plain.parts(content)
    raise CannotRead(Unread.UNKNOWN)


def _office(content: bytes, name: str, depth: int) -> Iterator[Part]:
    """DOCX or XLSX, and the files and pictures inside of it."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        check_archive(archive)
        names = archive.namelist()
        if "word/document.xml" in names:
            yield from word.parts(archive)
        elif "xl/workbook.xml" in names:
            yield from sheets.parts(archive)
        else:
            raise CannotRead(Unread.UNKNOWN)
        for inner in names:
            yield from _inner(archive, inner, depth)


def _inner(archive: zipfile.ZipFile, name: str, depth: int) -> Iterator[Part]:
    folder = PurePath(name).parent.name
    if folder == "embeddings":
        if depth >= MAX_DEPTH or name.endswith(".bin"):
            yield unread(Unread.EMBEDDED, PurePath(name).name)
            return
        for part in _parts(archive.read(name), name, depth + 1):
            yield part._replace(place=Place.HIDDEN if part.place is Place.BODY else part.place, where=name)
    elif folder == "media" and PurePath(name).suffix.lower() in _PICTURES:
        yield from (part for part in _parts(archive.read(name), name, depth + 1) if part.unread is None)
