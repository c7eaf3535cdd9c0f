"""Looks at DOCX and XLSX from outside before anything of them is unpacked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from portal.privacy.scan.files.parts import CannotRead, Unread

MAX_ENTRIES = 5_000
#: Bytes, unpacked: all together, and one part.
MAX_TOTAL, MAX_PART = 256 << 20, 96 << 20
#: Sheets of repeated text shrink to a fiftieth, bombs to a thousandth.
MAX_RATIO, RATIO_MATTERS_FROM = 200, 4 << 20

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise `CannotRead` for bombs and for encrypted parts; sizes are those that zipfile holds the parts to."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead(Unread.ENCRYPTED)
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_bomb = (
        len(entries) > MAX_ENTRIES
        or total > MAX_TOTAL
        or (total > RATIO_MATTERS_FROM and total / packed > MAX_RATIO)
        or any(entry.file_size > MAX_PART for entry in entries)
    )
    if is_bomb:
        raise CannotRead(Unread.TOO_LARGE)


def elements(file: IO[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """The starts and ends of all elements, one part after the other; nothing outside of the file is ever loaded."""
    for event, element in etree.iterparse(
        _WithoutEntities(file),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    ):
        if isinstance(element.tag, str):
            yield event, element


def local(element: etree._Element) -> str:
    """The name without its namespace: strict and transitional office files have different ones."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def forget(element: etree._Element) -> None:
    """Give back the memory of an element that has been read."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


class _WithoutEntities:
    """A part that declares no entities, as no office program does."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        seen = (self._tail + chunk).replace(b"\0", b"")
        if _DOCTYPE.search(seen):
            raise CannotRead(Unread.BROKEN)
        self._tail = seen[-16:]
        return chunk
