"""Links shared elsewhere bear a picture, and robots find the pages that are not Wagtail's."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from home.templatetags.sharing import shared_picture
from portal.content.robots import register_section
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


def test_robots_are_told_of_units_and_our_own_pages(client: Client) -> None:
    site_tree()
    unit = UnitFactory(code="js-jyj")
    text = client.get("/sitemap.xml").content.decode()
    for path in (f"/units/{unit.code}/", "/units/", "/glossary/", "/sitemap/"):
        assert f"{path}</loc>" in text, path
    assert "/en/" not in text


def test_a_section_of_the_site_map_has_one_owner() -> None:
    with pytest.raises(ValueError, match="registered already"):
        register_section("units", type("Other", (), {}))  # type: ignore[arg-type] # any other class will do
