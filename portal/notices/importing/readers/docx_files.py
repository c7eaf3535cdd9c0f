"""A DOCX file is one notice: its title, headings, paragraphs and tables. Footnotes and pictures are left out."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from portal.notices.importing.archives import BROKEN_ARCHIVE, check_archive
from portal.notices.importing.bodies import BodyBuilder
from portal.notices.importing.damage import Found, clean
from portal.notices.importing.labels import read_labels
from portal.notices.importing.rows import Note, Problem, Row, RowError, UnusableFile

#: What python-docx raises for parts that are not what the format promises.
BROKEN_DOCUMENT = (*BROKEN_ARCHIVE, OpcError, LxmlError, LookupError, TypeError, AttributeError, ArithmeticError)

_TITLE_STYLES = ("title", "标题文件", "文件标题")
_HEADING_STYLES = ("heading", "标题")

#: A paragraph with the name of its style, or the rows of a table.
Part = tuple[str, str] | list[list[str]]


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The one notice of the document."""
    check_archive(path)
    try:
        # Told by a stream, the library cannot go looking for anything beside the file.
        with path.open("rb") as file:
            document = docx.Document(file)
        body = document.element.body
        if body.xpath(".//w:footnoteReference | .//w:endnoteReference"):
            note(_("Footnotes were left out."))
        if body.xpath(".//w:drawing | .//w:pict"):
            note(_("Pictures were left out."))
        if body.xpath(".//w:ins | .//w:del | .//w:moveFrom"):
            raise RowError("body", _("The document holds tracked changes; accept or reject them first."))
        parts = list(_parts(body, {style.style_id: style.name or "" for style in document.styles}, found))
    except RowError as error:
        yield Problem(path.name, error.field, error.reason)
        return
    except BROKEN_DOCUMENT as error:
        raise UnusableFile(_("The file is damaged: the document cannot be read.")) from error
    try:
        yield Row(path.name, _values(parts))
    except RowError as error:
        yield Problem(path.name, error.field, error.reason)


def _parts(container: Any, styles: dict[str, str], found: Found) -> Iterator[Part]:
    for element in container.iterchildren():
        if element.tag == qn("w:p"):
            for line in clean(_text(element), found).split("\n"):
                yield styles.get(element.style or "", ""), line.strip(" \u3000\u00a0")
        elif element.tag == qn("w:tbl"):
            yield [
                [" ".join(clean(_text(cell), found).split()) for cell in row.iterchildren(qn("w:tc"))]
                for row in element.iterchildren(qn("w:tr"))
            ]
        elif element.tag == qn("w:sdt"):
            for content in element.iterchildren(qn("w:sdtContent")):
                yield from _parts(content, styles, found)


def _text(element: Any) -> str:
    pieces: list[str] = []
    for node in element.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:p")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:tab"):
            pieces.append(" ")
        elif pieces:
            pieces.append("\n")
    return "".join(pieces)


def _values(parts: list[Part]) -> dict[str, object]:
    paragraphs = [part for part in parts if isinstance(part, tuple) and part[1]]
    values, used = read_labels([text for _style, text in paragraphs])
    left_out = {id(paragraphs[number]) for number in used}
    if "title" not in values:
        title = _title([paragraph for paragraph in paragraphs if id(paragraph) not in left_out])
        if title is not None:
            values["title"] = title[1]
            left_out.add(id(title))
    builder = BodyBuilder()
    for part in parts:
        if isinstance(part, list):
            builder.table(part)
        elif id(part) not in left_out and part[1]:
            _add(builder, *part)
    values["body"] = builder.finish()
    return values


def _title(paragraphs: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The paragraph in the style of a title, else the first one."""
    titled = (paragraph for paragraph in paragraphs if paragraph[0].lower() in _TITLE_STYLES)
    return next(titled, paragraphs[0] if paragraphs else None)


def _add(builder: BodyBuilder, style: str, text: str) -> None:
    if style.lower().startswith(_HEADING_STYLES):
        builder.heading(text)
    else:
        builder.paragraph(escape(text, quote=False))
