"""On paper a bulletin is a document: wide tables lie across, and nothing sticks out of a sheet."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from portal.notices.models import CaseNoticePage
from tests.browser.content import City
from tests.browser.layout import HAS_SIDEWAYS

pytestmark = pytest.mark.browser
#: An A4 sheet laid across, without its margins, in CSS pixels.
ACROSS = 1_000


def test_a_notice_on_paper_says_where_it_and_its_attachments_are(
    city: City, open_page: Callable[..., Page], settings: Any
) -> None:
    notice = next(page for page in CaseNoticePage.objects.published() if page.attachments)
    settings.SITE_URL = "https://portal.example"
    page = open_page(notice.url)
    text = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    text = "".join(text.split())
    assert f"https://portal.example{notice.url}" in text
    assert f"(https://portal.example{notice.attachments[0].value.url})" in text
    page.emulate_media(media="print")
    assert page.locator(".aside > :not(.cite):visible, .cite .quiet:visible").count() == 0


def test_wide_tables_lie_across(city: City, open_page: Callable[..., Page]) -> None:
    page = open_page(city.bulletin)
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert {sheet.mediabox.width > sheet.mediabox.height for sheet in sheets} == {True, False}
    page.emulate_media(media="print")
    page.set_viewport_size({"width": ACROSS, "height": 700})
    assert not page.evaluate(HAS_SIDEWAYS)
    names = page.locator(".figures__table--wide tbody tr > :first-child:not([colspan])")
    widths = names.evaluate_all("all => all.map(name => name.getBoundingClientRect().width)")
    assert widths
    assert min(widths) > 60
