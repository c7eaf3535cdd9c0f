"""One analysis for every engine: its tokens, its streams, and that they find the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import (
    GAP,
    LONGEST_RUN,
    bigram_phrase,
    bigram_stream,
    finder,
    normalise,
    runs,
    single_stream,
    tokens,
    trimmed,
)

#: Few characters, so that generated texts and phrases meet; every class of character, and the awkward ones.
MIXED = "规定酒驾國号两A4bＢ５9 。、·〔〕_-\u3000\n\x00\ud800é々カ\U00020000🎉Ⅳ²"
mixed = st.text(alphabet=MIXED, max_size=40)
phrases = st.text(alphabet=MIXED, min_size=1, max_size=5)


def contains(text: str, phrase: str) -> bool:
    """The truth: the tokens of the phrase stand in the text, one after another."""
    haystack, needle = tokens(normalise(text)), tokens(normalise(phrase))
    return bool(needle) and any(
        haystack[start : start + len(needle)] == needle for start in range(len(haystack) - len(needle) + 1)
    )


@given(st.text())
def test_normalise_keeps_every_offset_and_changes_nothing_twice(text: str) -> None:
    normalised = normalise(text)
    assert len(normalised) == len(text)
    assert normalise(normalised) == normalised
    normalised.encode()


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("憑證處罰國", "凭证处罚国"),
        ("ＡＢＣ１２３（５Ｇ）", "abc123(5g)"),
        ("１２３\u3000ａ", "123 a"),
        ("薴", "苎"),
        ("⼀⾏", "一行"),
        ("\x00\ud800", "\ufffd\ufffd"),
        ("İ㎡…", "İ㎡…"),
    ],
)
def test_normalise(written: str, normalised: str) -> None:
    assert normalise(written) == normalised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三、李四", "张 三 / 李 四"),
        ("中纪通〔2026〕3号", "中 纪 通 2026 3 号"),
        ("A4纸", "a 4 纸"),
        ("八项规定2.0", "八 项 规 定 2 0"),
        ("5.1万元", "5 1 万 元"),
        ("阿卜·买买", "阿 卜 / 买 买"),
        ("二〇二六年，", "二 〇 二 六 年"),
        ("_规_", "规"),
        ("。“”", ""),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert single_stream(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("酒驾醉驾", "酒驾 驾醉 醉驾 驾"), ("张三、李", "张三 三 李"), ("A4纸张", "a 4 纸张 张"), ("规", "规"), ("", "")],
)
def test_bigrams(text: str, expected: str) -> None:
    assert bigram_stream(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("酒驾", ("酒驾", False)),
        ("酒", ("酒", True)),
        ("[2026]3号", ("2026 3 号", True)),
        ("规定2", ("规定 定 2", False)),
        ("张三、李四", ("张三 三 李四", False)),
        ("。", ("", False)),
    ],
)
def test_a_phrase_does_not_ask_for_the_end_of_its_last_run(text: str, expected: tuple[str, bool]) -> None:
    assert bigram_phrase(normalise(text)) == expected


@given(mixed, phrases)
def test_both_streams_find_the_same(text: str, phrase: str) -> None:
    stream, prefix = bigram_phrase(normalise(phrase))
    if stream:
        found = re.search(rf"(^| ){re.escape(stream)}{'' if prefix else '( |$)'}", bigram_stream(normalise(text)))
        assert bool(found) == contains(text, phrase)


@given(mixed, phrases)
def test_the_finder_finds_what_the_engines_find(text: str, phrase: str) -> None:
    assert bool(finder(normalise(phrase)).search(normalise(text))) == contains(text, phrase)


@given(mixed)
def test_tokens_are_what_sqlite_and_elasticsearch_leave_whole(text: str) -> None:
    for token in tokens(normalise(text)):
        assert token == GAP or token.isalnum()
        assert 0 < len(token) <= LONGEST_RUN


@given(mixed)
def test_trimming_loses_no_run(text: str) -> None:
    normalised = normalise(text)
    assert runs(trimmed(normalised)) == runs(normalised)
    assert bool(trimmed(normalised)) == bool(runs(normalised))


def test_runs_without_end_are_cut() -> None:
    assert tokens("a" * (LONGEST_RUN * 2 + 1)) == ["a" * LONGEST_RUN, "a" * LONGEST_RUN, "a"]
