"""Lists of so many cases as a text announces, whose items need say of no measure: units alone, or what is under way."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice, takewhile

from portal.notices.reader import headings, signs
from portal.notices.reader.dates import number
from portal.notices.reader.headings import Place
from portal.notices.reader.signs import Stretch

#: 对2起典型问题进行通报: as many as are told below.
_SO_MANY = re.compile(
    r"(?:通报|曝光|对|将|发现)[^。\n]{0,40}?(?P<count>[2-9]|[1-9]\d|[二三四五六七八九十]{1,3})(?:起|例)[^。\n]{0,60}?(?:问题|案例|案件)"
)
#: 省纪委发布：某区委办公室、某大学同城吃请问题。: a lead that names whose problems are told below.
_BY_NAME = re.compile(r"(?:发布|通报|曝光)(?:了)?：?(?P<whose>[^。：\n]{6,120}?)问题[。：][^。：]{0,12}$")
#: Who makes known what units neglected; others make known offences of companies.
_BY_DISCIPLINE = re.compile(
    "纪委|监委|监察|形式主义|减负|作风|八项规定|纪律|扶贫|乡村振兴|教育|师德|有偿补课|暗访|督查|督办|问责|廉政|统计"
)
#: 通报表扬5起典型案例: what was done well.
_PRAISES = re.compile("表扬|先进|优秀|经验|创新|成效|好人|亮点|获奖")
#: Characters of a lead; announcements of one text that are looked at.
MAX_LEAD, MAX_ANNOUNCED = 400, 200
#: Behind it the first of the list may stand in the same paragraph.
_FIRST = re.compile(r"。其中，")
#: Characters of the first sentence in which the unit stands.
MAX_OPENING = 60


def announces_list(text: str, begins: list[int]) -> bool:
    """Whether what leads to the items that begin there says that so many cases, or more, are made known below."""
    lead = text[max(0, begins[0] - MAX_LEAD) : begins[0]]
    announced = _SO_MANY.search(lead) or _BY_NAME.search(lead)
    if announced is None or not _is_by_discipline(lead, announced):
        return False
    if announced.re is _SO_MANY:
        return number(announced["count"]) >= len(begins)
    return all(_is_named(text, begin, announced["whose"]) for begin in begins)


def _is_by_discipline(text: str, announced: re.Match[str]) -> bool:
    """Whether what leads to the announcement speaks of discipline, and its own words praise nobody."""
    lead = text[max(0, announced.start() - MAX_LEAD) : announced.end()]
    return _BY_DISCIPLINE.search(lead) is not None and _PRAISES.search(announced[0]) is None


def _is_named(text: str, start: int, lead: str) -> bool:
    unit = headings.first_unit(text, Place(start, start + MAX_OPENING))
    return unit is not None and text[slice(*unit)] in lead


def is_made_known(text: str, start: int, end: int) -> bool:
    """Whether an item of such a list is a case: it says whose problem it is, or begins with a unit."""
    if headings.is_heading(text, start, end):
        return True
    return headings.first_unit(text, Place(start, min(end, start + MAX_OPENING))) is not None


def told_in_parts(text: str) -> list[Stretch]:
    """Paragraphs without any number below the words that announce as many, each of which begins with a unit."""
    paragraphs = signs.paragraphs(text, 0, len(text))
    for announced in islice(_SO_MANY.finditer(text), MAX_ANNOUNCED):
        lead_end = text.find("\n", announced.end(), announced.end() + MAX_LEAD)
        if lead_end == -1 or not _is_by_discipline(text, announced):
            continue
        count = number(announced["count"])
        first = _FIRST.search(text, announced.end(), lead_end)
        below = bisect_left(paragraphs, (lead_end, lead_end))
        listed = takewhile(lambda part: not signs.is_remark(text, *part), paragraphs[below : below + count + 1])
        parts = [*([(first.end(), lead_end)] if first else []), *listed]
        if len(parts) == count and all(is_made_known(text, *part) for part in parts):
            return [Stretch(*part, is_numbered=True) for part in parts]
    return []
