"""The search page by keyboard, on a phone, without a script, and what it remembers on the reader's own device."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from search import presentation
from tests.browser.content import NOTICES, City
from tests.browser.test_modes import dress
from tests.browser.test_pages import findings

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

#: How far things moved after they were drawn (the measure is called CLS).
SHIFTS = """new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""

PHONE = {"width": 390, "height": 800}
IS_INSIDE = "document.querySelector('#filters').contains(document.activeElement)"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("address", ["/search/?q=公车私用", "/notices/"])
def test_the_sheet_opens_narrows_and_closes_on_a_phone(
    city: City, open_page: OpenPage, address: str, script: bool
) -> None:
    page = open_page(address, **PHONE, java_script_enabled=script)
    sheet = page.locator("#filters")
    expect(sheet).to_be_hidden()
    page.locator(".filters__button").click()
    expect(sheet).to_be_visible()
    # Both ends of the sheet are within reach without scrolling the page.
    expect(page.locator(".filters__close")).to_be_in_viewport(ratio=1)
    expect(page.locator(".filters__foot .button")).to_be_in_viewport(ratio=1)
    page.locator(".filters__close").click()
    expect(sheet).to_be_hidden()
    page.locator(".filters__button").click()
    page.locator("#filter-from").fill("2026-11-20")
    page.locator(".filters__foot .button").click()
    page.wait_for_url("**from=2026-11-20*#results")
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator(".filters__button .filters__chosen")).to_contain_text("1")
    page.locator(".filters__button").click()
    page.locator(".filters__clear").click()
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("window", [PHONE, PHONE | {"java_script_enabled": False}, {}], ids=["phone", "plain", "wide"])
@pytest.mark.parametrize("look", [{}, {"layout": "simple"}], ids=["usual", "simple"])
def test_all_values_of_a_filter_keep_what_was_chosen_and_stay_in_sight(
    city: City,
    open_page: OpenPage,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    look: dict[str, str],
    window: dict[str, int],
) -> None:
    monkeypatch.setattr(presentation, "MOST_VALUES", 1)
    page = open_page("/robots.txt", **window)
    dress(page, live_server, look)
    page.goto("/search/?q=公车私用")
    if page.locator(".filters__button").is_visible():
        page.locator(".filters__button").click()
    page.locator("#filters input[name=kind]").first.check()
    page.locator("#filter-from").fill("2026-01-01")
    units = page.locator(".facet").filter(has=page.locator("input[name=unit]"))
    units.locator("summary").click()
    units.locator(".facet__whole button").click()
    page.wait_for_url("**all=unit*#filters")
    expect(page.locator("#filters")).to_be_visible()
    expect(page.locator("#filters")).to_be_in_viewport()
    assert units.locator("input[name=unit]").count() > 1
    expect(units.locator("input[name=unit]").nth(1)).to_be_visible()
    expect(page.locator("#filters input[name=kind]").first).to_be_checked()
    expect(page.locator("#filter-from")).to_have_value("2026-01-01")
    page.locator(".filters__foot .button--primary").click()
    page.wait_for_url("**from=2026-01-01*#results")


def test_the_sheet_is_accessible_and_closes_by_escape(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用&kind=case", **PHONE)
    button = page.locator(".filters__button")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate(IS_INSIDE)
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_sheet_fits_the_smallest_phone(city: City, open_page: OpenPage) -> None:
    page = open_page("/en/search/?q=公车私用", width=320, height=480)
    page.locator(".filters__button").click()
    box = page.locator("#filters").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 320)
    assert box["y"] >= 0
    expect(page.locator(".filters__foot .button")).to_be_in_viewport(ratio=1)


def test_a_wide_screen_has_the_filters_in_the_page(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用")
    expect(page.locator("#filters")).to_be_visible()
    expect(page.locator(".filters__button")).to_be_hidden()
    expect(page.locator(".filters__close")).to_be_hidden()


def test_filtering_leads_to_the_count(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用", java_script_enabled=False)
    page.locator(".filters input[name=kind][value=case]").check()
    page.locator(".filters__foot .button").click()
    page.wait_for_url("**kind=case*#results")
    assert str(NOTICES + 1) in page.title()
    # What Tab comes to next is the first thing below the count.
    expect(page.locator("#results")).to_be_in_viewport()


def test_a_quarter_is_picked_by_keyboard_without_a_script(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用", java_script_enabled=False)
    quarters = page.locator(".facet").filter(has=page.locator("input[name=quarter]"))
    quarters.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=quarter][value='2026Q3']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**quarter=2026Q3*")
    expect(page.locator(".chip")).to_have_count(1)


def test_the_first_keys_lead_past_the_filters(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用")
    page.locator("#search-form button").focus()
    page.keyboard.press("Tab")
    link = page.locator(".to-results")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()


def test_suggestions_follow_the_pattern_of_a_combobox(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/")
    field = page.locator("#search")
    expect(field).to_have_role("combobox")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-controls", "search-list")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("临江市")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(page.locator("#search-form [role=status]")).to_have_text(re.compile(rf"\b{options.count()}"))
    last = options.count() - 1
    for key, place in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last), ("ArrowDown", 0)]:
        page.keyboard.press(key)
        expect(field).to_have_attribute("aria-activedescendant", f"search-list-{place}")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_id(f"search-list-{place}")
    for key in ("Home", "End"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
        expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#search-form [role=status]")).to_have_text("")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_typing_on_takes_back_the_choice_of_a_suggestion(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/")
    page.locator("#search").press_sequentially("临江市")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("公开通报")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def test_recent_searches_stay_on_the_device(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用")
    expect(page.locator(".recent")).to_be_hidden()
    page.goto("/search/?q=礼金")
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto("/search/?q=诫勉&kind=case")
    expect(page.locator(".recent a")).to_have_text(["礼金", "公车私用"])
    assert findings(page) == []
    page.wait_for_load_state("networkidle")
    # Nothing that leaves the device carries what was searched for earlier.
    earlier = re.compile("公车私用|礼金|%E5%85%AC%E8%BD%A6|%E7%A4%BC%E9%87%91")
    assert asked
    for request in asked:
        sent = [request.url, request.post_data or "", *request.all_headers().values()]
        assert not [part for part in sent if earlier.search(part)]
    assert page.context.cookies() == []
    page.locator(".recent a").first.click()
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#search")).to_have_value("礼金")


@pytest.mark.parametrize("width", [390, 1280])
def test_recent_searches_move_nothing_when_they_appear(city: City, open_page: OpenPage, width: int) -> None:
    page = open_page("/search/?q=礼金", width=width)
    page.goto("/search/?q=公车私用")
    expect(page.locator(".recent a")).to_have_count(1)
    assert page.evaluate(SHIFTS) < 0.02


def test_recent_searches_are_few_and_can_be_cleared(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/")
    for number in range(10):
        page.goto(f"/search/?q=词{number}")
    page.goto("/en/search/?q=词9")
    expect(page.locator(".recent a")).to_have_text([f"词{number}" for number in range(8, 1, -1)])
    page.locator(".recent button").click()
    expect(page.locator(".recent")).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()
    page.goto("/search/")
    expect(page.locator(".recent")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("value", ["{", '"text"', "[1, null, {}]", '["<img src=x onerror=alert(1)>"]'])
def test_what_else_lies_in_the_storage_breaks_nothing(city: City, open_page: OpenPage, value: str) -> None:
    page = open_page("/search/")
    page.evaluate("value => localStorage.setItem('recent-searches', value)", value)
    page.goto("/search/?q=公车私用")
    assert page.locator(".recent img").count() == 0
    expect(page.locator(".recent a")).to_have_count(1 if "img" in value else 0)


def test_without_storage_there_is_no_list(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('off') } })")
    for words in ("公车私用", "礼金"):
        page.goto(f"/search/?q={words}")
    expect(page.locator(".recent")).to_be_hidden()


def test_the_address_of_the_feed_is_copied(city: City, open_page: OpenPage) -> None:
    page = open_page("/en/search/?q=公车私用", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#feed-address").input_value()
    assert page.request.get(copied).ok


def test_a_file_comes_down_without_a_script(city: City, open_page: OpenPage) -> None:
    page = open_page("/search/?q=公车私用", java_script_enabled=False)
    with page.expect_download() as coming:
        page.locator(".take-along__files a").first.click()
    assert re.fullmatch(r"search-\d{8}\.csv", coming.value.suggested_filename)
    assert coming.value.failure() is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_errors_and_empty_answers_are_accessible(city: City, open_page: OpenPage, scheme: str) -> None:
    for width in (390, 1280):
        page = open_page(
            '/en/search/?q="公车私用飞碟"&from=2026-05-01&to=2026-04-01&unit=x&quarter=2026',
            width=width,
            color_scheme=scheme,
        )
        assert findings(page) == []
