"""Names of third parties: relatives, witnesses, villagers, business people, colleagues who were not sanctioned.

A name alone is no finding, for a notice names those whom it is about. It becomes one by the word beside it:
其妻张某, 村民李某, 赵某（系其外甥）. Where a name ends is asked of a segmenter, in a window of a few characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

import rjieba

from portal.privacy.names import masked_name
from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.surnames import DOUBTFUL_SURNAMES, surname_of

_KIN = (
    "妻子|丈夫|配偶|前妻|前夫|未婚妻|未婚夫|爱人|父亲|母亲|岳父|岳母|公公|婆婆|养父|养母|继父|继母|儿子|长子|次子|三子|独子"
    "|女儿|长女|次女|独女|养女|养子|哥哥|弟弟|姐姐|妹妹|胞兄|胞弟|胞姐|胞妹|兄长|姐夫|妹夫|姐妹|兄弟|大哥|二哥|嫂子|弟媳|弟妹"
    "|妻弟|妻兄|妻妹|妻姐|女婿|儿媳|侄子|侄女|侄儿|外甥女|外甥媳妇|外甥|堂兄|堂弟|堂姐|堂妹|表哥|表弟|表姐|表妹|表兄|叔叔|叔父|伯父"
    "|姑姑|姑父|姑母|舅舅|舅父|姨妈|姨父|爷爷|奶奶|祖父|祖母|外公|外婆|孙子|孙女|外孙女|外孙|小舅子|小姨子|连襟|亲家|近亲属|亲属|亲戚"
    "|家属|家人"
)
#: Parts of many words, so only after 其, 之 or a masked name.
_SHORT_KIN = "妻|夫|父|母|子|女|兄|弟|姐|妹|侄"
#: What makes a longer word of a short one.
_LONG_KIN = "子|夫|亲|儿|弟|兄|妹|姐|女|婿|媳|甥"
_OTHERS = (
    "特定关系人|特殊关系人|情人|情妇|情夫|女朋友|男朋友|女友|男友|朋友|好友|同学|战友|老乡|发小|邻居|房东|租客|司机|驾驶员|保姆|秘书|助理"
    "|证人|举报人|检举人|控告人|反映人|信访人|上访人|信访户|上访户|知情人|当事人|被害人|受害人|受害者|受害群众"
    "|村民|群众|居民|社员|农户|住户|业主|贫困户|脱贫户|低保户|五保户|特困户|低保对象|拆迁户|困难群众|老党员|养殖户|种植户|残疾人|退役军人"
    "|私企老板|老板|私营企业主|企业主|商人|包工头|个体户|个体工商户|供应商|承包商|承包人|开发商|施工方|中间人|介绍人|请托人|行贿人"
    "|经销商|投标人|中标人|挂靠人|实际控制人|法定代表人|法人代表|法人|负责人|管理服务对象|服务对象|管理对象|出纳|会计|财务人员|报账员"
    "|工作人员|同事|经办人|经手人|员工|职工|店主|摊主|医药代表|病人|患者|病患|死者|伤者|老人|考生|学员"
)
_YOUNG = "未成年人|学生|小学生|初中生|高中生|幼儿|儿童|婴儿|女童|男童|留守儿童|少年|少女|女生|男生"
_LEAD = re.compile(
    rf"(?:{_KIN}|{_OTHERS}|(?P<young>{_YOUNG})|(?<=[其之某])(?:{_SHORT_KIN})(?!{_LONG_KIN}))"
    r"(?:名叫|叫|名为)?\s?[:“\"(]?\s?"
)
_TAIL = re.compile(
    rf"[(](?:系|为|是)?(?:其|本人|被告|该)?(?:.{{0,12}}?(?:之|的|某|其))??(?:(?P<young>{_YOUNG})|{_KIN}|{_SHORT_KIN}|{_OTHERS})[),;]"
    rf"|(?:系|是|为)(?:其|.{{1,4}}?某(?:的|之)?)(?:{_KIN}|{_SHORT_KIN}|朋友|同学|司机|情人)"
)
_AGE = re.compile(r"\s?[(,]?\s?(?:[男女],)?(?:今年|现年|年仅|时年|当时)?(\d{1,2})周?岁")
_AND = re.compile(r"、|和|与|及|以及|,")
_MASKED = re.compile("[某×*xX○〇△]")
_HAN = re.compile(r"[一-鿿㐀-䶿·𠀀-𮯠]")
_EDGE = re.compile(r"[,。;:、!?()\s“”\"'《》〈〉]|$")
#: What stands behind a name and in none.
_NOT_IN_NAMES = frozenset(
    "的了在和与及等向从以给为将受因到把被是曾系已用之其所于对由该某此各每我你他她它们不未也都又还就很最让使跟按据并且或而但若如则者这那没担收付借欠购买卖办提"
    "说称讲喊骂送拿找替陪托请"
)
_HEALTH = re.compile(
    r"(?:患有?|罹患|确诊|身患|感染|检查出)[^,。;]{0,10}?(?:癌症|综合征|病|癌|症|瘤|艾滋|残疾|障碍|HIV)|(?:精神|智力|肢体)残疾"
)
_PARTED = re.compile(r"([一-鿿]{1,5}·)([一-鿿]{1,6})")
#: A name that is spread out, as in tables: 王 小 红.
_SPREAD = re.compile(r"([一-鿿])( [一-鿿]){1,2}(?![一-鿿])")
_WINDOW = 8


class _Name(NamedTuple):
    text: str
    start: int
    end: int


def find(text: Normalised, allowed: Collection[str] = ()) -> Iterator[Finding]:
    """Names beside words of kinship, witness or business. ``allowed`` are those of the notice's own subjects."""
    plain = text.text
    for match in _LEAD.finditer(plain):
        is_young = match["young"] is not None
        for name in _row(plain, match.end()):
            if name.text.replace(" ", "") not in allowed:
                yield from _told(text, name, is_young=is_young)
    for match in _TAIL.finditer(plain):
        ahead = _name_ending_at(plain, match.start())
        if ahead is not None and ahead.text not in allowed:
            yield from _told(text, ahead, is_young=match["young"] is not None)


def is_name(text: str) -> bool:
    """Whether a text is nothing but the name of a person."""
    name = _name_at(text, 0)
    return name is not None and name.end == len(text)


def _told(text: Normalised, name: _Name, *, is_young: bool) -> Iterator[Finding]:
    age = _AGE.match(text.text, name.end)
    is_minor = is_young or (age is not None and int(age[1]) < 18)
    span = text.span(name.start, name.end)
    yield Finding(Kind.MINOR if is_minor else Kind.NAME, *span, name.text, masked_name(name.text))
    ill = _HEALTH.search(text.text, name.end, name.end + 24)
    if ill:
        span = text.span(*ill.span())
        yield Finding(Kind.HEALTH, *span, ill[0], "患病", Sureness.LIKELY)


def _row(text: str, place: int) -> Iterator[_Name]:
    """A name, and those that stand in one row with it."""
    while (name := _name_at(text, place)) is not None:
        yield name
        link = _AND.match(text, name.end)
        if link is None:
            return
        place = link.end()


def _name_at(text: str, place: int) -> _Name | None:
    """The name that begins here."""
    window = text[place : place + _WINDOW]
    if "·" in window[1:7]:
        return _foreign(text, place)
    if window[1:2] == " ":
        return _spread(text, place)
    surname = surname_of(window)
    given = _given(window, len(surname)) if surname else ""
    if not given or _MASKED.search(given) or _MASKED.match(window[len(surname) + len(given) :]):
        return None
    end = place + len(surname) + len(given)
    return _Name(text[place:end], place, end)


@lru_cache(maxsize=8192)
def _given(window: str, taken: int) -> str:
    """The given name: one or two characters behind the surname, and not the beginning of the next word."""
    edge = _EDGE.search(window, taken)
    reach = edge.start() if edge else len(window)
    if reach <= taken or not all(map(_HAN.match, window[taken : min(reach, taken + 2)])):
        return ""
    if window[0] in DOUBTFUL_SURNAMES and _is_joined(window[:reach]):
        return ""
    if reach <= taken + 2:
        # A verb of one character may stand before the edge: 李强说.
        last = reach - 1 if window[reach - 1] in _NOT_IN_NAMES or _is_name_and_verb(window[:reach], taken) else reach
        return "" if _is_word(window[:last]) or window[last - 1] in _NOT_IN_NAMES else window[taken:last]
    if window[taken] in _NOT_IN_NAMES or _begins_with_word(window, taken):
        return ""
    if window[0] in DOUBTFUL_SURNAMES and not _is_taken_for_name(window, taken):
        return ""
    return window[taken : taken + (1 if _next_word_begins_at(window, taken + 1) else 2)]


def _begins_with_word(window: str, taken: int) -> bool:
    """Whether it is a word that only looks like surname and name: 高度, 路线; but 黄金龙宴请 is a name."""
    words = rjieba.tag(window)
    first, kind = words[0]
    if len(first) <= taken or kind.startswith("nr") or not rjieba.has_word(first):
        return False
    behind, kind = words[1] if len(words) > 1 else ("", "")
    return not (len(first) == 2 and len(behind) == 1 and kind[:1] in {"n", "g"} and behind not in _NOT_IN_NAMES)


def _is_taken_for_name(window: str, taken: int) -> bool:
    """Whether the segmenter sees a name in what begins with a common word: 于|海涛, but not 和|身边."""
    words = rjieba.tag(window)
    first, kind = words[0]
    if len(first) > taken:
        return bool(kind.startswith("nr"))
    return len(words) > 1 and bool(words[1][1].startswith("nr"))


def _next_word_begins_at(window: str, place: int) -> bool:
    """Whether the second character behind the surname begins the next word: 何伟|承揽, not 陈建|国安."""
    if window[place] in _NOT_IN_NAMES:
        return True
    # A verb that the segmenter only guesses proves that a name ends before it, not that one ends so soon.
    now, later = _begins_with_verb(window[place:], is_known=True), _begins_with_verb(window[place + 1 :])
    if now != later:
        return now
    return bool(rjieba.has_word(window[place : place + 2])) and not rjieba.has_word(window[place + 1 : place + 3])


@lru_cache(maxsize=8192)
def _begins_with_verb(text: str, *, is_known: bool = False) -> bool:
    """Whether a verb of two characters or more begins here: 代收, 结婚, 反映."""
    words = rjieba.tag(text)
    if not words or len(words[0][0]) < 2 or not words[0][1].startswith("v"):
        return False
    return not is_known or bool(rjieba.has_word(words[0][0]))


def _is_name_and_verb(piece: str, taken: int) -> bool:
    """Whether the segmenter sees a name of two characters and a verb of one: 李强|说."""
    words = rjieba.tag(piece)
    return len(words) == 2 and len(words[0][0]) == taken + 1 and words[0][1].startswith("nr") and words[1][1] == "v"


def _is_joined(piece: str) -> bool:
    """Whether a word that is a surname besides joins what stands around it: 儿子和女儿."""
    words = rjieba.tag(piece)
    return len(words) == 2 and words[0][1] in {"c", "p"}


@lru_cache(maxsize=4096)
def _is_word(text: str) -> bool:
    """Whether the segmenter knows it as a word that is no name."""
    words = rjieba.tag(text)
    return len(words) == 1 and not words[0][1].startswith("nr") and bool(rjieba.has_word(text))


def _foreign(text: str, place: int) -> _Name | None:
    """A name of several parts: 买买提·艾力."""
    match = _PARTED.match(text, place)
    if match is None or _MASKED.search(match[0]):
        return None
    last = match[2]
    words = rjieba.tag(last)
    length = len(words[0][0]) if len(words[0][0]) > 1 else 2
    return _Name(match[1] + last[:length], place, match.start(2) + len(last[:length]))


def _spread(text: str, place: int) -> _Name | None:
    """A name with spaces between its characters."""
    match = _SPREAD.match(text, place)
    if match is None:
        return None
    bare = match[0].replace(" ", "")
    is_word = bare[0] in DOUBTFUL_SURNAMES or _MASKED.search(bare) or not _NOT_IN_NAMES.isdisjoint(bare)
    return None if is_word or not surname_of(bare) else _Name(match[0], place, match.end())


def _name_ending_at(text: str, end: int) -> _Name | None:
    """The name right before a place: the longest that begins with a surname at the edge of a word."""
    for length in (4, 3, 2):
        start = end - length
        if start < 0:
            continue
        piece = text[start:end]
        surname = surname_of(piece)
        given = piece[len(surname) :]
        if not surname or not 1 <= len(given) <= 2 or _MASKED.search(piece) or not all(map(_HAN.match, piece)):
            continue
        if given[-1] in _NOT_IN_NAMES or _is_word(piece):
            continue
        return _Name(piece, start, end)
    return None
