"""The plain text of a file, whatever its format: pages without their furniture, DOCX, PDF with a text layer, text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from portal.notices.importing.archives import check_archive
from portal.notices.importing.encodings import read_text
from portal.notices.importing.markup import DROPPED, looks_like_html, parse
from portal.notices.importing.readers.docx_files import BROKEN_DOCUMENT
from portal.notices.importing.readers.html_files import drop_furniture, page_title, text_area
from portal.notices.importing.rows import RowError, UnusableFile
from portal.notices.importing.sniffing import Format, sniff

#: Without one of these the line ends of a text are its own, whatever stands between pointed brackets.
_STRUCTURE = re.compile(
    r"<(?:!doctype|html|body|div|p|br|table|t[rdh]|li|[uo]l|d[lt]|h[1-6]|section|article|center|pre)\b", re.I
)
#: Characters of one text, and pages of one PDF.
MAX_TEXT, MAX_PAGES = 5_000_000, 500
_LINES = frozenset({
    "address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
})  # fmt: skip


def read_source(path: Path) -> str:
    """The text of a file. Raises `UnusableFile` with a reason for people."""
    try:
        with path.open("rb") as file:
            head = file.read(5)
        if head == b"%PDF-":
            return _pdf(path)
        actual = sniff(path, lambda _note: None)
        if actual is Format.DOCX:
            return _docx(path)
        if actual is Format.XLSX:
            raise UnusableFile(_("A table; the reader takes texts, import_notices takes tables."))
        text = read_text(path, MAX_TEXT)
    except OSError as error:
        raise UnusableFile(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error}) from error
    if text is None:
        raise UnusableFile(_("The text is longer than %(limit)d characters.") % {"limit": MAX_TEXT})
    return source_text(text)


def source_text(text: str) -> str:
    """What was pasted or uploaded as text: a page gives its text, plain text stays as it is."""
    text = _unscrambled(text)
    if not looks_like_html(text[:20_000]) or _STRUCTURE.search(text[:20_000]) is None:
        return text
    try:
        soup = parse(text)
    except RowError as error:
        raise UnusableFile(error.reason) from error
    title = page_title(soup)
    drop_furniture(soup)
    body = _tree_text(text_area(soup))
    return body if not title or title in body[: len(title) + 200] else f"{title}\n{body}"


def _unscrambled(text: str) -> str:
    """A text whose bytes were once read as Latin letters (ä¸­å¤®), read anew; any other as it is."""
    sample = text[:4_000]
    if sum("\x80" <= character <= "\u02ff" for character in sample) * 2 < len(sample):
        return text
    for was in ("latin-1", "cp1252"):
        for right in ("utf-8", "gb18030"):
            try:
                return text.encode(was).decode(right)
            except UnicodeError:
                # Not so: the next pair is tried, and a text that none fits stays as it is.
                continue
    return text


def _tree_text(root: Tag | BeautifulSoup) -> str:
    pieces: list[str] = []
    _walk(root, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(element: Tag, pieces: list[str]) -> None:
    """The strings of a tree with line ends around blocks; `parse` has bounded the depth."""
    for child in element.children:
        if isinstance(child, Tag):
            if child.name in DROPPED:
                continue
            edge = "\n" if child.name in _LINES else ""
            pieces.append(edge)
            _walk(child, pieces)
            pieces.append(edge)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            pieces.append(" ".join(str(child).splitlines()))


def _docx(path: Path) -> str:
    check_archive(path)
    try:
        with path.open("rb") as file:
            document = docx.Document(file)
        return "\n".join(_docx_paragraph(paragraph) for paragraph in document.element.body.iter(qn("w:p")))
    except BROKEN_DOCUMENT as error:
        raise UnusableFile(_("The file is damaged: the document cannot be read.")) from error


def _docx_paragraph(paragraph: Any) -> str:
    pieces = []
    for node in paragraph.iter(qn("w:t"), qn("w:br")):
        pieces.append(node.text or "" if node.tag == qn("w:t") else "\n")
    return "".join(pieces)


def _pdf(path: Path) -> str:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise UnusableFile(_("The PDF file is encrypted."))
        if len(reader.pages) > MAX_PAGES:
            raise UnusableFile(_("The PDF file has more than %(limit)d pages.") % {"limit": MAX_PAGES})
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnusableFile(_("The file is damaged: the PDF cannot be read.")) from error
    if not text.strip():
        raise UnusableFile(_("The PDF file holds pictures of pages and no text."))
    return text[:MAX_TEXT]
