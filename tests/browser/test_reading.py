"""What readers do: by keyboard, without a script, in the other language, signed in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.content import NOTICES, City
from tests.browser.test_pages import findings
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def test_the_first_key_leads_past_the_navigation(city: City, open_page: OpenPage) -> None:
    page = open_page("/notices/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_enter_in_the_field_searches(city: City, open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#home-search").fill("公车私用")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    expect(page.locator(".result mark").first).to_have_text("公车私用")


def test_suggestions_are_chosen_by_arrow_and_enter(city: City, open_page: OpenPage) -> None:
    page = open_page("/")
    field = page.locator("#home-search")
    field.press_sequentially("临江市")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert findings(page) == []
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/notices/.+"))


def test_escape_puts_the_suggestions_away(city: City, open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#home-search").press_sequentially("临江市")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#home-search")).to_have_value("临江市")


def test_without_a_script_search_filter_and_pages_work(city: City, open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    page.locator("#home-search").fill("公车私用")
    page.locator(".search-form .button").click()
    page.locator(".filters input[name=kind][value=case]").check()
    page.locator(".filters .button").click()
    assert "kind=case" in page.url
    assert "q=" in page.url
    expect(page.locator(".tally strong")).to_have_text(str(NOTICES + 1))
    page.locator(".pagination a[rel=next]").click()
    expect(page.locator(".result")).to_have_count(NOTICES + 1 - 20)
    page.locator(".chip").first.click()
    assert "kind=case" not in page.url


def test_without_a_script_a_phone_opens_the_filters_of_a_list(city: City, open_page: OpenPage) -> None:
    page = open_page("/notices/", width=360, java_script_enabled=False)
    box = page.locator("input[name=unit][value=lj-qx]")
    expect(box).to_be_hidden()
    page.locator(".filters__button").click()
    page.locator(".facet").filter(has=box).locator("summary").first.click()
    box.check()
    page.locator(".filters .button").click()
    expect(page.locator(".tally strong")).to_have_text(str(NOTICES // 2))


def test_the_same_page_in_the_other_language(city: City, open_page: OpenPage) -> None:
    page = open_page(f"{city.notice}?x=1")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en{city.notice}?x=1")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("article")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="简体中文").click()
    page.wait_for_url(re.compile(rf"(?<!/en){re.escape(city.notice)}\?x=1"))


def test_staff_sign_in_and_read_what_is_internal(city: City, open_page: OpenPage) -> None:
    page = open_page("/internal/")
    page.locator("input[name=username]").fill("reader")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="内部通报").click()
    page.wait_for_url(f"**{city.internal}")
    expect(page.locator(".notice__internal")).to_be_visible()
    assert findings(page) == []


def test_paper_gets_the_document_alone(city: City, open_page: OpenPage) -> None:
    page = open_page(city.notice)
    page.emulate_media(media="print")
    expect(page.locator(".notice__title")).to_be_visible()
    for part in (".nav", ".masthead .search-form", ".footer__links"):
        expect(page.locator(part)).to_be_hidden()
    # Beside it stood more; how to cite it belongs to the document.
    expect(page.locator(".aside > :visible")).to_have_count(1)
