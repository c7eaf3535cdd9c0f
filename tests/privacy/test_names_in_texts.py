"""Names are taken out of texts, and nothing else is."""

from typing import Any

import pytest
from wagtail import blocks

from portal.content.blocks import BodyBlock
from portal.privacy.masking import NameMask, mask_names

SHOWN = {"甄士测": "甄某某", "王明": "王某", "王明华": "王明华", "高峰": "高某", "高峰镇": "高峰镇", "阳明": "阳某"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("甄士测收受礼金，甄士测受到处分。", "甄某某收受礼金，甄某某受到处分。"),
        ("甄士測", "甄某某"),
        ("王　明违规", "王某违规"),
        ("王 明", "王某"),
        ("王\u200b明", "王某"),
        ("王明华是证人", "王明华是证人"),
        ("王明、王明华", "王某、王明华"),
        ("高峰镇原镇长高峰", "高峰镇原镇长高某"),
        ("欧阳明不是阳明", "欧阳明不是阳某"),
        ("第一段王\n明天", "第一段王\n明天"),
        ("甄、士测", "甄、士测"),
        ("", ""),
    ],
)
def test_plain_text(text: str, masked: str) -> None:
    assert mask_names(text, SHOWN) == masked


@pytest.mark.parametrize("dot", ["·", "•", "‧", "・", "．", ".", "", " · ", "-"])
def test_names_with_a_dot_are_found_with_any_dot(dot: str) -> None:
    assert mask_names(f"查明买买提{dot}吐尔逊违规", {"买买提·吐尔逊": "买某某"}) == "查明买某某违规"


def test_latin_names_are_whole_words() -> None:
    shown = {"Li Ce": "L某某"}
    assert mask_names("LI  CE and Li-Ce, not Bali Center", shown) == "L某某 and L某某, not Bali Center"


def test_post_only_leaves_nobody() -> None:
    assert mask_names("时任局长甄士测", {"甄士测": ""}) == "时任局长某某"


def test_titles_in_the_name_field_do_not_hide_the_name() -> None:
    assert mask_names("王建测同志和王建测", {"王建测同志": "王某某"}) == "王某某同志和王某某"


def test_one_character_is_no_name() -> None:
    mask = NameMask({"王": "王某"})
    assert not mask
    assert mask.text("王者归来") == "王者归来"


def test_of_two_with_one_name_the_hidden_one_counts() -> None:
    assert NameMask({"甄士测": "甄某某", "甄士测（女）": "甄士测"}).text("甄士测") == "甄某某"
    assert NameMask({"甄士测（女）": "甄士测", "甄士测": "甄某某"}).text("甄士测") == "甄某某"


def test_nothing_to_mask() -> None:
    assert not NameMask({})
    assert not NameMask({"甄士测": "甄士测"})
    assert NameMask({}).text("甄士测") == "甄士测"
    assert not NameMask({"甄士测": "甄士测"}).finds("甄士测")


@pytest.mark.parametrize(
    ("source", "masked"),
    [
        ("<p>甄士测&amp;王明</p>", "<p>甄某某&amp;王某</p>"),
        ("<p>甄<b>士测</b>等</p>", "<p>甄某某<b></b>等</p>"),
        ("<p>甄&#22763;测</p>", "<p>甄某某</p>"),
        ("<p>王</p><p>明天</p>", "<p>王</p><p>明天</p>"),
        ("<p>1 &lt; 2，甄士测</p>", "<p>1 &lt; 2，甄某某</p>"),
        ('<a href="/x/">甄士测</a>', '<a href="/x/">甄某某</a>'),
        ('<a href="/search/?q=%E7%94%84%E5%A3%AB%E6%B5%8B">其人</a>', "<a>其人</a>"),
        ('<a id="7" linktype="page">王<i>明</i>华</a>', '<a id="7" linktype="page">王<i>明</i>华</a>'),
        ('<embed alt="甄士测像" embedtype="image" id="1"/>', '<embed alt="甄某某像" embedtype="image" id="1"/>'),
        ("<p>没有名字 &nbsp; 的<br/>段落</p>", "<p>没有名字 &nbsp; 的<br/>段落</p>"),
        ("a < b", "a < b"),
    ],
)
def test_html(source: str, masked: str) -> None:
    assert NameMask(SHOWN).html(source) == masked


def test_markup_cannot_be_smuggled_in_by_a_masked_name() -> None:
    assert NameMask({"甄士测": "<b>"}).html("<p>甄士测</p>") == "<p>&lt;b&gt;</p>"


def test_a_long_text_takes_no_time(django_assert_num_queries: Any) -> None:
    mask = NameMask({f"测{chr(0x4E00 + number)}名": "测某某" for number in range(200)})
    assert "测某某" in mask.html("<p>某单位测一名收受礼金。</p>" * 5000)


def test_a_body() -> None:
    raw = [
        {"type": "heading", "id": "1", "value": "甄士测问题"},
        {"type": "paragraph", "id": "2", "value": "<p>甄<b>士</b>测</p>"},
        {"type": "quote", "id": "3", "value": {"text": "甄士测说", "source": "《规定》"}},
        {"type": "figure", "id": "4", "value": {"image": {"image": 3, "alt_text": "甄士测", "decorative": False}}},
        {"type": "table", "id": "5", "value": {"data": [["姓名", None], ["甄士测", 2]], "table_caption": "甄士测"}},
        {"type": "gone", "id": "6", "value": 7},
    ]
    masked = NameMask(SHOWN).stream(BodyBlock(), raw)
    assert "甄某某" in str(masked)
    assert "甄士测" not in str(masked)
    assert masked[1]["value"] == "<p>甄某某<b></b></p>"
    assert masked[3]["value"]["image"] == {"image": 3, "alt_text": "甄某某", "decorative": False}
    assert masked[4]["value"]["data"] == [["姓名", None], ["甄某某", 2]]
    assert [block["id"] for block in masked] == ["1", "2", "3", "4", "5", "6"]
    assert masked[5] == raw[5]


def test_lists_of_blocks() -> None:
    block = blocks.ListBlock(blocks.StructBlock([("name", blocks.CharBlock())]))
    raw = [{"type": "item", "id": "1", "value": {"name": "甄士测"}}, {"name": "王明"}]
    assert NameMask(SHOWN).stream(block, raw) == [
        {"type": "item", "id": "1", "value": {"name": "甄某某"}},
        {"name": "王某"},
    ]
