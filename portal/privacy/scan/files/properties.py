"""The properties of DOCX and XLSX: who wrote it, who saved it last, and what else was filled in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from portal.privacy.scan.files.archives import attribute, elements, local
from portal.privacy.scan.files.parts import Part, Place

_PERSONS = frozenset({"creator", "lastModifiedBy", "Manager"})


def properties(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Each property as a part; ``where`` is its name in the file."""
    for name in archive.namelist():
        if name.startswith("docProps/") and name.endswith(".xml"):
            with archive.open(name) as file:
                for event, element in elements(file):
                    text = (element.text or "").strip()
                    if event == "end" and text:
                        key = local(element)
                        yield Part(Place.AUTHOR if key in _PERSONS else Place.PROPERTIES, text, key)


def links(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Where links lead that go out of the file: mail addresses above all."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            with archive.open(name) as file:
                for event, element in elements(file):
                    if event == "start" and attribute(element, "TargetMode") == "External":
                        yield Part(Place.LINK, unquote(attribute(element, "Target")))
