"""Suggestions while typing, and did-you-mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import corrections as corrections_module
from search.consumers import Target
from search.corrections import corrections
from search.models import SuggestedDocument, SuggestionKey, Word
from search.readings import HAN_LENGTH, INITIALS_LENGTH, PINYIN_LENGTH, sound, title_keys
from search.suggestions import Suggestion, suggest
from tests.search.sources import delete_tag, drain_all, write_tag

pytestmark = pytest.mark.django_db

TITLES = (
    "关于违规收受礼金问题的通报",
    "违规发放津贴补贴",
    "公款旅游典型案例",
    "礼金礼品",
    "违规操办婚丧喜庆",
    "Budget overrun",
)


@pytest.fixture
def titles(built: tuple[Target, ...]) -> dict[str, str]:
    addresses = {title: f"/tags/{write_tag(title).pk}/" for title in (*TITLES, "公款送礼金")}
    drain_all()
    return addresses


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("关于违规", TITLES[0]),
        ("礼金", TITLES[0]),
        ("禮金", TITLES[0]),
        ("lijin", TITLES[0]),
        ("LIJIN", TITLES[0]),
        ("ｌｉｊｉｎ", TITLES[0]),
        ("gkly", TITLES[2]),
        ("gongkuan lv", TITLES[2]),
        ("wgff", TITLES[1]),
        ("津贴", TITLES[1]),
        ("bud", TITLES[5]),
        ("关于违规收受礼金问题的通报", TITLES[0]),
    ],
)
def test_a_title_is_suggested_from_any_of_its_words(titles: dict[str, str], typed: str, title: str) -> None:
    assert Suggestion(title, titles[title]) in suggest(typed)


def test_a_title_that_begins_so_comes_first(titles: dict[str, str]) -> None:
    assert suggest("礼金")[0].text == "礼金礼品"


@pytest.mark.parametrize("typed", ["", "  ", "。，", "\x00", "不存在", "\ud800", "'; drop table", "%", "_"])
def test_what_begins_no_title_suggests_nothing(titles: dict[str, str], typed: str) -> None:
    assert suggest(typed) == ()


def test_equal_titles_are_suggested_once_and_no_more_than_asked(built: tuple[Target, ...]) -> None:
    for number in range(3):
        write_tag(f"同名通报#{number}", slug=f"same{number}")
    write_tag("同名文件")
    drain_all()
    assert sorted(entry.text for entry in suggest("同名")) == ["同名文件", "同名通报"]
    assert len(suggest("同名", limit=1)) == 1


def test_what_goes_leaves_nothing_behind(built: tuple[Target, ...]) -> None:
    tag = write_tag("礼金")
    drain_all()
    assert Word.objects.exists()
    delete_tag(tag)
    drain_all()
    assert suggest("礼") == ()
    assert not SuggestedDocument.objects.exists()
    assert not SuggestionKey.objects.exists()
    assert not Word.objects.exists()


def test_words_are_counted_by_document(built: tuple[Target, ...]) -> None:
    first = write_tag("礼金#1", slug="a")
    write_tag("礼金#2", slug="b")
    drain_all()
    assert Word.objects.get(text="礼金").documents == 2
    delete_tag(first)
    drain_all()
    assert Word.objects.get(text="礼金").documents == 1


@given(st.text(max_size=120))
def test_keys_are_short_and_every_title_makes_them(title: str) -> None:
    longest = max(HAN_LENGTH, PINYIN_LENGTH, INITIALS_LENGTH)
    assert all(0 < len(key) <= longest for key in title_keys(title))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("围规", "违规"),
        ("礼今", "礼金"),
        ("weigui", "违规"),
        ("收受礼今", "收受礼金"),
        ("公款 礼今", "公款 礼金"),
        ("jingtie", "津贴"),
        ("budgte", "budget"),
        ("bugdet", "budget"),
        ("津帖补贴", "津贴补贴"),
    ],
)
def test_another_wording_is_offered(titles: dict[str, str], typed: str, offered: str) -> None:
    assert offered in corrections(typed)


@pytest.mark.parametrize("typed", ["", "违规", "-围规", "。", "阿斯顿发", "x" * 200, "2026", '"', "\x00", "围规" * 40])
def test_nothing_is_offered_without_reason(titles: dict[str, str], typed: str) -> None:
    assert corrections(typed) == ()


def test_only_what_finds_something_is_offered(titles: dict[str, str]) -> None:
    # Each word is known, but no document has both.
    assert corrections("围规 lvyou budget") == ()


def test_excluded_terms_stay_excluded(titles: dict[str, str]) -> None:
    assert corrections("围规 -津贴") == ("违规 -津贴",)


@pytest.mark.parametrize(
    ("one", "other"), [("zhongxin", "zongxing"), ("流", "牛"), ("沙", "撒"), ("weigui", "违规"), ("xian", "西安")]
)
def test_confusable_sounds_are_one(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_slips_have_no_more_variants_than_a_query_takes() -> None:
    assert len(set(corrections_module._slips("abcdefghijklmnop"))) < 999
