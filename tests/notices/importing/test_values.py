"""Dates and document numbers as people type them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.importing.headings import key_of
from portal.notices.importing.values import normalise_document_number, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-13", "2026/4/13", "2026年4月13日", "2026.4.13", "２０２６年４月１３日", "2026-04-13 17:00",
        "2026-04-13T17:00:05Z", " 2026 年 4 月 13 日 ", datetime(2026, 4, 13, 8), date(2026, 4, 13),
    ],
)  # fmt: skip
def test_a_day_in_every_writing(text: object) -> None:
    assert parse_date(text) == date(2026, 4, 13)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026年4月", "2026", "2026-13-01", "昨天", "4/13/2026", "0001-01-01", "2026-4/13", 20260413, None],
)
def test_no_day_is_invented(text: object) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_date(text)


@given(st.text())
def test_any_text_is_a_day_or_an_error_with_a_reason(text: str) -> None:
    try:
        assert parse_date(text).year >= 1949
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("云纪通[2026]3号", "云纪通〔2026〕3号"),
        ("云纪通（２０２６）０３号", "云纪通〔2026〕3号"),
        ("〔2026〕3号", "〔2026〕3号"),
        ("云纪通【2026】 第3号", "云纪通〔2026〕第3号"),
        ("2026年第3批", "2026年第3批"),
        ("云纪通[2026]", "云纪通[2026]"),
    ],
)
def test_document_numbers_get_their_official_brackets(typed: str, official: str) -> None:
    assert normalise_document_number(typed) == official
    assert normalise_document_number(official) == official


@pytest.mark.parametrize(
    ("heading", "key"), [("发布日期", "date"), (" Document-Number ", "document_number"), ("备注", "备注")]
)
def test_headings_stand_for_keys(heading: str, key: str) -> None:
    assert key_of(heading) == key
