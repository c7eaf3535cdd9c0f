"""An editor at the reading desk: by keyboard, by mouse, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.cases.models import Case, Term
from tests.browser.content import City
from tests.browser.sessions import session_of
from tests.browser.test_pages import HAS_SIDEWAYS, RULES, findings
from tests.notices.reading_desk.texts import NOTICE

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture
def signed_in(city: City, live_server: LiveServer) -> dict[str, Any]:
    """The session of an editor, for a fresh window."""
    return session_of("editor", live_server)


def bring(open_page: OpenPage, signed_in: dict[str, Any], **options: Any) -> Page:
    page = open_page(reverse("reading_desk:start"), storage_state=signed_in, **options)
    page.locator("#id_text").fill(NOTICE)
    page.locator("form:has(#id_text) button.button").first.click()
    expect(page.locator(".reading-case")).to_have_count(2)
    return page


def test_each_field_lights_up_its_place_and_each_place_leads_to_its_field(
    signed_in: dict[str, Any], open_page: OpenPage
) -> None:
    page = bring(open_page, signed_in)
    page.locator("[name=c0-subjects-0-name]").focus()
    expect(page.locator(".read-place.is-lit")).to_have_text("王某某")
    page.keyboard.press("Tab")
    page.locator("[name=c0-amounts-0-text]").focus()
    expect(page.locator(".read-place.is-lit")).to_have_text("8.8万余元")
    page.locator(".read-place", has_text="2022年12月13日").last.click()
    expect(page.locator("[name=c1-subjects-0-measures-0-decided_on]")).to_be_focused()


def test_the_desk_is_accessible_and_fits_a_phone(signed_in: dict[str, Any], open_page: OpenPage) -> None:
    page = bring(open_page, signed_in)
    assert findings(page, RULES, context=".reading-desk") == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.evaluate(HAS_SIDEWAYS)


def test_everything_is_done_without_javascript(signed_in: dict[str, Any], open_page: OpenPage) -> None:
    page = bring(open_page, signed_in, java_script_enabled=False)
    page.locator(".reading-field--name .reading-found a").first.click()
    expect(page.locator(".read-place:target")).to_have_text("王某某")
    page.locator("[name=c0-decision][value=accepted]").check()
    page.locator("[name=c1-decision][value=accepted]").check()
    grade = Term.objects.get(taxonomy="party_discipline", code="pd1").pk
    page.locator("[name=c1-subjects-0-measures-0-grade]").select_option(str(grade))
    page.locator(".reading-desk__buttons button[value=save]").click()
    expect(page.locator(".reading-desk")).to_have_count(0)
    assert Case.objects.filter(heading__contains="王某某违规收受礼品礼金").exists()
