"""The sections of the home page: arranged by editors, live in their content, drawn in the admin's block picker."""

import html
import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import Block
from wagtail.models import PageViewRestriction

from home.blocks.arrangement import usual_arrangement
from home.demo.data import words
from home.models import HomePage, StandardPage
from home.roles import Role
from tests.factories import CaseNoticePageFactory, UnitFactory, UserFactory, WarningPageFactory, section, site_tree

NAMES = ("warnings", "latest", "quarter", "regions", "units", "channels", "text", "doors")


def stream_block() -> Any:
    field: Any = HomePage._meta.get_field("sections")
    return field.stream_block


def arranged(*sections: dict[str, Any]) -> HomePage:
    home = HomePage.objects.get(pk=site_tree().pk)
    home.sections = list(sections)
    home.save()
    return home


def channels(**card: str | int) -> dict[str, Any]:
    return {"type": "channels", "value": {"channels": [{"title": "监督举报", "text": "说明", **card}]}}


def soup(prefix: str = "/en") -> BeautifulSoup:
    response = Client().get(f"{prefix}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def shown(page: BeautifulSoup) -> list[str]:
    """The sections by their places."""
    found = [part.get("aria-labelledby") or "doors" for part in page.select(".home__section")]
    return [str(place).partition("-")[0] for place in found]


@pytest.mark.django_db
def test_editors_decide_what_stands_where() -> None:
    arranged(
        {"type": "text", "value": {"heading": "公告", "text": "<p>今日停机</p>"}},
        {"type": "latest", "value": {"count": 2, "kinds": ["warning"]}},
        {"type": "latest", "value": {"heading_en": "More", "count": 1, "kinds": []}},
    )
    for number in range(3):
        WarningPageFactory(title=f"提醒{number}")
        CaseNoticePageFactory(title=f"通报{number}")
    page = soup()
    assert shown(page) == ["text", "latest", "latest"]
    assert [heading.get_text() for heading in page.select(".home__section h2")] == ["公告", "Latest notices", "More"]
    assert "今日停机" in page.get_text()
    cards = [card.get_text() for card in page.select(".card__title")]
    assert len(cards) == 3
    assert [card[:2] for card in cards] == ["提醒", "提醒", "通报"]
    ids = [found["id"] for found in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
@pytest.mark.parametrize("sections", [usual_arrangement(), words("home_sections")], ids=["usual", "demo"])
def test_what_is_arranged_beforehand_is_valid(sections: list[dict[str, Any]]) -> None:
    block = stream_block()
    value = block.to_python(sections)
    assert [child.block_type for child in value] == [entry["type"] for entry in sections]
    block.clean(value)
    assert set(NAMES) - {"text"} == {child.block_type for child in value}


@pytest.mark.django_db
def test_where_nothing_is_arranged_the_usual_sections_stand() -> None:
    arranged()
    assert shown(soup()) == [entry["type"] for entry in usual_arrangement()]


@pytest.mark.django_db
def test_an_earlier_site_begins_with_them_in_its_drafts_too() -> None:
    home = arranged()
    home.save_revision()
    import_module("home.migrations.0007_home_sections").arrange(apps, None)
    home.refresh_from_db()
    usual = [entry["type"] for entry in usual_arrangement()]
    assert [child.block_type for child in home.sections] == usual
    assert [child.block_type for child in home.get_latest_revision_as_object().sections] == usual
    mine = arranged({"type": "doors", "value": {}})
    import_module("home.migrations.0007_home_sections").arrange(apps, None)
    mine.refresh_from_db()
    assert [child.block_type for child in mine.sections] == ["doors"]


@pytest.mark.django_db
def test_a_kind_or_block_that_is_no_more_breaks_nothing() -> None:
    arranged(
        {"type": "latest", "value": {"count": 2, "kinds": ["gazette"]}},
        {"type": "lottery", "value": {"x": 1}},
        {"type": "quarter", "value": {"which": "complete"}},
    )
    CaseNoticePageFactory(title="公开通报")
    page = soup()
    assert shown(page) == ["latest", "quarter"]
    assert "公开通报" in page.get_text()


@pytest.mark.django_db
def test_nothing_internal_is_shown_or_counted() -> None:
    unit = UnitFactory(name="内部单位", name_en="")

    def with_unseen(**unseen: Any) -> BeautifulSoup:
        CaseNoticePageFactory(title="不公开的通报", issuing_unit=unit, **unseen)
        WarningPageFactory(title="不公开的提醒", issuing_unit=unit, **unseen)
        return soup()

    with_unseen(internal=True, audience=[unit])
    assert not with_unseen(draft=True).select(".hero__update")
    # A moment passes before the restriction is set; that change, and no more, is told.
    page = with_unseen(restricted=True)
    for hidden in ("不公开", "内部单位"):
        assert hidden not in page.get_text()
    assert not page.select(".tile a, .bar a")


@pytest.mark.django_db
def test_a_section_that_is_closed_is_not_linked() -> None:
    CaseNoticePageFactory()
    assert soup().select('.home__section a[href="/en/notices/"]')
    PageViewRestriction.objects.create(
        page=section(type(CaseNoticePageFactory().get_parent().specific)), restriction_type="login"
    )
    assert not soup().select('.section-head a[href="/en/notices/"]')


@pytest.mark.django_db
def test_a_card_says_how_to_hand_in() -> None:
    card = {"title_en": "Report", "phone": "12388", "hours": "工作日", "address": "/about/", "link_text_en": "More"}
    arranged(channels(**card))
    found = soup().select_one(".channel")
    assert found is not None
    assert found.get_text(" ", strip=True) == "Report 说明 Telephone 12388 Opening hours 工作日 More"
    assert [str(link["href"]) for link in found.select("a")] == ["tel:12388", "/en/about/"]
    arranged(channels())
    (bare,) = soup("").select(".channel")
    assert not bare.select("a")


@pytest.mark.django_db
def test_a_card_links_a_page_while_it_is_public() -> None:
    home = HomePage.objects.get(pk=site_tree().pk)
    page = home.add_child(instance=StandardPage(title="举报指南", slug="guide"))
    arranged(channels(page=page.pk))
    assert soup().select('.channel a[href="/en/guide/"]')
    page.unpublish()
    assert not soup().select(".channel a")
    assert "举报指南" not in soup().get_text()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "feedback/", " data:text/html,x", "ftp://a.example/"])
def test_an_address_is_that_of_a_web_page(address: str) -> None:
    block = stream_block()
    value = block.to_python([channels(address=address)])
    with pytest.raises(ValidationError):
        block.clean(value)


@pytest.mark.django_db
def test_a_kept_home_page_follows_the_database(settings: Any) -> None:
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    arranged({"type": "quarter", "value": {"which": "running"}})
    client = Client()
    notice = CaseNoticePageFactory()

    def number() -> str:
        found = BeautifulSoup(client.get("/").content, "html.parser").select_one(".tile__number")
        assert found is not None
        return found.get_text()

    assert [number(), number()] == ["1", "1"]
    CaseNoticePageFactory()
    assert number() == "2"
    notice.unpublish()
    assert number() == "1"


def blocks() -> Iterator[tuple[str, Block]]:
    yield from stream_block().child_blocks.items()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_block_says_what_it_is_for(language: str) -> None:
    with translation.override(language):
        texts = {name: str(block.get_description()) for name, block in blocks()}
    assert tuple(texts) == NAMES
    assert len(set(texts.values())) == len(NAMES)
    assert all(len(text) > 10 for text in texts.values())


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_drawn_in_the_picker(client: Client, name: str) -> None:
    client.force_login(UserFactory(groups=[Role.ADMINISTRATOR]))
    CaseNoticePageFactory()
    block = dict(blocks())[name]
    assert block.is_previewable
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select(".home__section")
    assert page.select('link[href*="css/home"]')


@pytest.mark.django_db
def test_the_form_of_the_admin_opens_and_saves(client: Client) -> None:
    client.force_login(UserFactory(groups=[Role.ADMINISTRATOR]))
    home = arranged(*usual_arrangement())
    response = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert response.status_code == 200
    assert json.dumps("监督举报").strip('"') in html.unescape(response.content.decode())
