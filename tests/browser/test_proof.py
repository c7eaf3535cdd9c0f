"""The check of forms in a real browser: done by the computer where it can be, still there for people where not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as live
from playwright.sync_api import Page, expect

from portal.feedback.captcha import work
from portal.feedback.captcha.fields import CaptchaField

pytestmark = pytest.mark.browser
SCRIPT = Path(live.BASE_DIR) / "static" / "js" / "proof.js"


@pytest.fixture
def form(settings) -> str:
    settings.CAPTCHA, settings.PROOF_OF_WORK_COST = True, 50
    return f"<main><form>{CaptchaField().widget.render('captcha', None, {'id': 'id_captcha'})}</form></main>"


def test_the_computer_does_the_work_and_the_server_takes_it(open_page: Callable[..., Page], form: str) -> None:
    page = open_page("/healthz")
    page.set_content(form)
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("[name=captcha-text]")).to_be_hidden()
    assert work.is_done(page.locator("[name=captcha-work]").input_value())


def test_without_a_script_the_digits_are_there(open_page: Callable[..., Page], form: str) -> None:
    page = open_page("/healthz", java_script_enabled=False)
    page.set_content(form)
    expect(page.locator("[name=captcha-text]")).to_be_visible()
    expect(page.get_by_role("status")).to_be_hidden()
    assert page.locator("img").evaluate("image => image.naturalWidth") > 100
