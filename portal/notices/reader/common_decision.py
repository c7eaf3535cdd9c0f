"""One decision on several persons, each of whom is told below it: 对这4名党员干部给予通报批评。具体情况是：王某，…."""

from __future__ import annotations

import re

from portal.notices.reader import grades, signs, words
from portal.notices.reader.signs import Stretch

_DECIDES = re.compile(
    r"对(?:这|上述|以上|以下|有关|相关|违纪的?)?(?:\d{1,2}|[二三四五六七八九十两]{1,3})[名位人][^，。；\n]{0,16}?(?:分别)?(?:给予|进行|予以|作出)"
)
_INTRODUCES = re.compile(r"[^，。；\n]{0,12}(?:情况|名单|人员|问题)?(?:如下|分别是|是|为)：$")
#: 孟某，某局副县级调研员，7月31日，…: who a line is about.
_WHO = re.compile(
    rf"(?:（?[\d一二三四五六七八九十]{{1,3}}[）、.．])?(?P<name>[\u4e00-\u9fff]{{2,4}})，[^，。；：\n]{{2,40}}?"
    rf"{words.POST}(?:、[^，。；\n]{{2,16}})?[，。]"
)
MIN_PERSONS = 2


def common_decision(text: str) -> list[Stretch]:
    """A case for each of the persons below a decision on all of them; none where a notice has no such list."""
    lines = signs.paragraphs(text, 0, len(text))
    for at, (start, end) in enumerate(lines):
        if text[end - 1] != "：" or _INTRODUCES.search(text, max(start, end - signs.MAX_CAPTION), end) is None:
            continue
        # The decision stands in the same paragraph or in the one before.
        decides = _DECIDES.search(text, start, end) or _DECIDES.search(text, lines[max(at - 1, 0)][0], end)
        if decides is None or not grades.tokens(text, decides.end(), end):
            continue
        persons = _persons(text, lines[at + 1 :])
        if len(persons) >= MIN_PERSONS:
            return [Stretch(*person, decided=(decides.end(), end)) for person in persons]
    return []


def _persons(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines on one person each, up to the first that is none or decides by itself."""
    found: list[tuple[int, int]] = []
    for start, end in lines:
        who = _WHO.match(text, start, end)
        if who is None or grades.tokens(text, start, end):
            break
        found.append((who.start("name"), end))
    return found
