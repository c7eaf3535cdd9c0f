"""Whole walks: a citizen hands in and follows up by keyboard without JavaScript, and the office works on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.feedback.models import Message, State, Submission
from portal.feedback.roles import FeedbackRole
from tests.browser.content import City
from tests.browser.layout import HAS_SIDEWAYS
from tests.browser.sessions import session_of
from tests.browser.test_pages import LOOKS, findings

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

#: More steps than any form here has.
MOST = 80
#: Whether the quick exit, which is always in sight, lies upon what has the focus.
COVERED = """() => {
  const [a, b] = [document.activeElement, document.querySelector(".quick-exit__link")].map(
    (each) => each?.getBoundingClientRect());
  return Boolean(b) && !document.activeElement.matches(".quick-exit__link, body, main")
    && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if target.evaluate("(here) => here === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {target}")


def press(page: Page, target: Locator) -> None:
    """Go there by Tab and press Enter."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Go to a field by Tab and type."""
    reach(page, page.locator(f"main [name='{name}']"))
    page.keyboard.type(text)


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_tip_is_handed_in_and_followed_by_keyboard_without_javascript(
    language: str, city: City, open_page: OpenPage
) -> None:
    page = open_page(f"{language}/feedback/", width=390, java_script_enabled=False)
    press(page, page.locator("main a[href$='/feedback/tip/anonymous/']"))
    for name, text in (("accused_unit", "某市某局"), ("title", "关于某局违规收礼的反映"), ("body", "多次收受礼品。")):
        write(page, name, text)
    reach(page, page.locator("[name=is_true]"))
    page.keyboard.press("Space")
    press(page, page.locator(".hand-in__send button"))
    code, secret = (page.locator(f"#receipt-{part}").inner_text() for part in ("code", "secret"))
    press(page, page.locator("main a[href$='/feedback/track/']"))
    write(page, "code", code.lower())
    write(page, "secret", secret.replace("-", " "))
    press(page, page.locator("main .button--primary"))
    expect(page.locator(".page-head__lead")).to_contain_text(code)
    expect(page.locator(".told li")).to_have_count(1)
    write(page, "text", "补充：发生在2026年2月。")
    press(page, page.locator("button[value=write]"))
    expect(page.locator(".talk__said--citizen")).to_contain_text("补充")
    expect(page.locator("main [role=status]")).to_be_visible()
    reach(page, page.locator("[name=sure]"))
    page.keyboard.press("Space")
    press(page, page.locator("button[value=withdraw]"))
    expect(page.locator("button[value=write]")).to_have_count(0)
    assert page.context.cookies() == []
    assert Submission.objects.get(state=State.WITHDRAWN).messages.filter(sender=Message.Sender.CITIZEN).exists()


def test_the_quick_exit_never_lies_upon_what_has_the_focus(city: City, open_page: OpenPage) -> None:
    page = open_page("/feedback/tip/named/", width=390)
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator("main .button--primary").last.focus()
    covered = []
    for _ in range(MOST):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => Boolean(document.activeElement.closest('.quick-exit, .masthead'))"):
            break
        if page.evaluate(COVERED):
            covered.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    else:
        raise AssertionError("the walk does not come back to the head")
    assert covered == []


def test_what_is_wrong_leads_to_its_field(city: City, open_page: OpenPage) -> None:
    page = open_page("/feedback/tip/named/", width=390, java_script_enabled=False)
    page.locator("form.hand-in").evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation():
        page.locator(".hand-in__send button").click()
    problem = page.locator(".note[role=alert] a").first
    field = str(problem.get_attribute("href"))
    reach(page, problem)
    page.keyboard.press("Enter")
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(field)).to_be_in_viewport()
    assert not page.evaluate(COVERED)


@pytest.fixture
def moderator(city: City, live_server: LiveServer) -> dict[str, Any]:
    """The session of a moderator, for a fresh window."""
    return session_of(FeedbackRole.MODERATOR, live_server)


def test_the_office_opens_reads_answers_and_refers(city: City, moderator: dict[str, Any], open_page: OpenPage) -> None:
    page = open_page(reverse("feedback_desk:index"), storage_state=moderator)
    assert desk_findings(page) == []
    page.locator(f"#listing-results a:has-text('{city.rooms.tip}')").first.click()
    page.wait_for_url(f"**{reverse('feedback_desk:file', args=[city.rooms.tip.pk])}")
    expect(page.locator("#desk-content")).to_be_visible()
    expect(page.locator(".talk__said--citizen")).to_contain_text("2026年2月")
    assert desk_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.evaluate(HAS_SIDEWAYS)
    page.locator(".desk-write textarea").first.fill("请问当时还有谁在场？")
    page.locator(".desk-write button").first.click()
    expect(page.locator(".talk__said--office").last).to_contain_text("还有谁在场")
    assert Message.objects.filter(submission=city.rooms.tip, sender=Message.Sender.OFFICE).count() == 2
    with page.expect_navigation():
        page.locator(".desk-buttons a.button").first.click()
    assert desk_findings(page) == []


def desk_findings(page: Page) -> list[str]:
    """What axe finds wrong with what is ours of a page of the admin."""
    return findings(page, LOOKS, context="#main")
