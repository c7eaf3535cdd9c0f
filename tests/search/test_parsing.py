"""What a reader typed, taken as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import parsing
from search.analysis import tokens
from search.engines.base import Match, Phrase
from search.parsing import MAX_TERMS, clean, parse
from search.queries import MAX_TEXT


def no_synonyms(text: str) -> tuple[str, ...]:
    return ()


def written(text: str) -> list[str]:
    """Terms as short notes: ``-`` excluded, ``=`` quoted."""
    return [f"{'-' * term.excluded}{'=' * term.quoted}{term.text}" for term in parse(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("酒驾 礼金", ["酒驾", "礼金"]),
        ("酒驾\u3000礼金\t名酒\n", ["酒驾", "礼金", "名酒"]),
        ('"公款 吃喝"', ["=公款 吃喝"]),
        ("“公款 吃喝”「礼 金」『a b』", ["=公款 吃喝", "=礼 金", "=a b"]),
        ("酒驾 -醉驾 －礼金", ["酒驾", "-醉驾", "-礼金"]),
        ('-"公款 吃喝"', ["-=公款 吃喝"]),
        ('酒驾"公款 吃喝"礼金', ["酒驾", "=公款 吃喝", "礼金"]),
        ('酒驾"', ["酒驾"]),
        ('"酒驾 礼金', ["酒驾", "礼金"]),
        ("酒驾” 礼金", ["酒驾", "礼金"]),
        ("2024-2026", ["2024-2026"]),
        ("酒驾 酒驾", ["酒驾"]),
        ("--酒驾", ["-酒驾"]),
        ("憑證 ＡＢ", ["凭证", "ab"]),
        ("酒\u200b驾", ["酒驾"]),
        ("酒\x00驾", ["酒", "驾"]),
        ("AND OR NOT (酒驾) title:礼金 *", ["and", "or", "not", "酒驾", "title:礼金"]),
        ('- "" “” 。 🎉', []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert written(text) == terms


@given(st.text(alphabet=st.one_of(st.sampled_from('酒驾A1 -－"“”「」\u3000\x00\ud800'), st.characters()), max_size=400))
def test_no_text_is_wrong(text: str) -> None:
    terms = parse(text)
    assert len(terms) <= MAX_TERMS
    assert all(tokens(term.text) for term in terms)
    for match in (
        parsing.exact(text, terms, no_synonyms),
        parsing.split(terms, no_synonyms),
        parsing.any_of(terms, no_synonyms),
    ):
        assert match is None or all(tokens(phrase.text) for group in match.groups for phrase in group)
    assert clean(clean(text)) == clean(text)


def test_limits() -> None:
    assert len(clean("酒" * 10_000)) == MAX_TEXT
    assert len(parse(" ".join(f"a{n}" for n in range(100)))) == MAX_TERMS


def phrase(*texts: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(text) for text in texts)


def test_a_blank_text_asks_for_everything_and_punctuation_for_nothing() -> None:
    assert parsing.exact("", (), no_synonyms) == Match()
    assert parsing.exact("。", (), no_synonyms) == parsing.nothing() == Match(groups=((),))


def test_exclusions_alone_ask_for_all_the_rest() -> None:
    assert parsing.exact("-酒驾", parse("-酒驾"), no_synonyms) == Match(excluded=phrase("酒驾"))


def test_synonyms_are_alternatives_normalised_once_each() -> None:
    match = parsing.exact("酒驾", parse("酒驾"), lambda text: ("醉駕", "酒驾", "。"))
    assert match == Match(groups=(phrase("酒驾", "醉驾"),))


def test_the_three_readings() -> None:
    terms = parse("违规收受礼品的通报 -酒驾")
    words = (phrase("违规"), phrase("收受"), phrase("礼品"), phrase("通报"))
    assert parsing.exact("…", terms, no_synonyms).groups == (phrase("违规收受礼品的通报"),)
    assert parsing.split(terms, no_synonyms) == Match(groups=words, excluded=phrase("酒驾"))
    assert parsing.any_of(terms, no_synonyms) == Match(groups=words, excluded=phrase("酒驾"), any_group=True)


def test_quoted_terms_stay_whole() -> None:
    assert parsing.split(parse('"违规收受礼品"'), no_synonyms) is None
    assert parsing.any_of(parse('"违规收受礼品"'), no_synonyms) is None


def test_one_word_has_one_reading() -> None:
    assert parsing.split(parse("礼金"), no_synonyms) is None
    assert parsing.any_of(parse("礼金"), no_synonyms) is None
    assert parsing.split(parse("的"), no_synonyms) is None
