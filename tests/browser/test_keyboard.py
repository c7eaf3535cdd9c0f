"""A walk through pages with the Tab key alone: everything is reached in its order, is seen, and lets go again."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.content import City

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

#: More steps than any page of the test city has.
MOST = 250
#: What has the focus: where it stands, whether it can be seen, and whether something shows that it has it.
_HERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const places = { skip: ".skip-link", modes: ".modes", languages: ".languages", brand: ".brand", nav: ".nav",
    search: ".masthead [role=search], .hero [role=search], main > [role=search]", breadcrumb: ".breadcrumb",
    filters: ".filters", chips: ".chips", sorts: ".sorts", result: ".result, .card", pagination: ".pagination",
    document: ".document-box", text: ".prose, .table-scroll", footer: ".footer" };
  const place = Object.keys(places).find((name) => here.closest(places[name])) ?? "other";
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const top = document.elementFromPoint(Math.max(1, box.left + Math.min(box.width, 20) / 2), box.top + box.height / 2);
  return {
    place, inside, tag: `${here.tagName} ${here.className} ${here.textContent.trim().slice(0, 30)}`,
    large: box.width > 1 && box.height > 1,
    covered: inside && top !== null && !(here.contains(top) || top.contains(here)),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""

WALKS = {
    "/": ["skip", "modes", "languages", "brand", "nav", "search", "footer"],
    "/notices/": ["skip", "modes", "languages", "search", "nav", "filters", "result", "pagination", "footer"],
    "/search/?q=公车私用&kind=case": ["skip", "nav", "search", "filters", "chips", "result", "pagination", "footer"],
    "notice": ["skip", "search", "nav", "breadcrumb", "document", "text", "footer"],
    "bulletin": ["skip", "search", "nav", "breadcrumb", "document", "text", "footer"],
    "/en/preferences/": ["skip", "modes", "nav", "breadcrumb", "other", "footer"],
}


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the focus leaves the page, and tell of each step."""
    steps: list[dict[str, Any]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        step = page.evaluate(_HERE)
        if step is None:
            return steps
        steps.append(step)
    raise AssertionError(f"the focus does not leave the page: {steps[-3:]}")


def faults(steps: list[dict[str, Any]]) -> list[str]:
    """Steps of which the reader does not see where they are."""
    return [
        f"{step['tag']}: {what}"
        for step in steps
        for what, is_so in (
            ("out of sight", not step["inside"] or not step["large"]),
            ("covered", step["covered"]),
            ("not marked", not step["marked"]),
        )
        if is_so
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("start", WALKS)
def test_tab_reaches_everything_in_its_order_and_leaves(
    start: str, width: int, city: City, open_page: OpenPage
) -> None:
    page = open_page(start if start.startswith("/") else getattr(city, start), width=width)
    steps = walk(page)
    assert faults(steps) == []
    places = [step["place"] for step in steps]
    first = {place: places.index(place) for place in reversed(places)}
    # On a phone the filters are a sheet behind a button.
    wanted = [place for place in WALKS[start] if width > 390 or place != "filters"]
    assert [place for place in wanted if place not in first] == []
    in_order = ("skip", "modes", "languages", "brand", "nav", "result", "pagination", "footer")
    found = [first[place] for place in in_order if place in first]
    assert found == sorted(found)


def test_the_way_back_is_the_same(city: City, open_page: OpenPage) -> None:
    page = open_page("/notices/")
    there = [step["tag"] for step in walk(page)]
    for expected in reversed(there):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(_HERE)["tag"] == expected


def test_the_modes_are_pressed_by_key(city: City, open_page: OpenPage) -> None:
    page = open_page("/units/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".modes button").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    page.locator(".modes button[name=contrast]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    assert faults(walk(page)) == []
