"""Makes the blocks of a notice's body of plain text."""

import re
from html import escape, unescape

import nh3
from django.utils.translation import gettext as _

from portal.notices.importing.damage import Found, clean
from portal.notices.importing.rows import Blocks, RowError

#: Characters of text in one body.
MAX_BODY = 200_000
MAX_HEADING = 120
MAX_TABLE_ROWS, MAX_TABLE_COLUMNS = 2_000, 60

_HEADING = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|第[一二三四五六七八九十百]{1,4}(?:章|部分|节)[\s　、：]?).{1,60}"
)
_SENTENCE_ENDS = tuple("。；，：！？;,:!?")
_TAGS = {"p", "b", "i", "a", "ul", "ol", "li", "br"}
_ANY_TAG = re.compile(r"<[^>]*>")


def is_heading(line: str) -> bool:
    """Whether a line is a heading of the first level, such as 一、工作情况."""
    return _HEADING.fullmatch(line) is not None and not line.endswith(_SENTENCE_ENDS)


def plain_text(html: str) -> str:
    """The text of one of our own paragraphs."""
    return unescape(_ANY_TAG.sub("", html)).strip()


class BodyBuilder:
    """Collects headings, paragraphs and tables; neighbouring paragraphs become one text block."""

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._paragraphs: list[str] = []
        self._length = 0

    def heading(self, text: str) -> None:
        """A heading; too long for one, it becomes a paragraph."""
        if len(text) > MAX_HEADING:
            self.paragraph(escape(text, quote=False))
        elif text:
            self._count(text)
            self._close()
            self._blocks.append({"type": "heading", "value": text})

    def paragraph(self, html: str) -> None:
        """The inside of a paragraph; a line that is a heading by its words becomes one."""
        text = plain_text(html)
        if not text:
            return
        if is_heading(text):
            self.heading(text)
            return
        self._append(f"<p>{html}</p>", text)

    def listing(self, html: str) -> None:
        """A whole list, its own tags included."""
        if text := plain_text(html):
            self._append(html, text)

    def table(self, rows: list[list[str]]) -> None:
        """A table; its first row holds the headings."""
        width = max(map(len, rows), default=0)
        if len(rows) > MAX_TABLE_ROWS or width > MAX_TABLE_COLUMNS:
            raise RowError("body", _("A table is too large."))
        if not any(cell for row in rows for cell in row):
            return
        self._count("".join(cell for row in rows for cell in row))
        self._close()
        value = {
            "data": [row + [""] * (width - len(row)) for row in rows],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": "",
        }
        self._blocks.append({"type": "table", "value": value})

    def finish(self) -> Blocks:
        """All blocks, in order."""
        self._close()
        return self._blocks

    def _append(self, html: str, text: str) -> None:
        self._count(text)
        self._paragraphs.append(html)

    def _count(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_BODY:
            raise RowError("body", _("The body is longer than %(limit)d characters.") % {"limit": MAX_BODY})

    def _close(self) -> None:
        if self._paragraphs:
            # What we wrote ourselves passes the sanitiser as well: no fault of ours may let a script through.
            html = nh3.clean(
                "".join(self._paragraphs),
                tags=_TAGS,
                attributes={"a": {"href"}},
                url_schemes={"http", "https", "mailto"},
                link_rel=None,
            )
            self._blocks.append({"type": "paragraph", "value": html})
            self._paragraphs = []


def text_body(text: str, found: Found) -> Blocks:
    """The blocks of plain text: every line is a paragraph, and lines such as 一、 are headings."""
    builder = BodyBuilder()
    for line in clean(text.replace("\r\n", "\n").replace("\r", "\n"), found).split("\n"):
        builder.paragraph(escape(line.replace("\t", " ").strip(" \u3000\u00a0"), quote=False))
    return builder.finish()
