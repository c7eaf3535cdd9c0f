"""Ways to read: chosen by one press or on their page, kept in a cookie that names nobody, shown by the page cache."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.utils.safestring import SafeString

from home.modes.chosen import Modes
from home.modes.kinds import MODES
from home.modes.readings import with_readings
from home.modes.views import KEPT
from tests.factories import CaseNoticePageFactory, site_tree
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db
ADDRESSES = ("/preferences/", "/en/preferences/")
#: What a reader can send for each mode.
CHOICES = [(mode.name, value) for mode in MODES for value in sorted(mode.values)]
FORGED = ("huge", "LARGE", "large;x", '"><script>x()</script>', "lärge", " ")


@pytest.fixture(autouse=True)
def _site() -> None:
    site_tree()


@pytest.fixture
def page_cache(settings: Any) -> Iterator[LocMemCache]:
    """The page cache at work, and empty before and after."""
    settings.PAGE_CACHE = True
    cache = caches["pages"]
    assert isinstance(cache, LocMemCache)
    cache.clear()
    yield cache
    cache.clear()


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def with_cookies(**cookies: str) -> Client:
    client = Client()
    for name, value in cookies.items():
        client.cookies[name] = value
    return client


def look(page: BeautifulSoup) -> dict[str, Any]:
    assert page.html is not None
    return {name.removeprefix("data-"): value for name, value in page.html.attrs.items() if name.startswith("data-")}


def test_the_page_cache_knows_every_value_and_no_other() -> None:
    assert {mode.name: mode.values for mode in MODES} == settings.PAGE_CACHE_VARIANTS


def test_there_is_a_field_for_each_mode() -> None:
    assert tuple(Modes.__dataclass_fields__) == tuple(mode.name for mode in MODES)


@pytest.mark.parametrize(("name", "value"), CHOICES)
def test_one_press_in_the_head_of_a_page_changes_all_pages(name: str, value: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/preferences/", {name: value, "next": "/units/?page=2"})
    assert (answer.status_code, answer["Location"]) == (303, "/units/?page=2")
    cookie = answer.cookies[name]
    assert cookie.value == value
    assert cookie["max-age"] == KEPT
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Lax", True, "/")
    for address in ("/", "/en/", "/units/", "/search/", "/nothing/"):
        assert look(soup(client, address)) == {name: value}
    client.post("/en/preferences/", {name: ""})
    assert look(soup(client, "/")) == {}


@pytest.mark.parametrize("secure", [True, False])
def test_where_sessions_are_secure_so_are_these(secure: bool, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = secure
    assert bool(Client().post("/preferences/", {"text": "large"}).cookies["text"]["secure"]) is secure


def test_the_buttons_say_what_is_chosen_and_take_it_back(client: Client) -> None:
    buttons = soup(client, "/en/").select(".modes button")
    assert [(each["name"], each["value"], each["aria-pressed"]) for each in buttons] == [
        ("text", "large", "false"),
        ("contrast", "high", "false"),
        ("layout", "simple", "false"),
    ]
    pressed = soup(with_cookies(text="larger", layout="simple"), "/en/").select(".modes [aria-pressed=true]")
    assert [(each["name"], each["value"]) for each in pressed] == [("text", ""), ("layout", "")]


def test_a_press_leads_back_to_the_very_page(client: Client) -> None:
    address = "/en/search/?q=%E5%85%AC%E8%BD%A6&page=1"
    hidden = soup(client, address).select_one(".modes [name=next]")
    assert hidden is not None
    assert hidden["value"] == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_explains_each_and_shows_what_is_chosen(address: str) -> None:
    client = with_cookies(text="larger", pinyin="on")
    answer = client.get(address)
    assert "no-store" in answer["Cache-Control"]
    page = BeautifulSoup(answer.content, "html.parser")
    assert {each["name"]: each["value"] for each in page.select(".preferences [checked]")} == {
        "text": "larger",
        "contrast": "",
        "layout": "",
        "pinyin": "on",
    }
    for mode in MODES:
        explained = page.select_one(f"#about-{mode.name}")
        assert explained is not None
        assert len(explained.get_text()) > 10
    footer = soup(client, "/").select_one("footer")
    assert footer is not None
    assert footer.select('a[href="/preferences/"]')


def test_the_whole_form_at_once_and_everything_as_usual() -> None:
    client = Client()
    client.post("/preferences/", {"text": "", "contrast": "high", "layout": "simple", "pinyin": "on"})
    assert look(soup(client, "/")) == {"contrast": "high", "layout": "simple", "pinyin": "on"}
    client.post("/preferences/", {"contrast": "high", "layout": "simple", "pinyin": "on", "reset": "1"})
    assert look(soup(client, "/")) == {}


def test_saving_leads_back_to_where_the_reader_came_from(client: Client) -> None:
    def following(referer: str) -> str:
        page = BeautifulSoup(client.get("/preferences/", headers={"referer": referer}).content, "html.parser")
        found = page.select_one(".preferences [name=next]")
        assert found is not None
        return str(found["value"])

    assert following("http://testserver/units/?page=2") == "/units/?page=2"
    for elsewhere in ("https://evil.example/units/", "http://testserver/preferences/", "http://testserver//evil", "x"):
        assert following(elsewhere) == "/preferences/?saved=1"
    assert soup(client, "/en/preferences/?saved=1").select(".note[role=status]")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\r\nSet-Cookie: x=1",
        "/" + "x" * 3000,
        "",
    ],
)
def test_it_leads_to_no_other_site(address: str) -> None:
    answer = Client().post("/preferences/", {"text": "large", "next": address})
    assert (answer.status_code, answer["Location"]) == (303, "/preferences/")


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}]
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str]) -> None:
    answer = Client().post("/preferences/", {"text": "large"}, headers=headers)
    assert answer.status_code == 403
    assert "text" not in answer.cookies


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://testserver"}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"}]
)
def test_forms_of_this_site_and_of_old_browsers_are_taken(headers: dict[str, str]) -> None:
    assert "text" in Client().post("/preferences/", {"text": "large"}, headers=headers).cookies


@pytest.mark.parametrize("value", FORGED)
@pytest.mark.parametrize("name", [mode.name for mode in MODES])
def test_a_value_that_is_none_counts_as_no_cookie(name: str, value: str) -> None:
    assert name not in Client().post("/preferences/", {name: value}).cookies
    client = with_cookies(**{name: value})
    page = client.get("/en/")
    assert look(BeautifulSoup(page.content, "html.parser")) == {}
    assert value.strip() == "" or value not in page.content.decode()


def test_the_cache_keeps_the_looks_apart(page_cache: LocMemCache) -> None:
    looks = [{}, *({name: value} for name, value in CHOICES), {"text": "large", "contrast": "high"}]
    for _round in range(2):
        for cookies in looks:
            answer = with_cookies(**cookies).get("/units/")
            assert look(BeautifulSoup(answer.content, "html.parser")) == cookies
            assert "Cookie" in answer["Vary"]
        assert len(page_cache._cache) == len(looks)


def test_a_forged_value_fills_no_cache_and_gets_the_usual_page(page_cache: LocMemCache) -> None:
    usual = Client().get("/units/").content
    for value in FORGED:
        assert with_cookies(text=value).get("/units/").content == usual
    assert len(page_cache._cache) == 1


@pytest.mark.parametrize("address", ["/search/?q=x", "/search/"])
def test_pages_that_are_not_kept_are_told_apart_by_others_too(address: str, page_cache: LocMemCache) -> None:
    assert "Cookie" in Client().get(address)["Vary"]


def test_the_simple_layout_alone_loads_its_style_sheet(client: Client) -> None:
    assert not soup(client, "/").select('link[href*="simple"]')
    assert soup(with_cookies(layout="simple"), "/").select('link[href*="simple"]')


def test_readings_stand_over_rare_characters_alone() -> None:
    assert str(with_readings(SafeString("臧某在公车上"))) == (
        '<ruby>臧<rp>(</rp><rt lang="zh-Latn-pinyin">zāng</rt><rp>)</rp></ruby>某在公车上'
    )
    usual = SafeString("关于违规收受礼品礼金问题的通报 OK &amp; 〇")
    assert with_readings(usual) is usual


@pytest.mark.parametrize(
    "html",
    [
        "<a title=\"臧>瑾\" href='/臧/'>x</a>",
        "<!-- 臧 -->",
        "<script>var a = '臧' < 1;</script>",
        "<ruby>臧<rt>z</rt></ruby>",
        "㐂 and 𠮷 have no reading in the dictionary",
    ],
)
def test_markup_stays_as_it_is(html: str) -> None:
    assert with_readings(SafeString(html)) == html


def test_the_readings_change_no_text() -> None:
    html = SafeString("<p>臧某&lt;瑾&gt;<mark>陟</mark>,1 &lt; 2,臧" + "瑾" * 1200 + "</p>")
    page = BeautifulSoup(with_readings(html), "html.parser")
    assert len(page.select("ruby")) == 1204
    for found in page.select("rt, rp"):
        found.decompose()
    assert page.get_text() == BeautifulSoup(html, "html.parser").get_text()


def test_a_notice_has_readings_where_people_read_and_nowhere_else() -> None:
    notice = CaseNoticePageFactory(
        title="臧某<b>问题</b>", summary="瑾某", keywords="臧", body=[paragraph('<p>陟某 <a href="/x/?臧">臧</a></p>')]
    )
    plain, annotated = soup(Client(), notice.url), soup(with_cookies(pinyin="on"), notice.url)
    assert not plain.select("ruby")
    for place in (".notice__title", ".notice__summary", ".prose p", ".prose a"):
        (found,) = annotated.select(place)
        assert found.select("ruby")
    assert not annotated.select("head rt, .prose b, .notice__title b")
    assert annotated.head == plain.head
    for found in annotated.select("rt, rp"):
        found.decompose()
    for place in ("article", "main"):
        assert annotated.select_one(place).get_text() == plain.select_one(place).get_text()  # type: ignore[union-attr]
    assert "<rt" not in with_cookies(pinyin="on").get("/search/feed/").content.decode()
