"""XLSX: every sheet, row and column, hidden or not, comments, names, stored data of pivot tables, properties."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from portal.privacy.scan.files.archives import attribute, elements, forget, local
from portal.privacy.scan.files.parts import Part, Place
from portal.privacy.scan.files.properties import links, properties

_CACHES = ("xl/pivotCache/", "xl/externalLinks/", "xl/charts/", "xl/drawings/", "xl/tables/")
_COMMENTS = ("xl/comments", "xl/threadedComments/", "xl/persons/")
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "formula1"})
_TRUE = frozenset({"1", "true"})
_COLUMN = re.compile(r"[A-Z]{1,3}")


class _Sheet(NamedTuple):
    name: str
    is_hidden: bool
    path: str


def parts(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Everything that stands in the file."""
    shared = _shared_strings(archive)
    for sheet in _sheets(archive):
        yield from _cells(archive, sheet, shared)
    for name in archive.namelist():
        if name.startswith(_COMMENTS) and name.endswith(".xml"):
            yield from _remarks(archive, name)
        elif name.startswith(_CACHES) and name.endswith(".xml"):
            yield Part(Place.CACHE, "\n".join(_all_text(archive, name)), name)
    yield from _defined_names(archive)
    yield from properties(archive)
    yield from links(archive)


def _sheets(archive: zipfile.ZipFile) -> list[_Sheet]:
    targets: dict[str, str] = {}
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        for event, element in elements(file):
            if event == "start" and (number := attribute(element, "Id")):
                targets[number] = posixpath.normpath(posixpath.join("/xl", attribute(element, "Target"))).lstrip("/")
    with archive.open("xl/workbook.xml") as file:
        return [
            _Sheet(
                attribute(element, "name"),
                attribute(element, "state") in {"hidden", "veryHidden"},
                targets.get(_relation(element), ""),
            )
            for event, element in elements(file)
            if event == "start" and local(element) == "sheet"
        ]


def _relation(element: etree._Element) -> str:
    """The attribute ``r:id``; a sheet has an ``id`` of no namespace in no version."""
    return attribute(element, "id")


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    strings: list[str] = []
    pieces: list[str] = []
    with archive.open("xl/sharedStrings.xml") as file:
        for event, element in elements(file):
            name = local(element)
            if event == "end" and name == "t":
                pieces.append(element.text or "")
            elif event == "end" and name == "si":
                strings.append("".join(pieces))
                pieces = []
                forget(element)
    return strings


def _cells(archive: zipfile.ZipFile, sheet: _Sheet, shared: list[str]) -> Iterator[Part]:
    """Row by row; what is hidden apart from what is seen."""
    if sheet.path not in archive.namelist():
        return
    rows = _Rows(sheet, shared)
    with archive.open(sheet.path) as file:
        for event, element in elements(file):
            if event == "end":
                rows.end(local(element), element)
            elif local(element) == "col":
                rows.column(element)
    if rows.seen:
        yield Part(Place.BODY, "\n".join(rows.seen), sheet.name)
    if rows.hidden:
        yield Part(Place.HIDDEN, "\n".join(rows.hidden), sheet.name)


class _Rows:
    """Collects the cells of a sheet."""

    def __init__(self, sheet: _Sheet, shared: list[str]) -> None:
        self.seen: list[str] = []
        self.hidden: list[str] = []
        self._sheet = sheet
        self._shared = shared
        self._unseen_columns: list[range] = []
        self._row: list[tuple[str, bool]] = []

    def column(self, element: etree._Element) -> None:
        """Note the columns that are not shown."""
        if attribute(element, "hidden") in _TRUE:
            first, last = int(attribute(element, "min")), int(attribute(element, "max"))
            self._unseen_columns.append(range(first, last + 1))

    def end(self, name: str, element: etree._Element) -> None:
        """A cell, a row, or a line that is printed above or below all pages."""
        if name == "c":
            if text := _value(element, self._shared):
                self._row.append((text, _is_in(element, self._unseen_columns)))
        elif name == "row":
            self._close(is_hidden=self._sheet.is_hidden or attribute(element, "hidden") in _TRUE)
            forget(element)
        elif name in _PRINTED:
            self.seen.append(element.text or "")

    def _close(self, *, is_hidden: bool) -> None:
        for lines, wanted in ((self.seen, False), (self.hidden, True)):
            if line := " | ".join(text for text, unseen in self._row if (unseen or is_hidden) is wanted):
                lines.append(line)
        self._row = []


def _value(cell: etree._Element, shared: list[str]) -> str:
    kind = attribute(cell, "t")
    texts = ["".join(str(text) for text in piece.itertext()) for piece in cell if local(piece) in {"v", "is"}]
    text = "".join(texts).strip()
    if kind == "s":
        return shared[int(text)] if text.isdigit() and int(text) < len(shared) else ""
    return text if kind in {"str", "inlineStr", "b", "e"} else _number(text)


def _number(text: str) -> str:
    """A telephone number that was typed as a number may be stored as 1.39E10."""
    if "E" not in text and "e" not in text and not text.endswith(".0"):
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if value.is_integer() and abs(value) < 1e20 else text


def _is_in(cell: etree._Element, columns: list[range]) -> bool:
    match = _COLUMN.match(attribute(cell, "r")) if columns else None
    if match is None:
        return False
    number = 0
    for letter in match[0]:
        number = number * 26 + ord(letter) - 64
    return any(number in each for each in columns)


def _remarks(archive: zipfile.ZipFile, name: str) -> Iterator[Part]:
    lines: list[str] = []
    with archive.open(name) as file:
        for event, element in elements(file):
            if event == "start" and (author := attribute(element, "displayName")):
                yield Part(Place.AUTHOR, author, "author")
            elif event == "end" and local(element) == "author" and element.text:
                yield Part(Place.AUTHOR, element.text, "author")
            elif event == "end" and local(element) in {"t", "text"} and element.text:
                lines.append(element.text)
    if lines:
        yield Part(Place.COMMENT, "\n".join(lines))


def _all_text(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    with archive.open(name) as file:
        for event, element in elements(file):
            if event == "start" and (value := attribute(element, "v")):
                yield value
            elif event == "end" and element.text and element.text.strip():
                yield element.text.strip()


def _defined_names(archive: zipfile.ZipFile) -> Iterator[Part]:
    with archive.open("xl/workbook.xml") as file:
        for event, element in elements(file):
            if event == "end" and local(element) == "definedName":
                yield Part(Place.PROPERTIES, f"{attribute(element, 'name')} {element.text or ''}".strip(), "name")
