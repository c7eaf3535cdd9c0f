"""Every page tells the browser what it may load, run and send; nothing within a page needs more."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from home.roles import Role
from portal.content.policy import ADMIN, PUBLIC, ContentPolicy
from tests.factories import CaseNoticePageFactory, UserFactory

HEADER = "Content-Security-Policy"


def answered(answer: HttpResponse, path: str = "/") -> HttpResponse:
    return ContentPolicy(lambda request: answer)(RequestFactory().get(path))  # type: ignore[return-value]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/notices/",
        "/search/",
        "/units/",
        "/insights/",
        "/open-data/",
        "/inquiries/",
        "/alerts/",
        "/login/",
        "/nowhere/",
    ],
)
def test_public_pages_and_the_door_run_nothing_that_stands_within(client: Client, prefix: str, path: str) -> None:
    response = client.get(f"{prefix}{path}", follow=True)
    assert response[HEADER] == PUBLIC
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.select("[style], style, script:not([src]):not([type='application/ld+json']), base, iframe, object")
    assert not [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]


@pytest.mark.django_db
def test_a_page_that_is_kept_has_it_too(client: Client, settings: Any) -> None:
    settings.PAGE_CACHE = True
    page = CaseNoticePageFactory()
    assert [client.get(page.url)[HEADER] for _visit in range(2)] == [PUBLIC, PUBLIC]


@pytest.mark.django_db
def test_the_admin_has_the_part_that_its_screens_can_bear(client: Client) -> None:
    assert client.get("/admin/login/")[HEADER] == PUBLIC
    client.force_login(UserFactory(groups=[Role.EDITOR]))
    for path in ("/admin/", "/admin/account/", "/admin/nowhere/"):
        assert client.get(path)[HEADER] == ADMIN


def test_only_pages_have_it_and_what_says_more_keeps_it() -> None:
    assert HEADER not in answered(HttpResponse("{}", content_type="application/json"))
    own = HttpResponse(headers={HEADER: "default-src 'none'; sandbox"})
    assert answered(own)[HEADER] == "default-src 'none'; sandbox"


def test_the_page_of_a_failure_keeps_its_style() -> None:
    failure = server_error(RequestFactory().get("/"))
    (style,) = BeautifulSoup(failure.content, "html.parser").select("style")
    digest = b64encode(sha256(str(style.string).encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in answered(failure, "/admin/")[HEADER]


def test_a_developer_sees_a_failure_with_its_scripts(settings: Any) -> None:
    settings.DEBUG = True
    assert HEADER not in answered(HttpResponse(status=500))
    assert answered(HttpResponse())[HEADER] == PUBLIC
