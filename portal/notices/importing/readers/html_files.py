"""A saved web page is one notice; its title, date and source stand in the meta names of government sites."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from portal.notices.importing.bodies import plain_text
from portal.notices.importing.damage import Found
from portal.notices.importing.encodings import read_text, undecodable
from portal.notices.importing.labels import read_labels
from portal.notices.importing.markup import DROPPED, MAX_HTML, parse, tree_body
from portal.notices.importing.rows import Blocks, Note, Problem, Row, RowError

_META = {
    "articletitle": "title",
    "pubdate": "date",
    "contentsource": "unit",
    "keywords": "keywords",
    "description": "summary",
}
#: Where the editors of common content systems put the text, best first.
_TEXT_AREAS = (
    "#UCAP-CONTENT", "#zoom", ".TRS_Editor", ".article-content", ".article_content", ".pages_content", "#article",
    "[itemprop=articleBody]", "article", "main", "#content", ".content",
)  # fmt: skip
_FURNITURE = ("nav", "header", "footer", "aside", "[role=navigation]", "[role=banner]", "[role=contentinfo]")
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|crumbs?|share|shares|sidebar|menu|navbar|nav|footer|copyright|related|pagination|print|toolbar)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SITE_NAME = re.compile(r"\s*(?:_{1,2}|\||——|\s[-–]\s).*\Z", re.DOTALL)


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The one notice of the page."""
    try:
        yield Row(path.name, _values(path, found))
    except RowError as error:
        yield Problem(path.name, error.field, error.reason)


def _values(path: Path, found: Found) -> dict[str, object]:
    text = read_text(path, limit=MAX_HTML)
    if text is None:
        raise RowError("body", _("The HTML is longer than %(limit)d characters.") % {"limit": MAX_HTML})
    if (position := undecodable(text)) is not None:
        raise RowError("", _("There are unreadable bytes at character %(at)d.") % {"at": position + 1})
    soup = parse(text)
    values = _from_meta(soup)
    title = page_title(soup)
    if title:
        values.setdefault("title", title)
    drop_furniture(soup)
    body = tree_body(text_area(soup), found)
    labelled, used = read_labels(_lines(body))
    values = {**labelled, **values}
    values["body"] = _without_lines(body, used, str(values.get("title", "")))
    return values


def _from_meta(soup: BeautifulSoup) -> dict[str, object]:
    values: dict[str, object] = {}
    for meta in soup.find_all("meta"):
        key = _META.get(str(meta.get("name") or "").lower())
        content = str(meta.get("content") or "").strip()
        if key and content:
            values.setdefault(key, content[:1000] if key == "summary" else content)
    if isinstance(values.get("keywords"), str):
        values["keywords"] = re.sub(r"[,，\s]+", ";", str(values["keywords"]))
    link = soup.find("link", rel="canonical")
    if isinstance(link, Tag) and str(link.get("href") or "").startswith(("http://", "https://")):
        values["url"] = str(link["href"])
    return values


def page_title(soup: BeautifulSoup) -> str:
    """The page's first main heading, or the title of the window without the site's name."""
    heading = soup.find("h1")
    if isinstance(heading, Tag) and (text := " ".join(heading.get_text().split())):
        return text
    window = soup.find("title")
    text = " ".join(window.get_text().split()) if isinstance(window, Tag) else ""
    return _SITE_NAME.sub("", text) or text


def drop_furniture(soup: BeautifulSoup) -> None:
    """Take out menus, headers, footers and whatever else frames the text of a page."""
    body = soup.body or soup
    unwanted = [*body.select(",".join(_FURNITURE)), *body.find_all(list(DROPPED))]
    for element in body.find_all(True):
        names = " ".join([*(element.get_attribute_list("class") or []), str(element.get("id") or "")])
        if _FURNITURE_NAMES.search(names) and element.name not in {"html", "body", "article", "main"}:
            unwanted.append(element)
    for element in unwanted:
        element.extract()


def text_area(soup: BeautifulSoup) -> Tag:
    """The element that holds the text of the page."""
    for selector in _TEXT_AREAS:
        area = soup.select_one(selector)
        if area is not None and len(area.get_text(strip=True)) >= 20:
            return area
    return soup.body or soup


def _lines(blocks: Blocks) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "paragraph":
            lines.extend(map(plain_text, _paragraphs(block["value"])))
        elif block["type"] == "heading":
            lines.append(block["value"])
    return lines


def _paragraphs(html: str) -> list[str]:
    return [part for part in re.split(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)", html) if part]


def _without_lines(blocks: Blocks, used: set[int], title: str) -> Blocks:
    """The body without the lines that only repeat its title or say its number, date and unit."""
    kept = Blocks()
    number = 0
    for block in blocks:
        if block["type"] == "paragraph":
            parts = _paragraphs(block["value"])
            html = "".join(part for at, part in enumerate(parts, start=number) if at not in used)
            number += len(parts)
            if html:
                kept.append({"type": "paragraph", "value": html})
        elif block["type"] == "heading":
            number += 1
            if block["value"] != title or kept:
                kept.append(block)
        else:
            kept.append(block)
    return kept
