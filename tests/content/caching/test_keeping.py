"""What is kept, for whom, and how readers ask whether their copy still holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage
from portal.content.caching.middleware import PageCache
from portal.notices.models import CaseNoticeIndexPage
from portal.operations.metrics import requests
from search import consumers, indexing
from search.engines import registry
from tests.content.caching.conftest import IsKept
from tests.factories import (
    CaseNoticePageFactory,
    StaffMembershipFactory,
    UnitFactory,
    UserFactory,
    WarningPageFactory,
    section,
    site_tree,
)

pytestmark = pytest.mark.django_db

CONTROL = "public, max-age=0, must-revalidate"


@pytest.fixture
def indexes(settings: Any, tmp_path: Any) -> Any:
    """Indexes that have everything."""
    settings.SEARCH_DIR = tmp_path / "search"
    consumers.ensure()

    def build() -> None:
        for target in consumers.targets():
            indexing.rebuild(target)

    yield build
    for engine in registry.engines():
        engine.close()


def entries() -> int:
    cache = caches["pages"]
    assert isinstance(cache, LocMemCache)
    return len(cache._cache)


def standing_page() -> StandardPage:
    home = HomePage.objects.get(pk=site_tree().pk)
    page: StandardPage = home.add_child(instance=StandardPage(title="关于我们", slug="about", show_in_menus=True))
    return page


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_public_pages_are_kept_in_both_languages(prefix: str, is_kept: IsKept, kept: Callable[..., None]) -> None:
    notice, warning, page = CaseNoticePageFactory(), WarningPageFactory(), standing_page()
    for path in ("/", notice.url, warning.url, page.url, "/units/", notice.issuing_unit.get_absolute_url()):
        kept(prefix + path)
    assert (b"Skip to the content" in Client().get(f"{prefix}/").content) is bool(prefix)


def test_files_for_robots_are_kept(kept: Callable[..., None]) -> None:
    kept("/robots.txt", "/sitemap.xml")


@pytest.mark.parametrize("path", ["/notices/", "/notices/?page=1", "/warnings/", "/search/feed/", "/en/search/feed/"])
def test_what_comes_from_an_index_is_kept_a_minute(
    path: str, indexes: Callable[[], None], is_kept: IsKept, kept: Callable[..., None]
) -> None:
    section(CaseNoticeIndexPage)
    CaseNoticePageFactory()
    indexes()
    kept(path)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
        assert not is_kept(path)


def test_a_list_that_the_index_does_not_know_yet_is_not_kept(indexes: Callable[[], None], is_kept: IsKept) -> None:
    """In this test nothing is committed, so the index never hears of the second notice."""
    CaseNoticePageFactory()
    indexes()
    CaseNoticePageFactory()
    assert not any(is_kept("/notices/") for _ in range(3))


def test_a_list_made_without_an_index_is_not_kept(settings: Any, tmp_path: Any, is_kept: IsKept) -> None:
    settings.SEARCH_DIR = tmp_path / "nothing"
    CaseNoticePageFactory()
    assert not any(is_kept("/notices/") for _ in range(3))


def test_headers(kept: Callable[..., None]) -> None:
    kept("/")
    response = Client().get("/")
    assert response["Cache-Control"] == CONTROL
    assert response["Vary"] == "Cookie"
    assert response["Content-Language"] == "zh-hans"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert int(response["Content-Length"]) == len(response.content)


def test_the_first_reader_gets_what_all_others_get() -> None:
    first, second = Client().get("/robots.txt"), Client().get("/robots.txt")
    assert first.content == second.content
    assert dict(first.items()) == dict(second.items())


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_not_modified(header: str, kept: Callable[..., None]) -> None:
    kept("/")
    page = Client().get("/")
    mark = page["ETag" if header == "If-None-Match" else "Last-Modified"]
    answer = Client().get("/", headers={header: mark})
    assert answer.status_code == 304
    assert answer.content == b""
    assert {name: answer[name] for name in ("ETag", "Last-Modified", "Cache-Control", "Vary")} == {
        name: page[name] for name in ("ETag", "Last-Modified", "Cache-Control", "Vary")
    }
    assert Client().get("/", headers={"If-None-Match": '"another"', header: mark}).status_code in (200, 304)
    assert Client().get("/", headers={"If-None-Match": '"another"'}).status_code == 200


def test_a_copy_weakened_by_a_compressing_proxy_still_holds(kept: Callable[..., None]) -> None:
    kept("/")
    mark = Client().get("/")["ETag"]
    assert Client().get("/", headers={"If-None-Match": f"W/{mark}"}).status_code == 304


def test_the_first_reader_may_ask_with_a_condition(is_kept: IsKept) -> None:
    """The feed has a condition of its own; what is kept must be whole all the same."""
    mark = Client().get("/robots.txt")["ETag"]
    caches["pages"].clear()
    assert Client().get("/robots.txt", headers={"If-None-Match": mark}).status_code == 304
    assert is_kept("/robots.txt")


def test_a_page_that_comes_out_as_before_keeps_its_date(is_kept: IsKept, kept: Callable[..., None]) -> None:
    path = UnitFactory().get_absolute_url()
    kept(path)
    before = Client().get(path)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=5)):
        CaseNoticePageFactory()
        assert not is_kept(path)
        after = Client().get(path)
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_a_page_that_changed_in_the_same_second_has_a_later_date(kept: Callable[..., None]) -> None:
    notice = CaseNoticePageFactory()
    with time_machine.travel(datetime(2026, 5, 4, 8, tzinfo=UTC), tick=False):
        kept(notice.url)
        before = Client().get(notice.url)["Last-Modified"]
        notice.title = "更正后的标题"
        notice.save()
        assert Client().get(notice.url, headers={"If-Modified-Since": before}).status_code == 200


def test_head(is_kept: IsKept, kept: Callable[..., None]) -> None:
    assert Client().head("/").status_code == 200
    assert entries() == 0, "an answer to HEAD may lack its body"
    kept("/")
    answer, page = Client().head("/"), Client().get("/")
    assert answer.content == b""
    assert {name: answer[name] for name in ("ETag", "Content-Length", "Content-Type")} == {
        name: page[name] for name in ("ETag", "Content-Length", "Content-Type")
    }


def test_nothing_is_kept_past_midnight(is_kept: IsKept, kept: Callable[..., None]) -> None:
    """A warning ends by itself: no row changes."""
    with time_machine.travel(datetime(2026, 5, 4, 15, 59, tzinfo=UTC)):  # 23:59 in Shanghai
        warning = WarningPageFactory(in_force=True, valid_to=datetime(2026, 5, 4).date(), title="五一期间提醒")
        kept("/")
        assert warning.title in Client().get("/").content.decode()
    with time_machine.travel(datetime(2026, 5, 4, 16, 0, 1, tzinfo=UTC)):
        assert not is_kept("/")
        assert warning.title not in Client().get("/").content.decode()


# Never kept


def test_a_signed_in_reader_neither_fills_the_cache_nor_reads_it() -> None:
    notice = CaseNoticePageFactory()
    client = Client()
    client.force_login(UserFactory(administrator=True))
    for _ in range(2):
        response = client.get(notice.url)
        assert response["Cache-Control"] == "private, no-cache"
        assert "Cookie" in response["Vary"]
    assert entries() == 0


def test_an_internal_notice_is_never_kept() -> None:
    unit = UnitFactory()
    notice = CaseNoticePageFactory(internal=True, audience=[unit], title="磐石专案内部通报")
    reader = Client()
    reader.force_login(StaffMembershipFactory(unit=unit).user)
    assert notice.title in reader.get(notice.url).content.decode()
    assert entries() == 0
    assert Client().get(notice.url).status_code == 404
    assert entries() == 0
    assert notice.title in reader.get(notice.url).content.decode()


def test_a_page_behind_a_password_is_never_kept() -> None:
    notice = CaseNoticePageFactory(restricted=True)
    client = Client()
    assert client.get(notice.url).status_code == 200
    assert client.get(notice.url).status_code == 200, "now with the cookie of the form"
    restriction = PageViewRestriction.objects.get()
    address = f"/_util/authenticate_with_password/{restriction.pk}/{notice.pk}/"
    assert client.post(address, {"password": "geheim", "return_url": notice.url}).status_code == 302
    assert notice.document_number in client.get(notice.url).content.decode()
    assert entries() == 0
    assert notice.document_number not in Client().get(notice.url).content.decode()


@pytest.mark.parametrize(
    "path",
    ["/nothing/", "/search/", "/search/suggest/", "/admin/", "/admin/login/", "/healthz", "/readyz", "/internal/"]
    + ["/api/v1/search", "/en/search/", "/search/?q=%E9%80%9A%E6%8A%A5"],
)
def test_never_kept(path: str) -> None:
    client = Client()
    for _ in range(2):
        client.get(path)
        assert entries() == 0


@pytest.mark.parametrize(
    "query", ["?x=1", "?page=01", "?page=1000", "?page=1&page=2", "?page=", "?utm_source=a", "?%00"]
)
def test_query_strings_do_not_fill_the_cache(query: str) -> None:
    Client().get("/units/" + query)
    assert entries() == 0


@pytest.mark.parametrize("host", ["evil.example", "localhost:6666", "testserver.evil.example", "a b", "testserver:81"])
def test_host_names_do_not_fill_the_cache(host: str) -> None:
    assert Client().get("/", headers={"host": host}).status_code in (200, 400)
    assert entries() == 0


def test_each_scheme_and_host_of_ours_has_its_own_pages(indexes: Callable[[], None]) -> None:
    indexes()
    for _ in range(3):
        Client().get("/search/feed/")
    for _ in range(2):
        assert b"http://localhost/" in Client().get("/search/feed/", headers={"host": "localhost"}).content
        assert b"https://testserver/" in Client().get("/search/feed/", secure=True).content


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("seen", "1"),
        lambda response: response.headers.__setitem__("Cache-Control", "private"),
        lambda response: response.headers.__setitem__("Cache-Control", "no-store"),
        lambda response: response.headers.__setitem__("Vary", "User-Agent"),
        lambda response: setattr(response, "status_code", 203),
        lambda response: setattr(response, "content", b"x" * (1024 * 1024 + 1)),
    ],
    ids=["a cookie", "private", "no-store", "varies", "not 200", "too long"],
)
def test_answers_that_are_not_for_all(change: Callable[[HttpResponse], None], rf: Any) -> None:
    made = []

    def view(request: HttpRequest) -> HttpResponse:
        from django.urls import resolve

        request.resolver_match = resolve("/units/")
        made.append(HttpResponse(b"text"))
        if change is not None:
            change(made[-1])
        return made[-1]

    cached = PageCache(view)
    for number in (1, 2):
        assert cached(rf.get("/units/")) is made[-1]
        assert len(made) == number
    assert entries() == 0


def test_looks_have_pages_of_their_own(settings: Any, is_kept: IsKept, kept: Callable[..., None]) -> None:
    settings.PAGE_CACHE_VARIANTS = {"look": frozenset({"large", "contrast"})}
    kept("/")
    plain = entries()
    for value in ("large", "contrast", "large", "forged", "forged too"):
        Client(headers={"cookie": f"look={value}"}).get("/")
    assert entries() == plain + 2


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_kept_page_is_counted_as_when_it_was_made_and_without_looking_its_view_up(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures of the views would otherwise tell of a page only while it is made anew."""
    page = standing_page()
    counted: list[str] = []
    view_of = requests._view
    monkeypatch.setattr(requests, "_view", lambda request: counted.append(view_of(request)) or counted[-1])
    Client().get(language + page.url)
    looked_up: list[str] = []
    monkeypatch.setattr(requests, "resolve", looked_up.append)
    for condition in ({}, {"if-none-match": "*"}):
        Client().get(language + page.url, headers=condition)
    assert counted == ["wagtail_serve"] * 3
    assert looked_up == []
