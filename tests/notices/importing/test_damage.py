"""Repairing text: what goes, what stays, and that nothing Chinese is ever lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.importing.damage import Damage, Found, clean

HEX = "ee560123456789abcdef0123456789ef"
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("dirty", "tidy", "kind", "count"),
    [
        ("每個(gè)責(zé)任", "每個責任", Damage.PINYIN, 2),
        ("政(zheng)(zheng)(zheng)府", "政府", Damage.PINYIN, 3),
        ("黨(dang)(dang)委", "黨委", Damage.PINYIN, 2),
        ("女（nǚ）性", "女性", Damage.PINYIN, 1),
        (f"業績{HEX}不遜", "業績不遜", Damage.HEX, 1),
        ("零\u200b宽\ufeff", "零宽", Damage.INVISIBLE, 2),
        ("空\x00字\x07", "空字", Damage.CONTROL, 2),
        ("私\ue123用", "私用", Damage.PRIVATE_USE, 1),
        ("半\ud800个", "半个", Damage.SURROGATE, 1),
        ("丢\ufffd失", "丢\ufffd失", Damage.LOST, 1),
    ],
)
def test_damage_is_taken_out_and_counted(dirty: str, tidy: str, kind: Damage, count: int) -> None:
    found = Found()
    assert clean(dirty, found) == tidy
    assert found == {kind: count}


@pytest.mark.parametrize(
    "text",
    [
        "总值(GDP)增长",
        "附件（见后）",
        "平台(app)上线",
        "干部与責任",
        f"https://example.org/{HEX}.html",
        "编号12345678901234567890123456789012",
        "第(a)项",
        "𠮷野家\U00020bb7",
        "行一\n行二\t列",
    ],
)
def test_what_is_no_damage_stays(text: str) -> None:
    found = Found()
    assert clean(text, found) == text
    assert not found


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            ["個", "政", "女", "(gè)", "(zheng)", "（nǚ）", "(GDP)", "(a)", HEX, HEX.upper(), "\u200b", "/", "("]
        ),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text, Found())
    assert clean(once, Found()) == once


@given(PIECES)
def test_no_chinese_is_lost(text: str) -> None:
    assert HAN.findall(clean(text, Found())) == HAN.findall(text)


@given(PIECES, st.sampled_from("個政女"))
def test_text_in_pieces_is_cleaned_as_a_whole(text: str, before: str) -> None:
    assert before + clean(text, Found(), before) == clean(before + text, Found())
