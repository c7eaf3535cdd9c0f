"""Where the cases of a notice stand: numbered in any way, headed, or one to a paragraph; leads and remarks are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from portal.notices.reader import headings, signs
from portal.notices.reader.announced import announces_list, is_made_known, told_in_parts
from portal.notices.reader.common_decision import common_decision
from portal.notices.reader.dates import number
from portal.notices.reader.one_affair import one_affair
from portal.notices.reader.paragraphs import paragraph_cases
from portal.notices.reader.signs import MAX_CASE, Stretch

#: Characters of a line that is only a title.
MAX_TITLE = 60
#: Notices of one text, in each of which a count begins anew.
MAX_SEQUENCES = 200
_HAN = "一二三四五六七八九十"
_LEFT = r"(?:(?<=^)|(?<=[\n。；：”〕！])|(?<=[\u4e00-\u9fff）]))"
_STYLES = {
    "case": re.compile(
        rf"〔?(?:典型)?(?:案例|案件)(?:之)?([{_HAN}\d]{{1,3}})〕?[、.：．]?|第([{_HAN}\d]{{1,3}})[起例件][、：，]"
    ),
    "arabic": re.compile(
        r"(?<![\d.第年月万元—〔])(\d{1,2})[、.．）](?=[^\d\n，。]|(?:19|20)\d\d年|\d{1,2}月\d{1,2}日)"
    ),
    "han": re.compile(rf"(?<![{_HAN}第十百])([{_HAN}]{{1,3}})[、.．](?=[^\n，。])"),
    "paren": re.compile(rf"（([{_HAN}\d]{{1,3}})）[、.．]?(?=[^\n，。）])"),
    "is": re.compile(rf"(?<![{_HAN}第])([{_HAN}]{{1,2}})是(?=[^\n。]{{4,160}}问题[。：])"),
    "bare": re.compile(
        r"(?<=\n)(\d{1,2})(?=[\u4e00-\u9fff]{4})(?![年月日名个起人万元次岁户家所层楼号点时分届组社周小学期级])"
    ),
    "circled": re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])[、.]?"),
}
#: 经研究，作出如下处理：, behind which a count is none of cases.
_DECISIONS_BELOW = re.compile(r"(?:处理|处分|问责|决定|追责)[^。；：\n]{0,8}：$")
_DECISION_OPENS = re.compile(r"给予|免去|撤销|责[令成]|对|将|建议|决定")
#: 2.某镇长王某，对该问题负直接责任: an item that goes on with the affair of the one before.
_OF_ONE_AFFAIR = re.compile(r"[^。；\n]{0,80}?[对因](?:该|这一|此)(?:问题|事件|事故|火灾)")
_SECOND_NOTICE = re.compile(r"\n附[：:件]|\n[^\n。]{4,60}?(?:通报|曝光)[^\n。]{0,40}?(?:起|问题|案例|的通报)\n")
#: 其中，给予…；同时，对…撤销…: more of what was decided in the case before.
_OPENS_WITH_A_PLACE = re.compile(
    r"(?![^，。\n]{0,24}(?:[纪监]委|监察|党委|党组|检察|法院|研究|决定|给予|责令|对))"
    r"(?P<place>[\u4e00-\u9fff]{2,6}[省市县区州旗])(?=[\u4e00-\u9fff]{2,20}(?:[局委办镇乡村所站]|学校|[中小]学|医院|公司|中心|街道|社区))"
)


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    end: int
    number: int


def stretches(text: str) -> list[Stretch]:
    """The cases of a normalised text."""
    found = _all(text)
    cases = [each for each, after in zip_longest(found, found[1:]) if not (after and _is_title_of(text, each, after))]
    return [replace(each, end=min(each.end, each.start + MAX_CASE)) for each in cases]


def _is_title_of(text: str, here: Stretch, after: Stretch) -> bool:
    """Whether what looks like a case is only the title of the next: 书记王某违规插手工程被免职."""
    title, between = text[here.start : here.end], text[here.end : after.start]
    if len(title) > MAX_TITLE or "。" in title or between.strip("\n"):
        return False
    return any(name in text[after.start : after.end] for name in headings.named(text, here.start, here.end))


def _all(text: str) -> list[Stretch]:
    if listed := common_decision(text):
        return listed
    if (affair := one_affair(text)) is not None:
        return [affair]
    numbered = _numbered(text)
    if not numbered:
        return _unnumbered(text, 0, len(text)) or told_in_parts(text)
    found = _unnumbered(text, 0, numbered[0].start, headed_only=True)
    for here, after in pairwise([*numbered, Stretch(len(text), len(text))]):
        found.append(here)
        if text.find("\n", here.end, after.start) != -1:
            found.extend(_unnumbered(text, here.end, after.start, headed_only=True))
    return found


def _numbered(text: str) -> list[Stretch]:
    best: tuple[int, int, list[Stretch]] = (0, 0, [])
    for style, pattern in _STYLES.items():
        sequences = _sequences(text, style, pattern)
        # One item of a count within a line is none; and a page holds no more notices than this.
        sequences = [
            each
            for each in sequences
            if (len(each) > 1 or _opens_line(text, each[0])) and not _lists_decisions(text, each)
        ][:MAX_SEQUENCES]
        items = []
        for sequence, after in zip_longest(sequences, sequences[1:]):
            stop = after[0].start if after and _opens_line(text, after[0]) else len(text)
            items += _items(text, sequence, stop)
        if items:
            begins = -items[0].start
            best = max(best, (len(items), begins, items), key=lambda found: found[:2])
    return best[2]


def _sequences(text: str, style: str, pattern: re.Pattern[str]) -> list[list[_Marker]]:
    """Runs of markers that count 1, 2, 3…; within a line only what goes on a count is one."""
    found: list[list[_Marker]] = []
    lost: list[_Marker] = []
    for match in pattern.finditer(text):
        written = next(group for group in match.groups() if group)
        count = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮".index(written) + 1 if style == "circled" else number(written)
        before = text[match.start() - 1] if match.start() else "\n"
        marker = _Marker(match.start(), match.end(), count)
        opens_line = before == "\n"
        if found and count == found[-1][-1].number + 1 and (opens_line or before in "。；：”！）〕" or _is_han(before)):
            found[-1].append(marker)
        elif opens_line and not found or count == 1 and (opens_line or before in "。：；！”〕"):
            found.append([marker])
        elif opens_line and found and count > found[-1][-1].number:
            found[-1].append(marker)
        elif count == 1 and _is_han(before):
            # Where line ends were lost; believed when the count goes on.
            lost.append(marker)
        elif lost and count == 2 and (before in "。；：”！）〕" or _is_han(before)):
            found.append([lost.pop(), marker])
    return found


def _lists_decisions(text: str, sequence: list[_Marker]) -> bool:
    """Whether a count within a line lists what was decided in one case: 作出如下处理：1.给予…2.免去…."""
    first = sequence[0].start
    return _DECISIONS_BELOW.search(text, max(0, first - 30), first) is not None and all(
        _DECISION_OPENS.match(text, marker.end) for marker in sequence
    )


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _opens_line(text: str, marker: _Marker) -> bool:
    return marker.start == 0 or text[marker.start - 1] == "\n"


def _items(text: str, sequence: list[_Marker], stop: int) -> list[Stretch]:
    last = sequence[-1]
    ends = [*(marker.start for marker in sequence[1:]), min(_block_end(text, last.end), max(stop, last.end))]
    items = [
        (marker.end, _trimmed(text, marker.end, end, is_numbered=True))
        for marker, end in zip(sequence, ends, strict=True)
    ]
    told = [_is_case(text, *item, is_numbered=True) or signs.is_of_a_unit(text, *item) for item in items]
    is_list = sum(told) * 2 >= len(items) > 1 or announces_list(text, [marker.end for marker in sequence])
    is_one_affair = signs.ANNOUNCES.search(text, 0, sequence[0].start) is None
    found: list[Stretch] = []
    goes_on = False
    for (start, end), is_told in zip(items, told, strict=True):
        if not (is_told or is_list and is_made_known(text, start, end)):
            continue
        goes_on = is_one_affair and bool(found) and _goes_on(text, start, end, after=goes_on)
        if goes_on:
            found[-1] = Stretch(found[-1].start, end, is_numbered=True)
        else:
            found.append(Stretch(start, end, is_numbered=True))
    return found


def _goes_on(text: str, start: int, end: int, *, after: bool) -> bool:
    """Whether an item tells of the affair of the one before, or names one more behind such an item."""
    return _OF_ONE_AFFAIR.match(text, start, end) is not None or (
        after and headings.heading_end(text, start, end) is None
    )


def _block_end(text: str, at: int) -> int:
    """No case goes on past the title of a second notice."""
    limit = min(len(text), at + MAX_CASE)
    match = _SECOND_NOTICE.search(text, at, limit)
    return match.start() if match else limit


def _trimmed(text: str, start: int, end: int, *, is_numbered: bool = False) -> int:
    """The end of a case without the remarks, signature or next part behind it."""
    stop = start
    has_outcome = False
    for paragraph_start, paragraph_end in signs.paragraphs(text, start, end):
        if paragraph_start > start:
            is_remark = signs.is_remark(text, paragraph_start, paragraph_end)
            outcome = signs.has_outcome(text, paragraph_start, paragraph_end) or signs.FOUND_OUT.match(
                text, paragraph_start
            )
            if is_remark or (
                has_outcome
                and not (outcome or signs.adds_facts(text, start, paragraph_start, paragraph_end))
                or has_outcome
                and headings.is_heading(text, paragraph_start, paragraph_end)
            ):
                break
            if has_outcome and not is_numbered and _is_another(text, start, paragraph_start, paragraph_end):
                break
        has_outcome = has_outcome or signs.has_outcome(text, paragraph_start, paragraph_end)
        stop = signs.without_remarks(text, paragraph_start, paragraph_end, has_outcome)
        if stop < paragraph_end:
            break
    return stop


def _is_another(text: str, start: int, at: int, end: int) -> bool:
    """Whether a paragraph opens with somebody, or with a place, of whom the case so far has not spoken."""
    if signs.answers_for_it(text, headings.Place(start, at), headings.Place(at, end)):
        return False
    if headings.introduces(text, start, at, end):
        return True
    place = _OPENS_WITH_A_PLACE.match(text, at, end)
    return place is not None and place["place"] not in text[start:at]


def _is_case(text: str, start: int, end: int, *, is_numbered: bool = False) -> bool:
    if signs.REMARK.match(text, start, end) or signs.QUOTES_LAW.match(text, start, end):
        return False
    outcome = signs.has_outcome(text, start, end)
    if headings.heading_end(text, start, end) is not None:
        return outcome or signs.IS_HANDLED.search(text, start, end) is not None
    line = text.find("\n", start, end)
    first = end if line == -1 else line
    if is_numbered and first - start <= MAX_TITLE and not signs.has_outcome(text, start, first):
        # Behind a number, a first line may only be a title.
        below = text.find("\n", first + 1, end)
        first = end if below == -1 else below
    return outcome and signs.speaks_of_somebody(text, start, min(first, start + 400))


def _unnumbered(text: str, start: int, end: int, *, headed_only: bool = False) -> list[Stretch]:
    begins = headings.headings(text, start, end)
    found: list[Stretch] = []
    covered = start
    for here, after in pairwise([*begins, end]):
        if not headed_only:
            found.extend(paragraph_cases(text, covered, here))
        stop = _trimmed(text, here, after)
        covered = after
        if _is_case(text, here, stop):
            found.append(Stretch(here, stop))
            if not headed_only:
                found.extend(paragraph_cases(text, stop, after))
    if not begins and not headed_only:
        found.extend(paragraph_cases(text, start, end))
    return found
