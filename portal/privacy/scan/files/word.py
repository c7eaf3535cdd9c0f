"""DOCX: body and tables, headers, notes, comments, text boxes, tracked changes, properties, links."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from portal.privacy.scan.files.archives import attribute, elements, forget, local
from portal.privacy.scan.files.parts import Part, Place, Unread, unread
from portal.privacy.scan.files.properties import links, properties

_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
#: Where data is stored beside what is shown.
_STORED = ("word/charts/", "word/diagrams/", "customXml/item")
_CHUNKS = (".htm", ".html", ".mht", ".mhtml", ".rtf", ".docx", ".txt")
#: Attributes with words that no page shows, by element: texts of pictures, names of form fields, what fields compute.
_WORDS = {
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "fldSimple": ("instr",),
    "alias": ("val",),
    "tblCaption": ("val",),
    "tblDescription": ("val",),
    "shape": ("alt", "title"),
}
_PLACES = {"header": Place.HEADER, "footer": Place.HEADER, "footnotes": Place.NOTE, "endnotes": Place.NOTE}


def parts(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Everything that stands in the file."""
    for name in archive.namelist():
        if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
            yield from _part(archive, name)
        elif name.startswith("word/glossary/") and name.endswith(".xml") and name.count("/") == 2:
            # Building blocks that no page shows.
            yield from (part._replace(place=Place.HIDDEN) for part in _part(archive, name))
        elif name.startswith(_STORED) and name.endswith(".xml"):
            yield _stored(archive, name)
        elif name.startswith("word/") and name.lower().endswith(_CHUNKS) and "/embeddings/" not in name:
            # What an altChunk brings along: another document, shown as part of this one.
            yield unread(Unread.EMBEDDED, name)
    yield from properties(archive)
    yield from links(archive)


def _stored(archive: zipfile.ZipFile, name: str) -> Part:
    """All text and all values of a part, whatever they mean."""
    texts: list[str] = []
    with archive.open(name) as file:
        for event, element in elements(file):
            if event == "end":
                texts += [
                    element.text or "",
                    *(map(str, element.attrib.values()) if name.startswith("customXml") else ()),
                ]
    return Part(Place.CACHE, "\n".join(text for text in texts if text.strip()), name)


def _part(archive: zipfile.ZipFile, name: str) -> Iterator[Part]:
    reading = _Reading()
    with archive.open(name) as file:
        for event, element in elements(file):
            reading.take(event, element)
    stem = name[5:-4].rstrip("0123456789")
    place = Place.COMMENT if stem.startswith("comments") else _PLACES.get(stem, Place.BODY)
    if reading.lines:
        yield Part(place, "\n".join(reading.lines))
    if reading.hidden:
        yield Part(Place.HIDDEN, "\n".join(reading.hidden))
    if reading.deleted:
        yield Part(Place.DELETED, "\n".join(reading.deleted))
    for author in sorted(reading.authors):
        yield Part(Place.AUTHOR, author, "author")


class _Reading:
    """Collects paragraphs; those of text boxes stand inside of others."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self.deleted: list[str] = []
        self.authors: set[str] = set()
        self._open: list[list[str]] = [[]]
        self._gone: list[str] = []
        self._unseen: list[str] = []
        self._fallbacks = 0
        self._is_unseen = False

    def take(self, event: str, element: etree._Element) -> None:
        """One start or end of an element."""
        name = local(element)
        if event == "start":
            self._start(name, element)
        else:
            self._end(name, element)

    def _start(self, name: str, element: etree._Element) -> None:
        if name == "Fallback":
            self._fallbacks += 1
        elif name == "p":
            self._open.append([])
        elif name == "r":
            self._is_unseen = False
        elif name == "vanish":
            self._is_unseen = attribute(element, "val") not in {"0", "false"}
        if author := attribute(element, "author"):
            self.authors.add(author)
        self.hidden += [text for key in _WORDS.get(name, ()) if (text := attribute(element, key).strip())]

    def _end(self, name: str, element: etree._Element) -> None:
        # Old programs' copy of what was read already, in the same file.
        if name == "Fallback":
            self._fallbacks -= 1
        elif self._fallbacks == 0:
            self._text(name, element)
        if name == "p":
            self._close()
            forget(element)

    def _text(self, name: str, element: etree._Element) -> None:
        if name in {"t", "instrText"}:
            (self._unseen if self._is_unseen else self._open[-1]).append(element.text or "")
        elif name == "delText":
            self._gone.append(element.text or "")
        elif name in _BREAKS and len(self._open) > 1:
            self._open[-1].append(_BREAKS[name])

    def _close(self) -> None:
        for pieces, lines in (
            (self._open.pop() if len(self._open) > 1 else [], self.lines),
            (self._unseen, self.hidden),
            (self._gone, self.deleted),
        ):
            if text := "".join(pieces).strip():
                lines.append(text)
        self._unseen, self._gone = [], []
