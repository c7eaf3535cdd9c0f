"""The layout holds whatever the content is: very long, none, very much, from right to left, or broken.

Fonts differ from machine to machine, so no picture is kept to compare with. Instead each hostile page is compared with
the ordinary one of the same run: the head of the page must look the same to the pixel, the columns must stand where
they stood, nothing may stick out, and no two texts may lie upon each other.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from portal.content.models import PortalImage
from portal.notices import listing
from search import service
from search.queries import SearchQuery
from search.results import SearchResults
from tests.browser.content import City
from tests.browser.hostile import ARABIC, HAN_200, HEBREW, LATIN_200
from tests.browser.test_modes import dress
from tests.browser.test_pages import HAS_SIDEWAYS, SCREENSHOTS, OpenPage
from tests.factories import CaseNoticePageFactory, ImageFactory, UnitFactory, site_tree
from tests.factories.notices import paragraph

pytestmark = pytest.mark.browser
#: Wagtail leaves its temporary file to the garbage collector when the picture in it cannot be read.
leaves_a_file = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

WIDTHS = (320, 1280)
MANY = 100_000

#: Texts that lie upon each other: the boxes of their lines share more than a sliver. Hidden ones do not count.
OVERLAPS = """() => {
  const HIDDEN = '.visually-hidden, .skip-link, [hidden], option, script, noscript, rt', lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(HIDDEN)) continue;
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) lines.push([box, node]);
  }
  const found = [];
  for (let i = 0; i < lines.length; i++) for (let j = i + 1; j < lines.length; j++) {
    const [a, first] = lines[i], [b, second] = lines[j];
    if (first === second) continue;
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (width > 3 && height > 0.4 * Math.min(a.height, b.height))
      found.push(first.data.trim().slice(0, 30) + ' / ' + second.data.trim().slice(0, 30));
  }
  return found;
}"""
#: Where the parts of the frame begin and end from left to right.
COLUMNS = """() => Object.fromEntries(['.masthead', '.nav', 'main', 'main > .columns', '.footer', '.sheet', '.aside']
  .map(part => [part, document.querySelector(part)?.getBoundingClientRect()])
  .filter(([, box]) => box).map(([part, box]) => [part, [Math.round(box.left), Math.round(box.right)]]))"""


def faults(page: Page, name: str) -> list[str]:
    """What is wrong with the layout at any width; a screenshot of each stays in build/."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(SCREENSHOTS / f"layout-{name}-{width}.png"), full_page=True)
        if page.evaluate(HAS_SIDEWAYS):
            found.append(f"{width}: sticks out")
        found += [f"{width}: {pair}" for pair in page.evaluate(OVERLAPS)]
    return found


def head(page: Page) -> bytes:
    """The picture of everything above the content."""
    return page.locator(".masthead").screenshot(animations="disabled")


@pytest.fixture
def notice_with(live_server: Any) -> Callable[..., str]:
    """The address of a notice with these fields."""

    def made(**fields: Any) -> str:
        with translation.override("zh-hans"):
            address: str = CaseNoticePageFactory(**fields).url
            call_command("rebuild_index", verbosity=0)
            return address

    return made


@pytest.mark.parametrize("title", [HAN_200, LATIN_200, ARABIC, HEBREW], ids=["han", "latin", "arabic", "hebrew"])
def test_any_title_leaves_the_page_as_it_is(
    title: str, notice_with: Callable[..., str], open_page: OpenPage, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    plain = notice_with(title="关于公车私用的通报", body=[paragraph("<p>严禁公车私用。</p>")])
    hostile = notice_with(title=title, summary=title, body=[paragraph(f"<p>{title}</p><p>甲</p>")], keywords=title)
    ordinary, page = open_page(plain), open_page(hostile)
    for width in WIDTHS:
        for each in (ordinary, page):
            each.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(COLUMNS) == ordinary.evaluate(COLUMNS)
        assert head(page) == head(ordinary)
    assert faults(page, f"notice-{name}") == []
    for place, address in {"list": "/notices/", "home": "/", "found": f"/search/?q={title[:8]}"}.items():
        assert faults(open_page(address), f"{place}-{name}") == []


@pytest.mark.parametrize("text", [ARABIC, HEBREW], ids=["arabic", "hebrew"])
def test_text_from_right_to_left_begins_at_the_right(
    text: str, notice_with: Callable[..., str], open_page: OpenPage
) -> None:
    """What is Chinese beside it stays where it is."""
    page = open_page(notice_with(title=text, body=[paragraph(f"<p>{text}</p><p>严禁公车私用。</p>")]))
    sides = page.evaluate(
        """() => [...document.querySelectorAll('.prose p')].map(part => {
          const range = document.createRange(); range.selectNodeContents(part);
          const line = range.getBoundingClientRect(), box = part.getBoundingClientRect();
          return line.left - box.left > box.right - line.right ? 'right' : 'left'; })"""
    )
    assert sides == ["right", "left"]


@pytest.mark.parametrize("address", ["/", "/notices/", "/warnings/", "/search/", "/units/", "/search/?q=公车私用"])
def test_nothing_at_all_has_a_layout_too(address: str, live_server: Any, open_page: OpenPage) -> None:
    with translation.override("zh-hans"):
        site_tree()
        call_command("rebuild_index", verbosity=0)
    for prefix in ("", "/en"):
        page = open_page(prefix + address)
        assert faults(page, f"empty{prefix}{address}".replace("/", "-").partition("?")[0]) == []


@pytest.mark.parametrize("number", [1, 2500, 5000])
def test_a_hundred_thousand_items_fit(
    number: int, city: City, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the numbers are so large: what lays them out does not know how they came about."""
    real = service.search

    def large(query: SearchQuery) -> SearchResults:
        found = real(replace(query, page=1))
        facets = {
            name: tuple(replace(value, count=MANY - place) for place, value in enumerate(values))
            for name, values in found.facets.items()
        }
        return replace(found, query=query, total=MANY, facets=facets)

    monkeypatch.setattr(service, "search", large)
    assert listing.service.search is large
    for address in ("/notices/", "/search/"):
        for prefix in ("", "/en"):
            page = open_page(f"{prefix}{address}?q=公车私用&page={number}")
            assert f"{MANY:,}".replace(",", "") in page.locator("#results").inner_text().replace(",", "")
            name = f"many{prefix}{address}{number}".replace("/", "-")
            page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
            assert faults(page, name) == []


@leaves_a_file
@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_picture_that_is_not_there_leaves_its_words(
    damage: str, notice_with: Callable[..., str], open_page: OpenPage
) -> None:
    image: PortalImage = ImageFactory()
    value = {"image": {"image": image.pk, "alt_text": LATIN_200, "decorative": False}, "caption": HAN_200}
    address = notice_with(body=[paragraph("<p>甲</p>"), {"type": "figure", "value": value}])
    image.renditions.all().delete()
    Path(image.file.path).write_bytes(b"") if damage == "broken" else Path(image.file.path).unlink()
    page = open_page(address)
    assert LATIN_200 in page.locator("figure.picture").inner_text()
    assert faults(page, f"picture-{damage}") == []
    gc.collect()


@pytest.mark.parametrize("address", ["/fr/", "/zh-hant/notices/", "/xx/search/"])
def test_an_unknown_language_has_a_page_of_ours(address: str, city: City, open_page: OpenPage) -> None:
    page = open_page(address)
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator(".nav__link").count() > 3
    assert faults(page, "unknown-language") == []


def test_a_browser_in_another_language_gets_the_page_at_its_address(city: City, open_page: OpenPage) -> None:
    for address, language in (("/", "zh-Hans"), ("/en/", "en")):
        page = open_page(address, extra_http_headers={"Accept-Language": "fr-FR, ar;q=0.9"})
        assert page.locator("html").get_attribute("lang") == language
        assert faults(page, "foreign-browser") == []


#: What each line of an element begins with.
LINE_STARTS = """(element) => {
  const starts = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let top = -Infinity;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let place = 0; place < node.length; place++) {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const box = range.getBoundingClientRect();
      if (box.top > top + 5) starts.push(node.data.slice(place));
      top = Math.max(top, box.top);
    }
  }
  return starts;
}"""


@pytest.mark.parametrize("look", [{}, {"text": "larger"}], ids=["usual", "larger"])
def test_the_name_of_two_offices_ends_its_lines_between_them_or_within_but_never_before_a_comma(
    city: City, open_page: OpenPage, live_server: LiveServer, look: dict[str, str]
) -> None:
    offices = ["中共临江市纪律检查委员会、", "临江市监察委员会"]
    notice = CaseNoticePageFactory(issuing_unit=UnitFactory(name="".join(offices)), title="两个机关的通报")
    page = open_page("/robots.txt")
    dress(page, live_server, look)
    page.goto(notice.url)
    for width in (*range(320, 480, 10), 600, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        starts = page.locator(".notice__issuer").evaluate(LINE_STARTS)
        assert [start[0] for start in starts if start[0] in "、，。）"] == [], width
        if len(starts) == 2:
            assert starts == offices, width
