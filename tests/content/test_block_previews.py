"""The block picker tells editors what each block is for, and shows it as readers will see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import Block

from home.models import StandardPage
from home.roles import Role
from portal.notices.models import CaseNoticePage
from tests.factories import UserFactory

#: What every body may hold; that of a case notice also marks the place of its cases.
BODY = {"heading": "<h2", "paragraph": "<ul>", "quote": "<blockquote>", "figure": "<figure", "table": "<caption>"}


def blocks(name: str) -> dict[str, Block]:
    field: Any = CaseNoticePage._meta.get_field(name)
    return dict(field.stream_block.child_blocks)


NOTICE = {**BODY, "cases": "<p"}


def described() -> Iterator[tuple[str, Block]]:
    for name in ("body", "attachments"):
        yield from blocks(name).items()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_block_says_what_it_is_for(language: str) -> None:
    with translation.override(language):
        texts = {name: str(block.get_description()) for name, block in described()}
    assert len(texts) == len(NOTICE) + 1
    assert len(set(texts.values())) == len(texts)
    assert all(len(text) > 10 for text in texts.values())


def test_every_block_of_a_body_has_its_preview() -> None:
    assert set(blocks("body")) == set(NOTICE)
    assert [name for name, block in blocks("body").items() if not block.is_previewable] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", NOTICE)
def test_the_preview_is_drawn_as_on_the_page(client: Client, name: str) -> None:
    client.force_login(UserFactory(groups=[Role.EDITOR]))
    address = reverse("wagtailadmin_block_preview")
    response = client.get(address, {"id": blocks("body")[name].definition_prefix})
    assert response.status_code == 200
    page = response.content.decode()
    assert NOTICE[name] in page
    assert "css/tokens" in page


@pytest.mark.django_db
def test_strangers_get_no_preview(client: Client) -> None:
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": blocks("body")["quote"].definition_prefix})
    assert response.status_code in {302, 403}


def test_standing_pages_take_the_same_blocks() -> None:
    field: Any = StandardPage._meta.get_field("body")
    assert set(field.stream_block.child_blocks) == set(BODY)
