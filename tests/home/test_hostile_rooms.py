"""The later rooms with nothing in them, without their pictures, and in languages that there are not."""

import gc
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.notices.models import BulletinIndexPage, ClarificationIndexPage, InspectionIndexPage
from tests.factories import (
    ClarificationPageFactory,
    ImageFactory,
    InspectionPageFactory,
    UnitFactory,
    section,
)
from tests.factories.notices import paragraph
from tests.indexes import engine, index

__all__ = ["engine", "index"]

pytestmark = pytest.mark.django_db

ROOMS = (
    "/bulletins/",
    "/clarifications/",
    "/inspections/",
    "/hearings/",
    "/inquiries/",
    "/inquiries/figures/",
    "/insights/",
    "/insights/forms/",
    "/open-data/",
    "/changes/",
    "/units/quiet/",
    "/units/quiet/archive/",
    "/units/quiet/archive/print/",
)
RIGHT_TO_LEFT = "بلاغ بشأن قبول الهدايا"


def main(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, path
    found = BeautifulSoup(response.content, "html.parser").main
    assert found is not None
    return found


@pytest.fixture
def rooms() -> None:
    """Sections and a unit, and nothing in them."""
    for model in (BulletinIndexPage, ClarificationIndexPage, InspectionIndexPage):
        section(model)
    UnitFactory(code="quiet")


def test_a_room_with_nothing_in_it_says_so_and_leads_on(client: Client, rooms: None, index: Any) -> None:
    index()
    for path in ROOMS:
        for language in ("", "/en"):
            page = main(client, language + path)
            assert page.h1 is not None, path
            assert page.select("a[href]"), path
            assert "None" not in page.get_text(), path


def test_a_language_that_there_is_not_has_our_own_page(client: Client, rooms: None) -> None:
    for path in ROOMS:
        response = client.get(f"/fr{path}", headers={"accept-language": "ar"})
        assert response.status_code == 404
        assert "404.html" in {template.name for template in response.templates}
        assert b'lang="zh-Hans"' in response.content
        assert main(client, path) is not None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_picture_that_is_not_there_leaves_its_words(client: Client, damage: str) -> None:
    for factory in (InspectionPageFactory, ClarificationPageFactory):
        image = ImageFactory()
        value = {"image": {"image": image.pk, "alt_text": "公示栏全景", "decorative": False}, "caption": RIGHT_TO_LEFT}
        page = factory(title=RIGHT_TO_LEFT, body=[paragraph("<p>甲</p>"), {"type": "figure", "value": value}])
        image.renditions.all().delete()
        Path(image.file.path).write_bytes(b"") if damage == "broken" else Path(image.file.path).unlink()
        shown = main(client, page.url)
        assert "公示栏全景" in str(shown)
        assert RIGHT_TO_LEFT in shown.get_text()
    # Wagtail leaves its temporary file to the garbage collector when the picture in it cannot be read.
    gc.collect()
