"""What official sites and the machines that read them expect of every page."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, SiteFrame, StandardPage
from portal.content import robots
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    UnitFactory,
    UserFactory,
    WarningPageFactory,
    site_tree,
)
from tests.factories.accounts import PASSWORD
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db

ADDRESS = "https://sunlight.example"
LONG = "关于" + "测试县" * 60 + "的通报"


@pytest.fixture(autouse=True)
def _public_address(settings: Any) -> None:
    settings.SITE_URL = ADDRESS


def soup(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def nodes(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Every node of structured data."""
    for block in page.select('script[type="application/ld+json"]'):
        yield from json.loads(block.get_text())["@graph"]


def node(page: BeautifulSoup, kind: str) -> dict[str, Any]:
    (found,) = (each for each in nodes(page) if each["@type"] == kind)
    return found


def shared(page: BeautifulSoup, name: str) -> str | None:
    found = page.find("meta", attrs={"property": name})
    return str(found["content"]) if found else None


def frame(**fields: Any) -> SiteFrame:
    found = SiteFrame.for_site(Site.objects.get(is_default_site=True))
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return found


def standing(slug: str, title: str, parent: Any = None, **fields: Any) -> StandardPage:
    home = parent or HomePage.objects.get(pk=site_tree().pk)
    return home.add_child(instance=StandardPage(slug=slug, title=title, **fields))


@pytest.mark.parametrize(("prefix", "name"), [("", "阳光问效"), ("/en", "Sunlight")])
def test_the_home_page_says_how_to_search(client: Client, prefix: str, name: str) -> None:
    frame(sponsor="某市纪委", hotline="12388")
    page = soup(client, f"{prefix}/")
    site = node(page, "WebSite")
    assert site["name"] == name
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{ADDRESS}{prefix}/search/?q={{search_term_string}}"
    sponsor = node(page, "GovernmentOrganization")
    assert sponsor["name"] == "某市纪委"
    assert sponsor["contactPoint"]["telephone"] == "12388"
    assert site["publisher"]["@id"] == sponsor["@id"]
    assert shared(page, "og:url") == f"{ADDRESS}{prefix}/"
    assert shared(page, "og:title") == name


def test_a_notice_is_an_article(client: Client) -> None:
    notice = CaseNoticePageFactory(published_on=date(2026, 4, 13), document_number="某纪〔2026〕3号")
    page = soup(client, notice.url)
    article = node(page, "Article")
    assert article["headline"] == notice.title
    assert article["datePublished"] == "2026-04-13"
    assert article["identifier"] == "某纪〔2026〕3号"
    assert article["author"]["name"] == notice.issuing_unit.name
    assert article["@id"] == ADDRESS + notice.url
    steps = node(page, "BreadcrumbList")["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [f"{ADDRESS}/", f"{ADDRESS}/notices/", ADDRESS + notice.url]
    assert shared(page, "og:type") == "article"
    assert shared(page, "og:description") == notice.summary


def test_a_warning_says_when_it_ends(client: Client) -> None:
    warning = WarningPageFactory(valid_to=date(2030, 1, 2))
    assert node(soup(client, warning.url), "Article")["expires"] == "2030-01-02"


def test_an_internal_notice_tells_machines_nothing(client: Client) -> None:
    unit = UnitFactory()
    UserFactory(username="reader", units=[unit])
    CaseNoticePageFactory()
    notice = CaseNoticePageFactory(internal=True, audience=[unit])
    client.login(username="reader", password=PASSWORD)
    page = soup(client, notice.url)
    assert list(nodes(page)) == []
    assert not page.select('meta[property^="og:"], .cite, .neighbours')


def test_no_text_ends_the_block_of_data(client: Client) -> None:
    title = "</script><script>x()</script>&\u2028"
    notice = CaseNoticePageFactory(title=title)
    response = client.get(notice.url)
    assert "<script>x()" not in response.content.decode()
    assert node(BeautifulSoup(response.content, "html.parser"), "Article")["headline"] == title


@pytest.mark.parametrize(("prefix", "name"), [("", "阳光问效"), ("/en", "Sunlight")])
def test_browsers_take_the_site_in(client: Client, prefix: str, name: str) -> None:
    page = soup(client, f"{prefix}/notices/")
    link = page.select_one('link[rel="search"]')
    assert link is not None
    assert link["href"] == f"{prefix}/opensearch.xml"
    response = client.get(str(link["href"]))
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    described = ElementTree.fromstring(response.content)  # noqa: S314 (our own answer)
    spaces = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert described.findtext("o:ShortName", namespaces=spaces) == name
    (html,) = described.findall('o:Url[@type="text/html"]', spaces)
    assert html.get("template") == f"{ADDRESS}{prefix}/search/?q={{searchTerms}}"
    link = page.select_one('link[rel="manifest"]')
    assert link is not None
    manifest = client.get(str(link["href"])).json()
    assert (manifest["name"], manifest["start_url"]) == (name, f"{prefix}/")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert found is not None
        assert Path(found).read_text().startswith("<svg")


def test_the_footer_of_an_official_site(client: Client) -> None:
    statement = standing("accessibility", "无障碍声明")
    frame(
        sponsor="某市纪委",
        email="web@sunlight.example",
        icp_number="某ICP备1号",
        police_number="某公网安备 51000002000394号",
        site_code="5100000000",
        fault_url="https://faults.example/report",
        accessibility_page=statement,
    )
    footer = soup(client, "/").footer
    assert footer is not None
    links = {str(link["href"]) for link in footer.select("a")}
    assert {
        "mailto:web@sunlight.example",
        "https://beian.miit.gov.cn/",
        "https://beian.mps.gov.cn/#/query/webSearch?code=51000002000394",
        "https://faults.example/report",
        "/accessibility/",
        "/sitemap/",
    } <= links
    assert "5100000000" in footer.get_text()
    assert f"© {date.today():%Y} 某市纪委" in footer.get_text()
    assert footer.select(".footer__police svg")
    statement.unpublish()
    assert "/accessibility/" not in str(soup(client, "/").footer)
    frame(copyright="某市 2020—2026")
    assert "© 某市 2020—2026" in str(soup(client, "/").footer)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_site_map_for_people(client: Client, prefix: str) -> None:
    about = standing("about", "关于本站")
    standing("rules", "管理办法", parent=about)
    closed = standing("closed", "内部页面", show_in_menus=True)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    unit = UnitFactory(name="某局", name_en="Some bureau")
    UnitFactory(parent=UnitFactory(parent=unit), name="某局某科某股")
    UnitFactory(name="撤销的局", closed_on=date(2020, 1, 1))
    page = soup(client, f"{prefix}/sitemap/")
    assert page.main is not None
    links = {str(link["href"]) for link in page.main.select("a")}
    wanted = {"/notices/", "/warnings/", "/units/", "/about/", "/about/rules/", f"/units/{unit.code}/"}
    assert {prefix + path for path in wanted} <= links
    text = page.get_text()
    for hidden in ("内部页面", "某局某科某股", "撤销的局"):
        assert hidden not in text


def test_before_and_after_in_the_section(client: Client) -> None:
    days = [date(2026, 1, day) for day in (1, 2, 2, 3)]
    four = [CaseNoticePageFactory(published_on=day) for day in days]
    CaseNoticePageFactory(published_on=days[1], internal=True)
    CaseNoticePageFactory(published_on=days[1], draft=True)
    CaseNoticePageFactory(published_on=days[1], restricted=True)
    WarningPageFactory(published_on=days[1])

    first, second, third, last = (notice.url for notice in four)

    def around(address: str) -> list[str | None]:
        page = soup(client, address)
        found = [page.select_one(f'.neighbours a[rel="{side}"]') for side in ("prev", "next")]
        return [str(link["href"]) if link else None for link in found]

    assert around(first) == [None, second]
    assert around(second) == [first, third]
    assert around(third) == [second, last]
    assert around(last) == [third, None]
    assert around(f"/en{second}") == [f"/en{first}", f"/en{third}"]


def test_a_notice_is_cited_by_its_address(client: Client) -> None:
    notice = CaseNoticePageFactory(published_on=date(2026, 4, 13), document_number="某纪〔2026〕3号")
    address, citation = soup(client, notice.url).select(".cite__text")
    assert address.get_text() == ADDRESS + notice.url
    assert citation.get_text() == (
        f"{notice.issuing_unit.name}. {notice.title}：某纪〔2026〕3号[EB/OL]. (2026-04-13). {ADDRESS}{notice.url}"
    )


@pytest.mark.parametrize(("headings", "listed"), [(2, 0), (3, 3)])
def test_a_long_notice_has_a_list_of_contents(client: Client, headings: int, listed: int) -> None:
    blocks = [
        each
        for number in range(headings)
        for each in ({"type": "heading", "value": "同一标题"}, paragraph(f"<p>{number}</p>"))
    ]
    page = soup(client, CaseNoticePageFactory(body=blocks).url)
    assert [heading["id"] for heading in page.select(".prose h2")] == [f"part-{n + 1}" for n in range(headings)]
    links = [str(link["href"]) for link in page.select(".contents a")]
    assert links == [f"#part-{n + 1}" for n in range(listed)]


@pytest.mark.parametrize("path", ["/fr/", "/fr/notices/", "/EN/", "/zh-hans/", "/xx-yy/search/?q=a", "/en/fr/"])
def test_unknown_languages_are_unknown_pages(client: Client, path: str) -> None:
    assert client.get(path, headers={"accept-language": "fr, ar;q=0.5, *;q=0.1"}).status_code == 404


def test_an_unknown_language_in_a_cookie_or_header_changes_nothing(client: Client) -> None:
    client.cookies["django_language"] = "fr'\"<x>"
    page = BeautifulSoup(client.get("/", headers={"accept-language": "ar" * 400}).content, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "zh-Hans"


@pytest.mark.parametrize(
    "title",
    [LONG, "\u202eلإشعار رقم ١ \u202dabc", "x" * 200, "🦊" * 100, "{{ 7|add:7 }}{% now %}", "\u200b\u200f"],
    ids=["long", "right to left", "one word", "beyond the plane", "template", "invisible"],
)
def test_hostile_titles_hold_everywhere(client: Client, title: str) -> None:
    first = CaseNoticePageFactory(title=title, published_on=date(2026, 1, 1))
    second = CaseNoticePageFactory(title="后一篇", published_on=date(2026, 1, 2))
    address = first.url
    for path in (address, second.url, "/", "/notices/", f"/en{address}"):
        assert client.get(path).status_code == 200
    article = node(soup(client, address), "Article")
    assert article["headline"] == title


def test_a_big_site_has_an_index_of_site_maps(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PAGE", 2)
    monkeypatch.setattr(robots.PublishedPages, "limit", 2)
    notices = [CaseNoticePageFactory() for _ in range(5)]
    for notice in notices:
        notice.save_revision().publish()
    CaseNoticePageFactory(internal=True)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

    def read(address: str, what: str) -> list[ElementTree.Element]:
        found = ElementTree.fromstring(client.get(address).content)  # noqa: S314 (our own answer)
        return found.findall(f"s:{what}", spaces)

    files = read("/sitemap.xml", "sitemap")
    locations = [str(each.findtext("s:loc", namespaces=spaces)) for each in files]
    mine = [each for each in locations if "casenoticepage" in each]
    assert len(mine) == 3
    entries = [entry for file in mine for entry in read(file.removeprefix("http://testserver"), "url")]
    found = {str(entry.findtext("s:loc", namespaces=spaces)).removeprefix("http://testserver") for entry in entries}
    assert found == {notice.url for notice in notices}
    assert all(entry.findtext("s:lastmod", namespaces=spaces) for entry in entries)
    lastmod = [each.findtext("s:lastmod", namespaces=spaces) for each in files]
    assert [day for day, place in zip(lastmod, locations, strict=True) if "casenoticepage" in place] != [None] * 3


def test_the_tables_of_a_bulletin_are_data_with_their_files(client: Client) -> None:
    CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    page = BulletinPageFactory(compiled=True)
    found = [each for each in nodes(soup(client, page.url)) if each["@type"] == "Dataset"]
    assert len(found) == len(page.tables)
    overview = next(each for each in found if each["@id"].endswith("#table-overview"))
    assert overview["temporalCoverage"] == "2026-07-01/2026-09-30"
    assert {file["encodingFormat"] for file in overview["distribution"]} >= {"text/csv", "application/json"}
    for file in overview["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(ADDRESS)).status_code == 200
