"""Passages: escaped, marked, never cut where it hurts."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import normalise, trimmed
from search.snippets import LEAD, SNIPPET_LENGTH, highlight, snippet

texts = st.text(
    alphabet=st.one_of(st.sampled_from("酒驾礼金國A4b 。\n<>&\"'\x00\ud800e\u0301👨\u200d👩🏽🇨🇳"), st.characters()),
    max_size=400,
)
words = st.lists(st.text(alphabet="酒驾礼金国a4b🇨e", min_size=1, max_size=3), max_size=4)


def plain(written: str) -> str:
    return html.unescape(re.sub("</?mark>", "", written))


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("酒驾醉驾", ["酒驾"], "<mark>酒驾</mark>醉驾"),
        ("酒驾醉驾", ["酒驾", "驾醉"], "<mark>酒驾醉</mark>驾"),
        ("酒驾醉驾", ["酒驾", "醉驾"], "<mark>酒驾醉驾</mark>"),
        ("酒驾醉驾", ["酒驾醉驾", "驾"], "<mark>酒驾醉驾</mark>"),
        ("憑證ＡＢＣ", ["凭证abc"], "<mark>憑證ＡＢＣ</mark>"),
        ("〔2026〕3号", ["2026]3号"], "〔<mark>2026〕3号</mark>"),
        ("2026年、20263", ["2026"], "<mark>2026</mark>年、20263"),
        ("<b>酒驾</b>&", ["酒驾"], "&lt;b&gt;<mark>酒驾</mark>&lt;/b&gt;&amp;"),
        ("<mark>酒</mark>", ["mark"], "&lt;<mark>mark</mark>&gt;酒&lt;/<mark>mark</mark>&gt;"),
        ("酒\x00驾\ud800", ["酒"], "<mark>酒</mark> 驾 "),
        ("酒", [], "酒"),
        ("", ["酒"], ""),
        ("酒", ["", "。"], "酒"),
    ],
)
def test_highlight(text: str, phrases: list[str], expected: str) -> None:
    assert highlight(text, phrases) == expected


def test_the_best_passage_shows_most_phrases() -> None:
    body = "酒驾。" + "无关的话，" * 60 + "这里有酒驾，也有礼金。" + "无关的话，" * 60
    passage = snippet(body, ["酒驾", "礼金"])
    assert "<mark>酒驾</mark>，也有<mark>礼金</mark>" in passage
    assert passage.startswith("…") and passage.endswith("…")


def test_a_passage_begins_with_a_sentence_where_one_is_near() -> None:
    passage = snippet("前" * 200 + "。经查，局长酒驾。" + "后" * 200, ["酒驾"])
    assert passage.startswith("…经查，局长<mark>酒驾</mark>。后")


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("甲" * 300, ["酒驾"]) == "甲" * SNIPPET_LENGTH + "…"
    assert snippet("短。", ["酒驾"]) == "短。"


def test_no_half_of_a_match_stands_at_the_edge() -> None:
    text = "违规吃喝。" + "甲" * (SNIPPET_LENGTH - 7) + "违规吃喝" + "乙" * 50
    written = snippet(text, ["违规吃喝"])
    assert written.count("<mark>违规吃喝</mark>") == written.count("<mark>") == 1
    assert written.endswith("甲…")


def test_lines_become_spaces() -> None:
    assert snippet("一\n二", []) == "一 二"


@pytest.mark.parametrize("joined", ["e\u0301", "👨\u200d👩\u200d👧", "👍🏽", "葛\U000e0100", "🇨🇳"])
def test_what_is_read_as_one_character_is_not_parted(joined: str) -> None:
    for before in range(SNIPPET_LENGTH - 8, SNIPPET_LENGTH + 1):
        shown = plain(snippet("字" * before + joined + "字" * 50, [])).rstrip("…")
        assert joined in shown or not set(joined) & set(shown)


def test_words_of_letters_are_not_parted() -> None:
    shown = plain(snippet("字" * (SNIPPET_LENGTH - 3) + "accountability" + "字" * 99, []))
    assert shown == "字" * (SNIPPET_LENGTH - 3) + "…"


@given(texts, words)
def test_highlight_loses_nothing(text: str, phrases: list[str]) -> None:
    written = highlight(text, phrases)
    assert plain(written) == re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", " ", text)
    assert "<mark></mark>" not in written
    assert not re.search("<(?!/?mark>)", written)
    assert re.sub("[^<]*(<mark>[^<]*</mark>)?", "", written) == ""


@given(texts, words)
def test_a_snippet_is_a_passage_with_its_matches(text: str, phrases: list[str]) -> None:
    written = snippet(text, phrases)
    shown = plain(written).strip("…").strip()
    whole = plain(highlight(text, []))
    assert shown in whole
    assert len(shown) <= SNIPPET_LENGTH + 4
    assert not re.search("<(?!/?mark>)", written)
    if "<mark>" in highlight(text, phrases) and len(text) <= SNIPPET_LENGTH - LEAD:
        assert "<mark>" in written


@given(st.text(alphabet="酒驾礼a4 。", max_size=300), st.text(alphabet="酒驾礼a4", min_size=1, max_size=6))
def test_a_match_anywhere_is_shown(text: str, phrase: str) -> None:
    phrase = trimmed(normalise(phrase))
    assert ("<mark>" in highlight(text, [phrase])) == ("<mark>" in snippet(text, [phrase]))
