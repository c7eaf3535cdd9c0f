"""A notice on one affair: what happened is told once, and a list below says who was given what for it.

Accidents, floods, epidemics, a unit whose whole leadership answers for one fault: （一）给予2个单位通报问责。1.给予…;
王某，副县长，…，负有领导责任，给予…. Such a list has no cases of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from portal.notices.reader import grades, headings, signs, words
from portal.notices.reader.headings import Place
from portal.notices.reader.signs import Stretch

_HAN = "一二三四五六七八九十"
#: The sentence above the list: 现将追责问责情况通报如下。, 经研究，决定：, 决定对4个单位、8名责任人进行问责处理。
_ABOVE = re.compile(
    r"(?:处理|处分|问责|追责|追究|决定)(?:情况|意见|决定|结果)?(?:[^。；：，\n]{0,6}如下|，?[^。；：，\n]{0,6}通报如下)?[。：]$"
    r"|(?:处理|处分|问责|追责|追究)[^；：\n]{0,30}：$|具体(?:情况)?(?:为|是|如下)[：。]$"
    r"|(?:问责|追责)(?:调查|工作|审查)[^。；：\n]{0,20}。现将(?:有关|相关|具体)?(?:情况|结果)(?:公开)?通报如下[。：]$"
)
#: 二、处理情况: the part of a notice that has the list.
_TITLE = re.compile(r"[^，。；：\n]{0,12}(?:处理|处分|问责|追责|追究)(?:情况|结果|意见|决定)[：。]?")
#: 经县委研究决定：对王某…: a line in which the list begins.
_HOLDS_FIRST = re.compile(
    r"(?:(?<=[。\n])|^)[^。；：\n]{0,80}(?:决定|处理|处分|问责)[^。；：\n]{0,12}：(?=给予|对|免去|责[令成]|撤销|由)"
)
_OF_THE_PRESS = re.compile(r"[^，。；\n]{0,4}(?:据|另外)[^，。；\n]{0,16}(?:报道|消息|通报)?")
#: 经查，王某同志存在以下违纪问题：.
_ABOVE_CONDUCT = re.compile(
    r"(?:存在|有)[^。；：\n]{0,8}(?:以下|下列|如下)?[^。；：\n]{0,8}(?:问题|事实|行为|错误)(?:如下)?：$"
)
_DECIDES_ON_ALL = re.compile(
    r"(?:根据|依据|依照|按照|鉴于|经[^，。；\n]{2,24}(?:研究|决定|批准)|[^，。；\n]{2,8}(?:同志)?身为)"
)
#: 王某，男，1971年4月出生，…: who somebody is.
_LIFE = re.compile(r"[\u4e00-\u9fff·]{2,8}，(?:男|女|[^，。；\n]{0,6}族)，")
_NUMBER = re.compile(rf"(?:（[{_HAN}\d]{{1,3}}）|[{_HAN}]{{1,3}}[、.．]|\d{{1,2}}[、.．）]|[①-⑮])[、.．]?")
#: 1.通报批评及约谈。某县纪委对…: an item may open with the measure as its title.
_TITLED = re.compile(r"[^，。；：\n]{0,12}(?:处理|约谈|批评|处分|问责|谈话|检查)。(?=[^\n])")
_GIVES = re.compile(
    r"(?:同时，|此外，|另外，)?(?:[^，。；\n]{2,24}(?:决定|[纪监]委|党委|党组|政府)[，：]?)?(?:建议|决定|同时，?|另，?)?(?:给予|免去|撤销|责[令成]|对|将|由)"
)
#: 孟某，管委会副主任，…: who an item of the list is about, by name or by post and name.
_WHO = re.compile(r"(?:[\u4e00-\u9fff·]{2,4}，|[^，。；\n]{4,40}?[，。；])")
#: What somebody answers for; an item that tells an affair of its own says it otherwise.
_ANSWERS = re.compile(
    r"负(?:有)?[^，。；\n]{0,12}责任|[^，。；\n]{0,12}(?:不力|不到位|不严|失职|失察|缺失|不彻底|流于形式|走过场)|"
    r"对(?:该|此次|此|这起|本次|上述|这一)?(?:事故|事件|火灾|疫情|问题)"
)
_RESPONSIBLE = re.compile(r"负(?:有)?[^，。；\n]{0,20}责任")
_POST = re.compile(words.POST)
#: Of a clause that a wording goes on: ，给予党内警告处分.
_ONLY_VERBS = frozenset({"", "给予", "予以", "进行", "受到", "被给予"})
_OWN_AFFAIR = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?![，]?(?:经|给予|决定|受到|被))")
#: 2月4日，青禾市…: a paragraph that opens with a day tells what happened on it.
_DAY = re.compile(r"(?:同日|当日|\d{1,2}月\d{1,2}日)，")
#: （二）给予党纪政务处分人员（3人）: a line that only parts the list.
_PARTS = re.compile(r"[^，。；\n]{0,40}(?:人员|单位|责任人|组织|处分|处理|问责|处罚|责任)[^，。；\n]{0,16}[：。]?")
#: 二、某镇卡点管理松散，责任人员被问责.
_NEXT_AFFAIR = re.compile(r"[^。；：\n]{4,40}被(?:问责|追责|处理|通报)")
#: 王小山, below his picture.
_CAPTION = re.compile(r"[\u4e00-\u9fff]{2,4}")
#: 一、安平区委、区政府.
_SHORT_TITLE = re.compile(r"[^，。；：\n]{2,24}")
#: 通报中称，某大学副校长….
_IT_SAYS = re.compile(r"通报(?:中)?[^，。；\n]{0,3}，")
#: Lines of the list that give somebody something.
MIN_DECISIONS = 2
#: Characters by which paragraphs on persons of one unit begin alike.
SAME_UNIT = 6
#: Characters in which a line that tells of an affair of its own says when.
MAX_DATED = 12
#: Lines of a list that only give something, at least; their share of all; characters of one.
MIN_PLAIN, MOST, MAX_PLAIN = 3, 0.8, 120
#: Lines that are tried as the one above the list, and lines of a list.
MAX_TRIED, MAX_TRIED_LINES, MAX_LINES = 5, 40, 200
#: Characters in which what happened is told.
MIN_FACTS = 40


def one_affair(text: str) -> Stretch | None:
    """The one case of a notice that tells what happened and lists below who answers for it; None for others."""
    lines = [_without_number(text, *place) for place in signs.paragraphs(text, 0, len(text))]
    for told, listed in islice(_parted(text, lines), MAX_TRIED):
        if signs.ANNOUNCES.search(text, 0, told[-1].end):
            break
        begins = _facts(text, told)
        stop = _list_end(text, listed)
        if begins is not None and stop is not None:
            return Stretch(begins, stop)
    return _of_one_decision(text, lines) or _of_those_responsible(text, lines) or _of_decisions(text, lines)


def _parted(text: str, lines: list[Place]) -> Iterator[tuple[list[Place], list[Place]]]:
    """The lines up to one above a list and those below; or at one that holds the list's first: 决定：对王某…."""
    for at, line in enumerate(lines):
        if _is_above_a_list(text, line):
            yield lines[: at + 1], lines[at + 1 :]
        elif (holds := _HOLDS_FIRST.search(text, line.start, line.end)) and _goes_on(text, lines[at + 1 :]):
            told = [Place(line.start, holds.start())] if holds.start() > line.start else []
            if at or told:
                yield [*lines[:at], *told], [Place(holds.start(), line.end), *lines[at + 1 :]]


def _goes_on(text: str, below: list[Place]) -> bool:
    """Whether the next line decides as well."""
    if not below or _OF_THE_PRESS.match(text, below[0].start, below[0].end):
        return False
    return _GIVES.match(text, below[0].start, below[0].end) is not None or _answers(text, below[0])


def _of_one_decision(text: str, lines: list[Place]) -> Stretch | None:
    """What one person did, in a list, and the decision behind it: 王某存在以下问题：一、…；二、…。根据…，决定…."""
    for at, line in enumerate(lines[:MAX_TRIED_LINES]):
        if _ABOVE_CONDUCT.search(text, line.start, line.end) is None:
            continue
        listed = list(takewhile(lambda line: _tells_conduct(text, line), lines[at + 1 :]))
        decision = next(iter(lines[at + 1 + len(listed) :]), None)
        if len(listed) < MIN_DECISIONS or decision is None:
            return None
        decides = _DECIDES_ON_ALL.match(text, decision.start, decision.end)
        if not (decides and grades.tokens(text, decision.start, decision.end)):
            return None
        is_life = at and _LIFE.match(text, lines[at - 1].start, lines[at - 1].end)
        return Stretch(lines[at - 1].start if is_life else line.start, decision.end)
    return None


def _tells_conduct(text: str, line: Place) -> bool:
    """Whether a line is an item of such a list: it has a number, and gives nothing."""
    return _is_numbered(text, line) and not grades.tokens(text, line.start, line.end)


def _is_numbered(text: str, line: Place) -> bool:
    """Whether a number was left out before a line."""
    return line.start > 0 and text[line.start - 1] != "\n"


def _of_those_responsible(text: str, lines: list[Place]) -> Stretch | None:
    """One case where nothing stands above the list, but each of its paragraphs says who is responsible."""
    first = next((at for at, line in enumerate(lines) if _is_responsible(text, line)), None)
    if first is None or (stop := _list_end(text, lines[first:])) is None:
        return None
    listed = [line for line in lines[first:] if line.end <= stop and _decides(text, line)]
    responsible = [line for line in listed if _is_responsible(text, line)]
    is_dated = any(_DAY.match(text, line.start, line.end) for line in listed)
    if is_dated or len(responsible) < max(MIN_DECISIONS, len(listed) / 2) or _announces(text, responsible):
        return None
    return _with_facts(text, lines, first, stop)


def _of_decisions(text: str, lines: list[Place]) -> Stretch | None:
    """One case where nearly all lines of a list say no more than who was given what."""
    first = next((at for at, line in enumerate(lines) if _only_decides(text, line)), None)
    if first is None or (stop := _list_end(text, lines[first:])) is None:
        return None
    listed = [line for line in lines[first:] if line.end <= stop and grades.tokens(text, line.start, line.end)]
    plain = [line for line in listed if _only_decides(text, line)]
    if len(plain) < max(MIN_PLAIN, MOST * len(listed)) or _announces(text, listed):
        return None
    return _with_facts(text, lines, first, stop)


def _with_facts(text: str, lines: list[Place], first: int, stop: int) -> Stretch:
    """A list from its first line on, with the facts above it, where any are told."""
    begins = _facts(text, lines[:first])
    return Stretch(lines[first].start if begins is None else begins, stop)


def _only_decides(text: str, line: Place) -> bool:
    """给予县委副书记王某党内警告处分；: whether a line opens with what is given, and has no day."""
    if line.end - line.start > MAX_PLAIN or not _GIVES.match(text, line.start, line.end):
        return False
    return bool(grades.tokens(text, line.start, line.end)) and not _OWN_AFFAIR.search(text, line.start, line.end)


def _is_responsible(text: str, line: Place) -> bool:
    return _RESPONSIBLE.search(text, line.start, line.end) is not None and _decides(text, line)


def _announces(text: str, listed: list[Place]) -> bool:
    """Whether a notice says that it makes several cases known; several persons of one unit are none."""
    announced = signs.ANNOUNCES.search(text, 0, listed[0].start)
    if announced is None:
        return False
    begins = [said.end() if (said := _IT_SAYS.match(text, line.start)) else line.start for line in listed]
    units = {text[begin : begin + SAME_UNIT] for begin in begins}
    return not (announced[0].startswith("等") and len(units) < len(listed))


def _is_above_a_list(text: str, line: Place) -> bool:
    """Whether a line ends by saying that something was decided, and not what; or is only a title that says so."""
    if _TITLE.fullmatch(text, line.start, line.end):
        return True
    if _ABOVE.search(text, line.start, line.end) is None:
        return False
    sentence = text.rfind("。", line.start, line.end - 1) + 1
    return not grades.tokens(text, max(sentence, line.start), line.end)


def _without_number(text: str, start: int, end: int) -> Place:
    """A paragraph without its number, and without the measure that may stand behind it as a title."""
    number = _NUMBER.match(text, start, end)
    titled = _TITLED.match(text, number.end(), end) if number else None
    return Place((titled or number).end() if number else start, end)


def _facts(text: str, lines: list[Place]) -> int | None:
    """Where the telling of what happened begins; None where nothing is told that has a day or a name."""
    told = [line for line in lines if _is_prose(text, line)]
    if not told or lines[-1].end - told[0].start < MIN_FACTS:
        return None
    is_dated = signs.DATED_OR_PAID.search(text, told[0].start, lines[-1].end)
    is_found = any(signs.FOUND_OUT.match(text, line.start, line.end) for line in told)
    return told[0].start if is_dated or is_found else None


def _is_prose(text: str, line: Place) -> bool:
    return text.find("，", line.start, line.end) != -1 and text[line.end - 1] in "。：；"


def _list_end(text: str, lines: list[Place]) -> int | None:
    """Where the list of decisions ends; None where the lines are none, or cases of their own."""
    decisions, stop = 0, None
    for line in lines[:MAX_LINES]:
        if decisions and _NEXT_AFFAIR.fullmatch(text, line.start, line.end):
            break
        is_more = decisions and (_is_alike(text, lines[0], line) or decisions >= MIN_DECISIONS and _gives(text, line))
        if _decides(text, line) or is_more:
            decisions, stop = decisions + 1, line.end
        elif not (_is_part(text, line) or _names_one_more(text, line)):
            break
    if stop is None or decisions < MIN_DECISIONS:
        return None
    # Cases with headings of their own behind it: the lines so far were one of them.
    return None if headings.headings(text, stop, len(text)) else stop


def _gives(text: str, line: Place) -> bool:
    """Whether a line further down gives something and opens with no day: 原局长王某违规审批，已于2018年9月被开除."""
    if headings.heading_end(text, line.start, line.end) is not None or signs.is_remark(text, line.start, line.end):
        return False
    is_dated = _OWN_AFFAIR.search(text, line.start, min(line.start + MAX_DATED, line.end))
    return not is_dated and bool(grades.tokens(text, line.start, line.end))


def _is_part(text: str, line: Place) -> bool:
    """Whether a line only parts the list: it says for whom, or is a short title behind a number."""
    if _PARTS.fullmatch(text, line.start, line.end) or _CAPTION.fullmatch(text, line.start, line.end):
        return True
    return _is_numbered(text, line) and _SHORT_TITLE.fullmatch(text, line.start, line.end) is not None


def _is_alike(text: str, first: Place, line: Place) -> bool:
    """Whether a line gives something to one more of the unit of which the list's first speaks."""
    unit = text[first.start : first.start + SAME_UNIT]
    return text.startswith(unit, line.start) and bool(grades.tokens(text, line.start, line.end))


def _decides(text: str, line: Place) -> bool:
    """Whether a line gives somebody something for what the notice has told."""
    first = next(iter(grades.tokens(text, line.start, line.end)), None)
    if first is None or headings.heading_end(text, line.start, line.end) is not None:
        return False
    if _OWN_AFFAIR.search(text, line.start, first.start) or signs.is_remark(text, line.start, line.end):
        return False
    if _GIVES.match(text, line.start, line.end) or _answers(text, line):
        return True
    # 镇党委书记罗某，副镇长唐某先期免职: who they are, and no act of their own.
    clauses = text[line.start : first.start].split("，")
    return all(_POST.search(clause) or clause in _ONLY_VERBS for clause in clauses)


def _answers(text: str, line: Place) -> bool:
    return (
        _WHO.match(text, line.start, line.end) is not None and _ANSWERS.search(text, line.start, line.end) is not None
    )


def _names_one_more(text: str, line: Place) -> bool:
    """Whether a line of the list only says who somebody is, or what they answer for: 姚某，法定代表人，已被…."""
    if headings.heading_end(text, line.start, line.end) is not None or _OWN_AFFAIR.search(text, line.start, line.end):
        return False
    return (_WHO.match(text, line.start, line.end) or _GIVES.match(text, line.start, line.end)) is not None
