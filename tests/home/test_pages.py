"""The frame around every page, and what pages cost."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker
from wagtail.models import Site

from home.models import SiteFrame
from portal.notices.models import CaseNoticePage
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    FormFactory,
    ImageFactory,
    UnitFactory,
    UserFactory,
    ViolationFactory,
    WarningPageFactory,
)
from tests.factories.accounts import PASSWORD
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


def soup(client: Client, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def meta(page: BeautifulSoup, name: str) -> str | None:
    found = page.find("meta", attrs={"name": name})
    return None if found is None else str(found["content"])


@pytest.fixture
def frame() -> SiteFrame:
    found = SiteFrame.for_site(Site.objects.get(is_default_site=True))
    found.sponsor, found.site_code, found.icp_number = "某市纪委", "5100000000", "某ICP备1号"
    found.save()
    return found


def long_notice(blocks: int, *, linked: bool = False, **fields: object) -> CaseNoticePage:
    """A notice whose every part is there many times over, with links in its text or without."""
    others = [CaseNoticePageFactory() for _ in range(3)]
    picture = {"image": ImageFactory().pk, "alt_text": "图", "decorative": False}
    link = '见<a linktype="page" id="{}">另一通报</a>。' if linked else "见通报{}。"
    text = "".join(f"<p>{link.format(other.pk)}</p>" for other in others)
    return CaseNoticePageFactory(
        body=[
            block
            for _ in range(blocks)
            for block in (paragraph(text), {"type": "figure", "value": {"image": picture, "caption": "图"}})
        ],
        attachments=[{"type": "document", "value": DocumentFactory().pk} for _ in range(blocks)],
        related=[{"type": "notice", "value": other.pk} for other in others],
        violations=[ViolationFactory() for _ in range(blocks)],
        forms=[FormFactory() for _ in range(blocks)],
        **fields,
    )


@pytest.mark.parametrize("blocks", [0, 1, 12])
@pytest.mark.parametrize(("linked", "most"), [(False, 12), (True, 14)])
def test_a_notice_costs_the_same_however_long_it_is(
    blocks: int, linked: bool, most: int, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Links to other notices cost two queries, however many there are."""
    url = (long_notice(blocks, linked=linked) if blocks else CaseNoticePageFactory(body=[])).url
    # The first reader makes the picture sizes.
    assert client.get(url).status_code == 200
    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_home_costs_little(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(9):
        CaseNoticePageFactory()
        WarningPageFactory()
    # What a process keeps, such as the types of pages, is known from the first request on.
    assert client.get("/").status_code == 200
    with django_assert_max_num_queries(19):
        assert client.get("/").status_code == 200


def test_links_between_paragraphs_lead_to_the_pages(client: Client) -> None:
    notice = long_notice(2, linked=True)
    other = notice.related[0].value
    body = soup(client, notice.url).select_one(".prose")
    assert body is not None
    assert len(body.select(f'a[href="{other.url}"]')) == 2
    assert len(body.select("figure img[alt='图']")) == 2


def test_home_shows_what_is_in_force_and_what_is_new(client: Client) -> None:
    WarningPageFactory(title="有效提醒", in_force=True)
    WarningPageFactory(title="过期提醒", over=True)
    WarningPageFactory(title="未来提醒", coming=True)
    CaseNoticePageFactory(title="公开通报")
    CaseNoticePageFactory(title="不公开的通报", internal=True, audience=[UnitFactory()])
    text = soup(client, "/").get_text()
    assert "有效提醒" in text
    assert "公开通报" in text
    for hidden in ("过期提醒", "未来提醒", "不公开的通报"):
        assert hidden not in text


def test_an_empty_home_says_so(client: Client) -> None:
    text = soup(client, "/en/").get_text()
    assert "No warning is in force today." in text
    assert "Nothing has been published here yet." in text


@pytest.mark.parametrize(
    ("path", "tag"), [("/", "zh-Hans"), ("/en/", "en"), ("/nope/", "zh-Hans"), ("/en/nope/", "en")]
)
def test_every_page_tells_its_language_and_links_the_other(path: str, tag: str, client: Client) -> None:
    page = soup(client, path, 404 if "nope" in path else 200)
    html = page.html
    assert html is not None
    assert html["lang"] == tag
    (other,) = page.select(".languages a")
    assert {other["hreflang"], tag} == {"zh-Hans", "en"}


def test_machines_find_one_address_and_both_languages(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.SITE_URL = "https://sunlight.example"  # type: ignore[attr-defined]
    page = soup(client, "/en/notices/?q=x")
    canonical = page.find("link", rel="canonical")
    assert canonical is not None
    assert canonical["href"] == "https://sunlight.example/en/notices/"
    assert {link["hreflang"]: link["href"] for link in page.select('link[rel="alternate"][hreflang]')} == {
        "x-default": "https://sunlight.example/notices/?q=x",
        "zh-Hans": "https://sunlight.example/notices/?q=x",
        "en": "https://sunlight.example/en/notices/?q=x",
    }
    assert page.select('link[type="application/atom+xml"]')


def test_the_metadata_of_government_sites(frame: SiteFrame, client: Client) -> None:
    notice = CaseNoticePageFactory(title="标题", keywords="礼金；公车", published_on=date(2026, 4, 13))
    page = soup(client, notice.url)
    assert meta(page, "SiteName") == "阳光问效"
    assert meta(page, "SiteIDCode") == "5100000000"
    assert meta(page, "ArticleTitle") == "标题"
    assert meta(page, "PubDate") == "2026-04-13 00:00"
    assert meta(page, "ContentSource") == notice.issuing_unit.name
    assert meta(page, "Keywords") == "礼金,公车"
    footer = page.find("footer")
    assert footer is not None
    assert "某市纪委" in footer.get_text()
    assert "某ICP备1号" in footer.get_text()


def test_an_internal_notice_is_marked_and_gives_machines_nothing(client: Client) -> None:
    unit = UnitFactory()
    UserFactory(username="reader", units=[unit])
    notice = CaseNoticePageFactory(title="内部标题", internal=True, audience=[unit])
    assert client.login(username="reader", password=PASSWORD)
    page = soup(client, notice.url)
    assert page.select(".notice__internal")
    assert meta(page, "ArticleTitle") is None
    assert "noindex" in (meta(page, "robots") or "")


def test_no_page_asks_another_host_or_styles_inline(client: Client) -> None:
    notice = long_notice(1)
    for path in ("/", "/notices/", notice.url, reverse("search"), "/nope/"):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert not page.select("[style], style, script:not([src]):not([type='application/ld+json'])")
        for found in page.select("script[src], link[rel=stylesheet], link[rel=icon], img"):
            assert str(found.get("src") or found.get("href")).startswith("/")


def test_text_from_editors_is_escaped(client: Client) -> None:
    notice = CaseNoticePageFactory(title="<script>x()</script>", keywords='"><b>x</b>', summary="<i>y</i>")
    for path in (notice.url, "/", "/notices/"):
        html = client.get(path).content.decode()
        assert "<script>x()" not in html
        assert "<i>y</i>" not in html
        assert '"><b>x' not in html


def test_the_page_of_a_fault_needs_nothing(rf: RequestFactory, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.block():
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    text = response.content.decode()
    assert re.search("页面暂时无法显示.*The page cannot be shown", text, re.DOTALL)
    assert "{%" not in text


@pytest.mark.parametrize(("prefix", "words"), [("", "404"), ("/en", "There is no such page")])
def test_a_missing_page_offers_a_search(prefix: str, words: str, client: Client) -> None:
    page = soup(client, f"{prefix}/nothing/here/", 404)
    main = page.find("main")
    assert main is not None
    assert words in main.get_text()
    assert main.select(f'form[action="{prefix}/search/"]')
