"""Several affairs told in a row within one paragraph: each says whose problem it is, and what they were given."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.notices.reader import grades, headings
from portal.notices.reader.dates import number
from portal.notices.reader.signs import Stretch

#: 局长王某公款吃喝问题，受到警告处分；校长李某收受礼金问题，受到…: where one affair ends.
_PART_END = re.compile("[；。]")
_PROBLEM = re.compile(r"[^，；。\n]{4,80}?问题，")
#: 某县某局局长王某公车私用受到警告处分，某市…: the same without 问题, each in a place of its own.
_AT_ONCE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,5}?[省市县区州旗])[^，。；\n]{8,60}?(?<!分别)(?<!均)受到[^，。；\n]{2,16}(?:处分|处理)(?=[，；。…]|$)"
)
#: 校长王某收受礼金1.8万元，市纪委给予其警告处分: who decided, or 其, is said again in each.
_GIVEN_BY = re.compile(
    r"，(?:[^，。；\n]{2,16}(?:[纪监]委|监察局|[局厅]|党委|党组)(?:研究)?(?:决定)?)?给予"
    r"(?:其|(?<=[委局厅组定]给予)[\u4e00-\u9fff]{2,4}(?=留党|党内|行政|政务|撤销|开除))"
)
#: 副局长李某监管不力: who answers for the affair of another.
_NEGLECTS = re.compile("不力|不严|不到位|失察|失职|失管|责任")
#: 2014年1月17日，某县运管所…。2014年1月18日，某市…: a sentence that opens with a day, at a place.
_BY_DAY = re.compile(r"(?:^|(?<=[。\n]))(?P<day>(?:19|20)\d\d年\d{1,2}月\d{1,2}日，[\u4e00-\u9fff]{2,6}?[市县区旗])")
_SO_MANY = re.compile(r"(?:通报|曝光)(?P<count>[2-9]|[二三四五六七八九两])起")
#: One such part may only sum up; two are a list.
MIN_AFFAIRS = 2


def affairs(text: str, start: int, end: int) -> list[Stretch]:
    """The cases of what may tell of several affairs in a row, each by whose problem it is and what they were given."""
    if at_once := _told_at_once(text, start, end):
        return [Stretch(begin, stop) for begin, stop in pairwise([start, *at_once[1:], end])]
    if dated := _told_by_day(text, start, end):
        return [Stretch(begin, stop) for begin, stop in pairwise([start, *dated[1:], end])]
    ends = [*(match.end() for match in _PART_END.finditer(text, start, end)), end]
    begins = [begin for begin, stop in pairwise([start, *ends]) if _is_affair(text, begin, stop)]
    if len(begins) < MIN_AFFAIRS:
        return [Stretch(start, end)]
    return [Stretch(begin, stop) for begin, stop in pairwise([start, *begins[1:], end])]


def _told_by_day(text: str, start: int, end: int) -> list[int]:
    """Where sentences begin that tell of one day after the other, as many as the text announces, each decided."""
    begins = [match.start("day") for match in _BY_DAY.finditer(text, start, end)]
    parts = list(pairwise([*begins, end]))
    announced = _SO_MANY.search(text, 0, start)
    if len(begins) < MIN_AFFAIRS or announced is None or number(announced["count"]) != len(begins):
        return []
    is_told = all(grades.tokens(text, *part) and headings.named(text, *part) for part in parts)
    return begins if is_told and text[start : begins[0]].strip("\n") == "" else []


def _told_at_once(text: str, start: int, end: int) -> list[int]:
    """Where the parts of a sentence begin each of which tells of somebody in another place, of what and what for."""
    begins: list[int] = []
    places: set[str] = set()
    at = start
    while (part := _AT_ONCE.match(text, at, end)) is not None and part["place"] not in places:
        if not (headings.names_somebody(text, at, part.end()) and grades.tokens(text, at, part.end())):
            break
        begins.append(at)
        places.add(part["place"])
        at = part.end() + 1
    return begins if len(begins) >= MIN_AFFAIRS else []


def _is_affair(text: str, start: int, end: int) -> bool:
    """Whether a part of a sentence says whose problem it is, and behind it what they were given."""
    if _is_given_by_somebody(text, start, end):
        return True
    problem = _PROBLEM.match(text, start, end)
    if problem is None or not headings.names_somebody(text, start, problem.end()):
        return False
    return bool(grades.tokens(text, problem.end(), end)) and not grades.tokens(text, start, problem.end())


def _is_given_by_somebody(text: str, start: int, end: int) -> bool:
    """Whether a part of a sentence tells what somebody did, and behind it who decided what on it."""
    by = _GIVEN_BY.search(text, start, end)
    if by is None or grades.tokens(text, start, by.start()) or _NEGLECTS.search(text, start, by.start()):
        return False
    return headings.names_somebody(text, start, by.start()) and bool(grades.tokens(text, by.start(), end))
