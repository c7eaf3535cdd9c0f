"""Makes the blocks of a notice's body of HTML: only text, emphasis, links, lists, headings and tables come through."""

import re
from collections.abc import Iterable
from html import escape
from typing import cast

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _

from portal.notices.importing.bodies import BodyBuilder
from portal.notices.importing.damage import Found, clean
from portal.notices.importing.rows import Blocks, RowError

#: Characters of mark-up and text, and elements within elements, that are read.
MAX_HTML, MAX_DEPTH = 2_000_000, 150

_LOOKS_LIKE_HTML = re.compile(
    r"<(?:p|div|br|table|h[1-6]|ul|ol|li|span|strong|b|em|i|a|font|section|article|script|style|iframe|img|svg|html|"
    r"body|!doctype|!--)(?=[\s/>-])[^<>]*>",
    re.IGNORECASE,
)
#: Elements whose content is no text of the notice.
DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet", "svg",
    "math", "canvas", "audio", "video", "form", "button", "select", "option", "textarea", "input", "head", "title",
    "link", "meta", "base", "map", "area", "dialog",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "header", "hr", "html", "li", "main", "nav", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", *_HEADINGS, *_LISTS,
})  # fmt: skip
_EMPHASIS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_BREAK_BETWEEN_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]+", re.IGNORECASE)
MAX_SPAN = 50


def looks_like_html(text: str) -> bool:
    """Whether a value holds mark-up; 〈a〉 or 3 < 5 in a sentence is none."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def parse(html: str) -> BeautifulSoup:
    """The tree of a page or fragment. Raises `RowError` when it is too large or nested too deeply."""
    if len(html) > MAX_HTML:
        raise RowError("body", _("The HTML is longer than %(limit)d characters.") % {"limit": MAX_HTML})
    soup = BeautifulSoup(html.replace("\0", ""), "lxml")
    level: list[Tag] = [soup]
    for _depth in range(MAX_DEPTH):
        level = [child for element in level for child in element.children if isinstance(child, Tag)]
        if not level:
            return soup
    raise RowError("body", _("The HTML is nested too deeply."))


def html_body(html: str, found: Found) -> Blocks:
    """The blocks of an HTML fragment."""
    return tree_body(parse(html), found)


def tree_body(root: Tag, found: Found) -> Blocks:
    """The blocks of a part of a parsed page."""
    walk = _Walk(found)
    walk.container(root)
    return walk.builder.finish()


class _Walk:
    """One way through a tree, in the order of reading."""

    def __init__(self, found: Found) -> None:
        self.builder = BodyBuilder()
        self._found = found
        self._before = ""

    def container(self, element: Tag) -> None:
        """Whatever holds blocks: what stands loose between them becomes paragraphs."""
        loose: list[str] = []
        for child in element.children:
            if isinstance(child, Tag) and self._is_block(child):
                self._flush(loose)
                self._block(child)
            else:
                loose.append(self._inline(child))
        self._flush(loose)

    def _is_block(self, element: Tag) -> bool:
        return element.name in _BLOCKS or (element.name not in DROPPED and element.find(list(_BLOCKS)) is not None)

    def _block(self, element: Tag) -> None:
        if element.name in _HEADINGS and not element.find("table"):
            self.builder.heading(self._text(element))
        elif element.name == "table" and (rows := self._data_rows(element)):
            self.builder.table(rows)
        elif element.name in _LISTS:
            self.builder.listing(self._list(element))
        elif element.name not in {"br", "hr"}:
            self.container(element)

    def _flush(self, loose: list[str]) -> None:
        html = _SPACE.sub(" ", "".join(loose)).strip(" \u3000")
        self.builder.paragraph(html)
        loose.clear()
        self._before = ""

    def _inline(self, node: object) -> str:
        if isinstance(node, NavigableString):
            return self._string(node)
        if not isinstance(node, Tag) or node.name in DROPPED:
            return ""
        inner = "".join(self._inline(child) for child in node.children)
        if not inner.strip():
            return inner
        if mark := _EMPHASIS.get(node.name):
            return f"<{mark}>{inner}</{mark}>"
        address = str(node.get("href") or "").strip() if node.name == "a" else ""
        if _LINK.fullmatch(address):
            return f'<a href="{escape(address)}">{inner}</a>'
        return inner

    def _string(self, node: NavigableString) -> str:
        # Comments, CDATA, processing instructions and declarations are strings to the parser, but no text.
        if isinstance(node, PreformattedString):
            return ""
        text = clean(_BREAK_BETWEEN_HAN.sub("", str(node)), self._found, self._before)
        self._before = text[-1:] or self._before
        return escape(text, quote=False)

    def _list(self, element: Tag) -> str:
        items = [child for child in element.children if isinstance(child, Tag) and child.name not in DROPPED]
        inner = "".join(f"<li>{_SPACE.sub(' ', self._item(item)).strip()}</li>" for item in items)
        return f"<{element.name}>{inner}</{element.name}>" if inner else ""

    def _item(self, item: Tag) -> str:
        self._before = ""
        parts = [
            self._list(child) if isinstance(child, Tag) and child.name in _LISTS else self._inline(child)
            for child in item.children
        ]
        return "".join(parts)

    def _text(self, element: Tag) -> str:
        self._before = ""
        pieces = (self._plain(node) for node in element.descendants if isinstance(node, NavigableString))
        return " ".join("".join(pieces).split())

    def _plain(self, node: NavigableString) -> str:
        if any(parent.name in DROPPED for parent in node.parents) or isinstance(node, PreformattedString):
            return ""
        text = clean(_BREAK_BETWEEN_HAN.sub("", str(node)), self._found, self._before)
        self._before = text[-1:] or self._before
        return text

    def _data_rows(self, table: Tag) -> list[list[str]]:
        """The cells of a table of data; nothing for one that only lays out the page."""
        rows = list(table.find_all("tr"))
        cells = [[cell for cell in row.children if isinstance(cell, Tag) and cell.name in {"td", "th"}] for row in rows]
        if table.find("table") or len(rows) < 2 or max(map(len, cells)) < 2:
            return []
        return [self._cells(row) for row in cells]

    def _cells(self, cells: Iterable[Tag]) -> list[str]:
        found: list[str] = []
        for cell in cells:
            found.append(self._text(cell))
            span = cast(str, cell.get("colspan") or "1")
            found.extend([""] * (min(int(span), MAX_SPAN) - 1 if span.isascii() and span.isdigit() else 0))
        return found
