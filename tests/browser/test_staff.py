"""What only staff see: the style guide, and the admin as far as it is ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from home.roles import Role
from portal.feedback.models import Hearing
from portal.feedback.roles import FeedbackRole
from tests.browser.content import City
from tests.browser.kinds import PREFIXES, WIDTHS, modes
from tests.browser.sessions import session_of
from tests.browser.test_pages import HAS_SIDEWAYS, findings
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


@pytest.fixture
def signed_in(city: City, live_server: LiveServer) -> dict[str, Any]:
    """The session of an administrator, for a fresh window."""
    return session_of(Role.ADMINISTRATOR, live_server)


def test_the_style_guide_is_accessible_in_every_mode(signed_in: dict[str, Any], open_page: OpenPage) -> None:
    wrong = {}
    for language, width, scheme in modes():
        page = open_page(
            f"{PREFIXES[language]}/styleguide/", width=WIDTHS[width], color_scheme=scheme, storage_state=signed_in
        )
        expect(page.locator(".guide-sample").first).to_be_visible()
        if found := findings(page):
            wrong[language, width, scheme] = found
        page.set_viewport_size({"width": 320, "height": 800})
        if page.evaluate(HAS_SIDEWAYS):
            wrong[language, "320", scheme] = ["goes sideways"]
        page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/"])
def test_the_admin_asks_nobody_else_and_keeps_its_console_clean(
    address: str, city: City, request: pytest.FixtureRequest, open_page: OpenPage
) -> None:
    """Both are looked after by ``open_page``."""
    known = {} if "login" in address else {"storage_state": request.getfixturevalue("signed_in")}
    page = open_page(address, **known)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".brand-mark").first).to_be_visible()
    assert "阳光问效" in page.title()


def test_what_is_ours_of_the_admin_is_accessible(city: City, live_server: LiveServer, open_page: OpenPage) -> None:
    """The pages that the portal adds; the frame around them is Wagtail's."""
    hearing = Hearing.objects.get(place="市民中心")
    pages = {
        Role.PUBLISHER: [reverse("content_health"), reverse("workbench")],
        FeedbackRole.MODERATOR: [
            reverse("hearings_admin:index"),
            reverse("hearings_admin:edit", args=[hearing.pk]),
            reverse("feedback_desk:index"),
        ],
        FeedbackRole.INTAKE: [reverse("hearings_admin:questions", args=[hearing.pk])],
        FeedbackRole.LEADERSHIP: [reverse("feedback_desk:late")],
    }
    wrong = {}
    for role, addresses in pages.items():
        page = open_page("/robots.txt", width=WIDTHS["desktop"], storage_state=session_of(role, live_server))
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert page.url.endswith(address)
            if found := [f"answers {answer.status}"] if answer.status != 200 else findings(page, context="#main"):
                wrong[address] = found
    assert wrong == {}


def test_the_door_opens_under_its_policy(city: City, open_page: OpenPage) -> None:
    """Nothing that the page of signing in needs is forbidden to it."""
    user = UserFactory(groups=[Role.EDITOR])
    page = open_page("/admin/login/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    expect(page.locator("#wagtail")).to_be_visible()
