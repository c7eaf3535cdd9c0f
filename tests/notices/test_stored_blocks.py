"""Block types live in code, not in migrations: what has once been stored must still be understood."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from wagtail import blocks
from wagtail.fields import StreamField

from portal.content.models import PortalPage
from portal.notices.models import CaseNoticePage
from search import documents

BODY = {
    "figure": {"caption": None, "image": {"alt_text": None, "decorative": None, "image": None}},
    "heading": None,
    "paragraph": None,
    "quote": {"source": None, "text": None},
    "table": None,
}
NOTICE = {"body": BODY, "attachments": {"document": None}, "related": {"notice": None}}

_HEADED = {"heading": None, "heading_en": None}
HOME = {
    "warnings": {**_HEADED, "count": None},
    "latest": {**_HEADED, "count": None, "kinds": None},
    "quarter": {**_HEADED, "which": None},
    "regions": {**_HEADED, "span": None, "count": None},
    "units": {**_HEADED, "span": None, "count": None},
    "channels": {
        **_HEADED,
        "note": None,
        "note_en": None,
        "channels": dict.fromkeys(
            (
                *("title", "title_en", "text", "text_en", "phone", "hours", "hours_en"),
                *("page", "address", "link_text", "link_text_en"),
            )
        ),
    },
    "text": {**_HEADED, "text": None, "text_en": None},
    "doors": _HEADED,
}

#: Every block type that any release has stored. Only add: a type that goes needs a data migration first.
STORED = {
    "home.HomePage": {"sections": HOME},
    "home.StandardPage": {"body": BODY},
    "notices.BulletinPage": NOTICE,
    "notices.CaseNoticePage": {**NOTICE, "body": {**BODY, "cases": None}},
    "notices.ClarificationPage": NOTICE,
    "notices.InspectionPage": NOTICE,
    "notices.WarningPage": NOTICE,
}


def tree(block: blocks.Block) -> dict[str, object] | None:
    """The names inside a block; None for one that has none."""
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        return {name: tree(child) for name, child in block.child_blocks.items()} or None
    return tree(block.child_block) if isinstance(block, blocks.ListBlock) else None


def in_code() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField) and model._meta.app_label in {"home", "notices", "content"}:
                found.setdefault(model._meta.label, {})[field.name] = tree(field.stream_block)
    return found


def missing(stored: object, code: object, path: str = "") -> list[str]:
    """What is stored under names that the code does not have."""
    if not isinstance(stored, dict):
        return []
    if not isinstance(code, dict):
        return [f"{path}.*"]
    lost = [f"{path}.{name}" for name in stored if name not in code]
    return lost + [
        found for name in stored if name in code for found in missing(stored[name], code[name], f"{path}.{name}")
    ]


def test_every_block_type_ever_stored_still_exists() -> None:
    assert missing(STORED, in_code()) == []


def test_every_block_type_of_the_code_is_written_down_here() -> None:
    assert missing(in_code(), STORED) == []


def test_a_lost_type_is_noticed() -> None:
    code = in_code()
    body = code["notices.CaseNoticePage"]["body"]
    assert isinstance(body, dict)
    assert missing(STORED, {**code, "notices.CaseNoticePage": {**NOTICE, "body": {"heading": None}}}) == [
        f".notices.CaseNoticePage.body.{name}" for name in (*BODY, "cases") if name != "heading"
    ]


def test_all_pages_say_what_search_has_of_them() -> None:
    assert [error for error in run_checks() if (error.id or "").startswith("content.")] == []


@pytest.mark.parametrize(("searchable", "expected"), [(None, "content.E001"), (True, "content.E002")])
def test_a_page_type_that_search_would_miss_is_an_error(
    monkeypatch: pytest.MonkeyPatch, searchable: bool | None, expected: str
) -> None:
    monkeypatch.setattr(documents, "_sources", {})
    monkeypatch.setattr(CaseNoticePage, "searchable", searchable)
    assert issubclass(CaseNoticePage, PortalPage)
    assert expected in {error.id for error in run_checks() if error.obj is CaseNoticePage}
