"""What the scan finds, what it leaves alone, and that no text makes it slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.scan import SEEN, UNSEEN, labelled, scores
from portal.privacy.scan.cards import passes_luhn
from portal.privacy.scan.findings import Kind, Sureness
from portal.privacy.scan.identity import check_digit
from portal.privacy.scan.texts import masked, scan_text

NUMBERED = ("id_number", "bank_card", "mobile", "landline", "plate", "email", "account")


@pytest.mark.parametrize("names", [SEEN, UNSEEN])
def test_numbered_kinds_are_found_and_nothing_else_for_them(names: tuple[str, ...]) -> None:
    found = scores(names)
    for kind in NUMBERED:
        assert found[kind].precision >= 0.97, kind
        assert found[kind].recall >= 0.97, kind


@pytest.mark.parametrize("names", [SEEN, UNSEEN])
def test_names_and_addresses_are_mostly_found(names: tuple[str, ...]) -> None:
    found = scores(names)
    assert min(found["address"].precision, found["address"].recall) >= 0.95
    assert min(found["name"].precision, found["name"].recall) >= 0.9


def test_the_set_is_large_and_half_of_its_texts_hold_nothing() -> None:
    texts = [text for name in (*SEEN, *UNSEEN) for text in labelled(name)]
    assert len(texts) >= 250
    assert sum(not text.wanted for text in texts) >= 100


def kinds(text: str) -> list[str]:
    return [finding.kind.value for finding in scan_text(text)]


@pytest.mark.parametrize("digit", "0123456789X")
def test_an_id_number_is_sure_by_its_check_digit_alone(digit: str) -> None:
    number = "99060119780312101"
    found = scan_text(f"号码{number}{digit}。")
    if digit == check_digit(number):
        assert [(each.kind, each.sureness) for each in found] == [(Kind.ID_NUMBER, Sureness.SURE)]
    else:
        assert found == []


def test_an_id_number_with_a_wrong_digit_is_found_by_the_word_before_it() -> None:
    assert kinds("身份证号990601197803121019") == ["id_number"]


def test_spans_are_those_of_the_original() -> None:
    text = "手机：１３８\u200b０００\u200d０００６６（已停机），微信号：abc_def1"
    first, second = scan_text(text)
    assert text[first.start : first.end] == "１３８\u200b０００\u200d０００６６"
    assert text[second.start : second.end] == "abc_def1"
    assert masked(text, [first, second]) == "手机：138********（已停机），微信号：******"


def test_allowed_names_may_stand() -> None:
    assert kinds("其妻张丽娟与老板陈建国") == ["name", "name"]
    assert [finding.text for finding in scan_text("其妻张丽娟与老板陈建国", {"张丽娟"})] == ["陈建国"]


@pytest.mark.parametrize("number", ["0000000000000000", "6222021234567890"])
def test_luhn(number: str) -> None:
    assert not passes_luhn(number)


def test_masking_twice_changes_nothing() -> None:
    for name in (*SEEN, *UNSEEN):
        for text, wanted in labelled(name):
            once = masked(text, scan_text(text))
            assert [each for each in scan_text(once) if each.kind.value in NUMBERED] == [], (text, wanted)


PIECES = st.sampled_from(
    [
        "1",
        "12",
        "138",
        "13800000001",
        "@",
        "a.",
        "身份证",
        "其妻",
        "张丽",
        "村民",
        "、",
        "路",
        "号",
        "3栋",
        "室",
        "(",
        ")",
    ]
    + ["（", "浙", "A", "·", "微信号", "QQ", "患", "病", "某", "\u200b", "１", "X", "-", " ", "某村", "8岁", "。", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_findings_never_overlap_and_lie_in_the_text(text: str) -> None:
    found = scan_text(text)
    places = [place for finding in found for place in range(finding.start, finding.end)]
    assert len(places) == len(set(places))
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    assert [finding.start for finding in found] == sorted(finding.start for finding in found)


@settings(max_examples=12, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    """Ten times the text takes about ten times as long; one that backtracks would take a hundred times."""

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        began = time.process_time()
        scan_text(text)
        return time.process_time() - began

    seconds(1_000)
    short, long = max(seconds(8_000), 0.004), seconds(80_000)
    assert long < short * 40


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("证人李强说，", "证人李某说，"),
        ("证人李强说他没有到场。", "证人李某说他没有到场。"),
        ("其妻李娜代收礼金。", "其妻李某代收礼金。"),
        ("其女儿陈静结婚时", "其女儿陈某结婚时"),
        ("举报人赵明反映问题", "举报人赵某反映问题"),
        ("其妻弟高明代收礼金", "其妻弟高某代收礼金"),
        ("其儿子和女儿均在国外。", "其儿子和女儿均在国外。"),
        ("岳父黄立国代持股份", "岳父黄某某代持股份"),
        ("妻子叫王小红。", "妻子叫王某某。"),
        ("妻子名叫王小红。", "妻子名叫王某某。"),
        ("其妻 王 小 红 在场", "其妻 王某某 在场"),
        ("特定关系人刘艳所有", "特定关系人刘某所有"),
        ("和平路88弄6号602", "和平路××号"),
        ("解放路100号3-2-501", "解放路××号"),
    ],
)
def test_a_mask_ends_where_the_name_ends(text: str, after: str) -> None:
    assert masked(text, scan_text(text)) == after


@pytest.mark.parametrize(
    "text",
    ["儿子叫他回家", "群众叫好", "解放路100号3-2-501商铺", "中山路100号2021-3-1起", "村民 王某 某", "合同编号10-2-501"],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds(text) == []
