"""Links shared elsewhere bear a picture, and robots find the pages that are not Wagtail's."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from home.icons import SUN
from home.machines import THEME
from home.sitemaps import OwnPages
from home.templatetags.sharing import shared_picture
from portal.content.robots import register_section
from portal.notices.models import CaseNoticePage
from tests.factories import CaseNoticePageFactory, ImageFactory, UnitFactory, site_tree
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


def shared(client: Client, path: str, name: str) -> str | None:
    found = BeautifulSoup(client.get(path).content, "html.parser").find("meta", attrs={"property": f"og:{name}"})
    return str(found["content"]) if found else None


@pytest.mark.parametrize("path", ["/", "/en/", "/notices/", "/glossary/"])
def test_pages_without_a_picture_bear_ours(client: Client, settings: Any, path: str) -> None:
    settings.SITE_URL = "https://sunlight.example"
    site_tree()
    CaseNoticePageFactory()
    assert shared(client, path, "image") == "https://sunlight.example/static/img/share.png"
    assert shared(client, path, "image:alt") == shared(client, path, "title")
    assert finders.find("img/share.png")


def test_a_notice_bears_its_first_picture(client: Client) -> None:
    first, second = ImageFactory(), ImageFactory()
    figures = [
        {"type": "figure", "value": {"image": {"image": image.pk, "alt_text": text, "decorative": False}}}
        for image, text in ((first, "第一张"), (second, "第二张"))
    ]
    notice = CaseNoticePageFactory(body=[paragraph("<p>文字</p>"), *figures])
    page = BeautifulSoup(client.get(notice.url).content, "html.parser")
    address = shared(client, notice.url, "image")
    assert address is not None
    assert address.startswith("http")
    assert address.endswith(str(page.select(".picture img")[0]["src"]))
    assert shared(client, notice.url, "image:alt") == "第一张"
    assert page.select(".picture img")


def test_a_picture_that_cannot_be_shown_is_not_shared() -> None:
    picture = ImageFactory()
    value = {"image": {"image": picture.pk, "alt_text": "图", "decorative": False}}
    notice = CaseNoticePageFactory(body=[{"type": "figure", "value": value}])
    picture.file.storage.delete(picture.file.name)
    assert shared_picture(notice).address.endswith("/static/img/share.png")


def test_browsers_find_the_mark_where_they_look_for_it(client: Client) -> None:
    icon = client.get("/favicon.ico")
    assert icon["Content-Type"] == "image/x-icon"
    with Image.open(BytesIO(icon.content)) as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
    touch = client.get("/apple-touch-icon.png")
    assert touch["Cache-Control"] == "public, max-age=86400"
    with Image.open(BytesIO(touch.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (180, 180))
        places = {(2, 2): THEME, (90, 100): SUN, (90, 133): "#ffffff"}
        assert {place: "#{:02x}{:02x}{:02x}".format(*picture.getpixel(place)[:3]) for place in places} == places


def test_the_mark_has_the_colours_of_its_svg() -> None:
    drawn = Path(str(finders.find("img/favicon.svg"))).read_text()
    assert THEME in drawn
    assert SUN in drawn


@pytest.mark.parametrize("introduction", ["", "典型案件的通报。"])
def test_a_list_describes_itself_as_the_guideline_for_government_sites_wants(client: Client, introduction: str) -> None:
    section = CaseNoticePageFactory().get_parent().specific
    section.introduction = introduction
    section.save()
    page = BeautifulSoup(client.get(section.url).content, "html.parser")
    column = {
        str(meta["name"]): meta["content"] for meta in page.find_all("meta", attrs={"name": re.compile("^Column")})
    }
    assert set(column) == {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
    assert column["ColumnDescription"] == (introduction or section.title)
    assert section.title in column["ColumnKeywords"]
    assert column["ColumnType"] == "信息公开"


def test_robots_are_told_of_units_and_our_own_pages(client: Client) -> None:
    site_tree()
    unit = UnitFactory(code="js-jyj")
    text = client.get("/sitemap.xml").content.decode()
    for path in (f"/units/{unit.code}/", "/units/", "/glossary/", "/sitemap/"):
        assert f"{path}</loc>" in text, path
    assert "/en/" not in text


def test_every_page_of_our_own_that_robots_are_told_of_is_there(client: Client) -> None:
    site_tree()
    addresses = [OwnPages().location(name) for name in OwnPages().items()]
    assert {"/alerts/", "/changes/", "/hearings/"} <= set(addresses)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_list_was_changed_when_a_public_notice_in_it_was(client: Client) -> None:
    notices = [CaseNoticePageFactory(), CaseNoticePageFactory(), CaseNoticePageFactory(internal=True)]
    for notice, day in zip(notices, (2, 5, 9), strict=True):
        CaseNoticePage.objects.filter(pk=notice.pk).update(last_published_at=datetime(2026, 3, day, tzinfo=UTC))
    page = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    section = notices[0].get_parent().url
    (entry,) = [url for url in page.select("url") if url.loc and url.loc.text.endswith(section)]
    assert entry.lastmod is not None
    assert entry.lastmod.text == "2026-03-05"


def test_a_section_of_the_site_map_has_one_owner() -> None:
    with pytest.raises(ValueError, match="registered already"):
        register_section("units", type("Other", (), {}))  # type: ignore[arg-type] # any other class will do
