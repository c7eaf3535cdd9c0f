"""Headings of cases: unit, marker, post, name and conduct, closed by 问题 or 案; and what they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.notices.reader import people, words

MAX_HEADING = 260
_END = re.compile(
    r"(?:问题(?:(?:较为|比较|十分|仍然|仍)?(?:突出|严重|存在))?|典型案例|案例|一案|案件|(?<![涉发报立破作归到投结答方档备])案)(?=[。：；\n！]|(?:（[^（）\n]{1,20}）)?(?:$|"
    r"[。：\n])|(?:19|20)\d\d年|经查|近日|今年|[二][〇零])"
)
_STARTS_NO_HEADING = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[）、.．]{1,2})?(?:经查|此外|另外|同时|还|对|其中|该|其(?!所)|上述|以上|根据|按照|鉴于|调查|日前|近日|现将|通报|关于|为|在|(?:19|"
    r"20)\d\d年|一[是要]|二[是要]|案发|直至|因|今年|去年|针对|截至|[^，。\n]{0,14}还存在|[^，。\n]{0,30}(?:消息|讯|电)（|本报讯|本网讯|[^，。\n]{0,12}记者|[^，。\n]{0,20}存在其他)"
)
#: Where line ends were lost: a heading without names stands behind what was decided, and before a date.
_AFTER_DECISION = re.compile(
    r"(?:处分|处理|诫勉|批评|检查|起诉|收缴|追缴|清退|退赔|退还|国库|到位|如下|分别是|具体是)[。：]$"
)
_FACTS_BEGIN = re.compile(r"。(?:19|20)\d\d年")
_TITLE = re.compile(
    r"通报|曝光|\d{1,3}起|[一二三四五六七八九十]{1,3}起|典型(?:问题|案例|案件)|警示录|(?:严肃|[纪监]委(?:近期)?)查处|注意事项|汇总|有关负责人|如下"
)
#: 某局局长王某履职不力问题、某镇镇长李某失职问题: no heading, but a list of them.
_LIST = re.compile(rf"问题[、；和](?=[^，。；\n]{{4,60}}?{words.POST}[^，。；\n]{{2,40}}问题)")
_POST_TEST = re.compile(words.POST)
_UNIT_FIRST = re.compile(words.UNIT_END)
#: What the unit of a heading does not hold.
NO_UNIT = re.compile(r"^[\d（关]|，|(?:19|20)\d\d年|通报|曝光|^[该本我]")
#: 云溪市有关工作联席会议办公室: more of the name is to come.
_NAMES_MORE = re.compile(r"[有相]关[\u4e00-\u9fff]{2,12}(?:办公室|小组|会议|部门|单位)|工作[^，。；\n]{2,8}办公室")
#: 县第三中学: a place of which only the kind is said.
_PLACES = frozenset("省市州县区旗镇乡")
#: Characters of a unit with which a heading begins, and of one before any verb; those between two parts of a name.
MIN_LEADING, MIN_UNIT, MAX_BETWEEN = 3, 4, 3
#: Characters of what a department is for, between its bureau and its end: 农业局|农村经济经营管理|站.
MAX_DEPARTMENT = 8
#: What opens a point of a report, and no case.
_NO_UNIT_FIRST = (
    "加强",
    "建立",
    "健全",
    "完善",
    "推进",
    "落实",
    "开展",
    "严格",
    "深入",
    "一些",
    "有的",
    "部分",
    "个别",
)
#: Characters of the whole name of a unit, at least and at most.
MIN_WHOLE, MAX_UNIT = 5, 40
#: 包村干部甲、某乡: what stands in no name of a unit.
_IS_NO_NAME = re.compile(r"[、，：；]|对(?![外口])|违[规反]")
#: 市“总部经济”专班办公室: what a name quotes.
_QUOTED = re.compile("“[^“”\n]{1,16}”")
#: What has places below it, and one of these.
_HIGHER_PLACES = frozenset("省市州盟")
_PLACE_BELOW = re.compile("[\u4e00-\u9fff]{1,2}[市县区旗州]")
#: 2015年3月10日，沙河县公务接待14人: the day before the unit.
_DATED_FIRST = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?，?")
#: 迟某，某县副县长，县指挥部副指挥长。: who opens a paragraph of a list by name.
_OPENS_LINE = re.compile(r"(?:^|\n|；)(?:（?[\d一二三四五六七八九十]{1,3}[）、.．])?$")
#: Characters of the number of a paragraph, and the line end before it.
MAX_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Place:
    """The part of a text from ``start`` up to ``end``."""

    start: int
    end: int


def opens_line(text: str, at: int) -> bool:
    """Whether a paragraph, or an item behind its number, begins here."""
    return _OPENS_LINE.search(text, max(0, at - MAX_NUMBER), at) is not None


def heading_end(text: str, start: int, end: int) -> int | None:
    """Where the heading that begins at ``start`` ends, its last word included; None where there is none."""
    limit = min(end, start + MAX_HEADING)
    if _STARTS_NO_HEADING.match(text, start, limit):
        return None
    at = start
    while (match := _END.search(text, at, limit)) is not None:
        stop = text.find("。", start, match.start())
        line = text.find("\n", start, match.start())
        if stop == -1 and line == -1:
            return match.end()
        return None
    return None


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether a paragraph opens with the heading of a case; titles of notices are none."""
    stop = heading_end(text, start, end)
    if stop is None or stop - start < 8:
        return False
    line = text[start:stop]
    if _TITLE.search(line) or _LIST.search(line):
        return False
    return _POST_TEST.search(line) is not None or re.search(words.UNIT_END, line) is not None


def opens_with_unit(text: str, start: int, end: int) -> bool:
    """Whether a sentence opens with a unit of which it goes on to tell: 某县住建局对督察问题搞虚假整改。"""
    stop = text.find("。", start, min(end, start + MAX_HEADING))
    if stop == -1 or _STARTS_NO_HEADING.match(text, start, stop):
        return False
    return any(
        match.end() - start >= MIN_WHOLE and words.follows(text, match.end())
        for match in _UNIT_FIRST.finditer(text, start, min(stop, start + MAX_UNIT))
    ) and not text.startswith(_NO_UNIT_FIRST, start)


def leading_unit(text: str, heading: Place) -> tuple[int, int] | None:
    """The unit with which a heading begins, before its conduct does."""
    start = _behind_a_day(text, heading)
    for match in _UNIT_FIRST.finditer(text, start, heading.end):
        if _NAMES_MORE.match(text, match.end()) or _goes_on(text, match):
            continue
        if _IS_NO_NAME.search(text, start, match.end()):
            break
        if text.count("“", start, match.end()) > text.count("”", start, match.end()):
            continue
        if match.end() - start >= MIN_LEADING and words.follows(text, match.end()):
            return start, match.end()
    return None


def first_unit(text: str, heading: Place) -> tuple[int, int] | None:
    """Where a heading that names nobody goes on with any verb: its units from the first as far as they touch."""
    start = end = _behind_a_day(text, heading)
    for match in _UNIT_FIRST.finditer(text, start, heading.end):
        if _is_far(text, start, end, match.start()) or words.POST_END.match(text, match.start()):
            break
        end = match.end()
    unit = text[start:end]
    is_whole = len(unit) >= MIN_UNIT or len(unit) == MIN_LEADING and unit[0] in _PLACES
    return (start, end) if is_whole and not NO_UNIT.search(unit) else None


def _is_far(text: str, start: int, end: int, at: int) -> bool:
    """Whether too much stands between the parts of a name, or what is none of it."""
    between = _QUOTED.sub("", text[end:at])
    if end == start:
        return len(between) > MAX_UNIT
    if _IS_NO_NAME.search(between) or words.POST_END.search(between):
        return True
    opens = any(words.opens(text[inside : at + 2]) for inside in range(end, min(at, end + MAX_DEPARTMENT)))
    return len(between) > (MAX_BETWEEN if opens else MAX_DEPARTMENT)


def _behind_a_day(text: str, heading: Place) -> int:
    dated = _DATED_FIRST.match(text, heading.start, heading.end)
    return dated.end() if dated else heading.start


def _goes_on(text: str, unit: re.Match[str]) -> bool:
    """Whether the name of a unit goes on behind what might end one: 投资控股|有限公司, 山城市|都丰县."""
    if text.startswith("不动产", unit.end()):
        return True
    is_place = unit[0] in _HIGHER_PLACES and _PLACE_BELOW.match(text, unit.end()) is not None
    return is_place or _UNIT_FIRST.match(text, unit.end()) is not None


def headed_by(text: str, heading: Place, name: str) -> tuple[int, int] | None:
    """The unit with which a heading begins, where a sentence leaves out of which place it is: 对第三中学通报."""
    if text[heading.start : heading.start + 1] in _PLACES and text.startswith(name, heading.start + 1):
        return heading.start, heading.start + 1 + len(name)
    return None


def headings(text: str, start: int, end: int) -> list[int]:
    """Where headed cases begin: at the beginning of lines, and behind the last sentence of the case before."""
    found: list[int] = []
    for match in re.compile(r"[^\n。：；！]").finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else "\n"
        if before not in "\n。：；！":
            continue
        if not is_heading(text, at, end):
            continue
        stop = heading_end(text, at, end) or at
        if found and text.startswith(named_at_first(text, found[-1], min(at, found[-1] + MAX_HEADING)), at):
            # 王某还存在…问题。: more of him.
            continue
        if before == "\n" or _stands_within(text, start, at, stop, end):
            found.append(at)
    return found


def _stands_within(text: str, start: int, at: int, stop: int, end: int) -> bool:
    """Whether a heading stands within a line: it names somebody with a post, or is between a decision and a date."""
    if names_somebody(text, at, stop, min(end, stop + MAX_HEADING)) and _POST_TEST.search(text, at, stop):
        return True
    return (
        _AFTER_DECISION.search(text, max(start, at - 60), at) is not None
        and _FACTS_BEGIN.match(text, stop, end) is not None
    )


def named(text: str, start: int, end: int) -> list[str]:
    """The names of a stretch, found by themselves."""
    return people.names(text, start, end, end)


@lru_cache(maxsize=4)
def named_at_first(text: str, start: int, end: int) -> tuple[str, ...]:
    """The names where a case begins, which are asked for again with each of its paragraphs."""
    return tuple(named(text, start, end))


def names_somebody(text: str, start: int, end: int, seen_to: int = 0) -> bool:
    """Whether a post with a name behind it, or a masked name, stands here; it may come again up to ``seen_to``."""
    if people.masked(text, start, end):
        return True
    return any(
        people.name_after(text, match.end(), start, max(end, seen_to)) is not None
        for match in words.POST_END.finditer(text, start, end)
    )


def introduces(text: str, start: int, at: int, end: int) -> bool:
    """Whether a paragraph opens with somebody of whom the text since ``start`` has not spoken."""
    limit = min(end, at + 60)
    for match in words.POST_END.finditer(text, at, limit):
        name = people.name_after(text, match.end(), at, end)
        if name is not None:
            return name not in text[start:at]
        masked = people.masked(text, match.end(), min(end, match.end() + 6))
        if masked and masked[0].start == match.end():
            name = masked[0].name
            # 驾驶员李某 after 班长李某 is somebody else, unless the post is said to be one of then.
            as_what = text[match.start() : masked[0].end]
            is_new = as_what not in text[start:at] and "时任" not in text[at : match.start()]
            return name not in text[start:at] or is_new
    return False
