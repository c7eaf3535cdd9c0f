"""Where the cases of a notice stand: numbered in any way, headed, or one to a paragraph; leads and remarks are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from portal.notices.reader import grades, headings, organisations
from portal.notices.reader.dates import number

#: Characters of one case; what is longer is a report, and its rest is not looked at.
MAX_CASE = 8_000
#: Notices of one text, in each of which a count begins anew.
MAX_SEQUENCES = 200
#: Characters of a paragraph of facts that names nobody.
MIN_FACTS = 40
_HAN = "一二三四五六七八九十"
_LEFT = r"(?:(?<=^)|(?<=[\n。；：”〕！])|(?<=[\u4e00-\u9fff）]))"
_STYLES = {
    "case": re.compile(
        rf"〔?(?:典型)?(?:案例|案件)(?:之)?([{_HAN}\d]{{1,3}})〕?[、.：．]?|第([{_HAN}\d]{{1,3}})[起例件][、：，]"
    ),
    "arabic": re.compile(r"(?<![\d.第年月万元—〔])(\d{1,2})[、.．）](?=[^\d\n，。])"),
    "han": re.compile(rf"(?<![{_HAN}第十百])([{_HAN}]{{1,3}})[、.．](?=[^\n，。])"),
    "paren": re.compile(rf"（([{_HAN}\d]{{1,3}})）[、.．]?(?=[^\n，。）])"),
    "is": re.compile(rf"(?<![{_HAN}第])([{_HAN}]{{1,2}})是(?=[^\n。]{{4,160}}问题[。：])"),
    "circled": re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])[、.]?"),
}
_REMARK = re.compile(
    r"(?:上述|以上)(?:\d{0,2}|[一二三四五六七八九十]{0,3})(?:起|个|"
    r"例|名|些)?(?:典型|案例|案件|问题|通报|党员|违纪|人员违|责任人员?违|被)|"
    r"[^，。；\n]{0,24}?(?:纪委(?:监委)?|国家监委|监察局|党组|党委|通报|会议|市委|"
    r"县委|负责人)(?:有关负责人)?(?:进一步)?(?:指出|强调|要求|提醒|希望|表示|号召)|"
    r"各级(?:党|纪|领导|各|组织|单位|干部)|各(?:地|单位|部门|乡镇|镇|街道|"
    r"党|县|市|支部|级|科室|处室)[^，。\n]{0,30}(?:要|应|务必|须)|"
    r"(?:全[市县区省州镇乡局校院系][^，。\n]{0,6}|广大|每[名位一]|作为)(?:各级|"
    r"党员|纪检|干部|领导|教职)|希望|请各|现(?:将|对).{0,40}通报如下|"
    r"从(?:通报|上述|以上|查处|这些|近期|这几)|这些(?:问题|案例|典型|案件)|(?:案例|案件)(?:警示|"
    r"启示|剖析|反思|点评)|〔?(?:警示|点评|剖析|以案说纪|纪法链接|案例点评|纪委点评|忏悔)|"
    r"(?:要|应)(?:以案|深刻|切实|坚决|持续|始终|引以|认真|严格|进一步|充分|举一反三|从中)|一要|一是要|(?:必须|"
    r"务必)(?:深刻|切实|以|引以|警钟|严)|(?:元旦|春节|中秋|国庆|五一|端午)[^，。\n]{0,10}(?:将至|来临|临近|即将)|"
    r"(?:举报|监督|投诉)(?:电话|热线|方式|网站|邮箱)|(?:责任)?编辑[：:]|"
    r"来源[：:]|供稿|撰稿|附[件：]|(?:特此通报)|(?:中共|"
    r"中国共产党)?[^，。；：\n]{2,24}(?:纪委|监委|委员会|办公室|纪检监察组|"
    r"监察局)\n?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?$|"
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$|上一篇|下一篇|打印|分享"
)
#: What a rule provides is nobody's measure.
_QUOTES_LAW = re.compile(
    r"(?:[\d一二三四五六七八九十]{1,2}[.、．])?《[^《》\n]{2,40}(?:条例|法|规定|办法|准则|规则|细则)》(?:第|规定|明确|对)"
)
#: Below a heading it is said that somebody whom nobody names was held to account, but not how.
_IS_HANDLED = re.compile(
    r"(?:负责人|责任人|人员|领导|干部|班子|单位|党组织|[局委厅办会镇乡])[^，。；\n]{0,16}?"
    r"(?:受到|被(?:给予)?)(?:了)?(?:相应|严肃)?[^，。；\n]{0,16}?(?:处理|处分|问责|追责)"
)
_PROCEEDING = re.compile(
    r"接受[^，。；\n]{0,20}(?:审查|调查)|被?采取留置|主动投案|一审(?:公开)?(?:开庭|宣判)|另案处理|立案审查|行政拘留|刑事拘留|立案侦查"
)
_FOUND_OUT = re.compile(
    r"(?:经(?:法院|依法)?(?:审理|调查|审查)?查明|经查|法院(?:经审理)?(?:认为|查明)|检察机关(?:起诉)?指控)"
)
_SECOND_NOTICE = re.compile(r"\n附[：:件]|\n[^\n。]{4,60}?(?:通报|曝光)[^\n。]{0,40}?(?:起|问题|案例|的通报)\n")
#: What only tells how many cases were made known.
_ANNOUNCES = re.compile(
    r"(?:通报|曝光)(?:了)?[^。\n]{0,40}?(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})(?:起|例)"
    r"|(?:案例|问题|案件)(?:分别)?(?:是|为)："
    r"|对(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})(?:起|例)[^。\n]{0,60}?(?:通报|曝光)"
    r"|等(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})名[^。，；\n]{0,20}?问题(?:进行|予以|作出)?(?:了)?(?:公开)?通报"
)
#: A paragraph that decides on the facts of the one before it.
_DECIDES_ON_IT = re.compile(
    r"经[^，。；\n]{0,30}(?:研究|批准|审议|同意|会议|决定)|鉴于|依据|根据|依照|按照|对此|为此|因此|对上述|对以上|之后|随后|最终|最后|目前|通报指出"
    r"|[^，。；\n]{0,30}(?:纪委|监委|纪检组|党委|党组)(?:常委会)?(?:会议)?(?:研究)?(?:认为|决定|研究)"
)
_OF_THE_SAME = re.compile(r"[^。；\n]{0,60}?该(?:村|社区|局|镇|乡|县|区|市|校|院|公司|单位|所|站|中心|街道)")
#: A paragraph that goes on with the acts of whom the one before it names.
_WITHOUT_SUBJECT = re.compile(
    r"(?:事|案)发后|(?:该|这)[\d二两三四五六七八九十]{1,2}[名人]|(?:严重)?违反|利用|此外，|同时，|另外，|还|且|其(?!中|他|余)|上述"
)
#: 其中，给予…；同时，对…撤销…: more of what was decided in the case before.
_OPENS_WITH_A_PLACE = re.compile(
    r"(?![^，。\n]{0,24}(?:[纪监]委|监察|党委|党组|检察|法院|研究|决定|给予|责令|对))"
    r"(?P<place>[\u4e00-\u9fff]{2,6}[省市县区州旗])(?=[\u4e00-\u9fff]{2,20}(?:[局委办镇乡村所站]|学校|[中小]学|医院|公司|中心|街道|社区))"
)
_JOINS_ON = re.compile(r"其中，|(?:同时|此外|另外|另|并)，?(?:对|给予|责[成令]|免去|撤销|决定)")
_TELLS_ACTS = re.compile(r"经(?:查|调查|核查|核实)|据(?:查|调查)|查明|\d[万余多]{0,2}元")
_LEAD_END = re.compile(r"(?:如下|分别是|具体是|包括|通报|分别为|案例)(?:。|：|，)?$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A case: from its heading (the number is left out) to the end of its facts."""

    start: int
    end: int
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    end: int
    number: int


def stretches(text: str) -> list[Stretch]:
    """The cases of a normalised text."""
    return [Stretch(each.start, min(each.end, each.start + MAX_CASE), each.is_numbered) for each in _all(text)]


def _all(text: str) -> list[Stretch]:
    numbered = _numbered(text)
    if not numbered:
        return _unnumbered(text, 0, len(text))
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
        sequences = [each for each in sequences if len(each) > 1 or _opens_line(text, each[0])][:MAX_SEQUENCES]
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


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _opens_line(text: str, marker: _Marker) -> bool:
    return marker.start == 0 or text[marker.start - 1] == "\n"


def _items(text: str, sequence: list[_Marker], stop: int) -> list[Stretch]:
    last = sequence[-1]
    ends = [*(marker.start for marker in sequence[1:]), min(_block_end(text, last.end), max(stop, last.end))]
    found = []
    for marker, end in zip(sequence, ends, strict=True):
        stop = _trimmed(text, marker.end, end, is_numbered=True)
        if _is_case(text, marker.end, stop, is_numbered=True):
            found.append(Stretch(marker.end, stop, is_numbered=True))
    return found


def _block_end(text: str, at: int) -> int:
    """No case goes on past the title of a second notice."""
    limit = min(len(text), at + MAX_CASE)
    match = _SECOND_NOTICE.search(text, at, limit)
    return match.start() if match else limit


def _trimmed(text: str, start: int, end: int, *, is_numbered: bool = False) -> int:
    """The end of a case without the remarks, signature or next part behind it."""
    stop = start
    has_outcome = False
    for paragraph_start, paragraph_end in _paragraphs(text, start, end):
        if paragraph_start > start:
            is_remark = _is_remark(text, paragraph_start, paragraph_end)
            outcome = _has_outcome(text, paragraph_start, paragraph_end) or _FOUND_OUT.match(text, paragraph_start)
            if is_remark or (
                has_outcome and (not outcome or headings.is_heading(text, paragraph_start, paragraph_end))
            ):
                break
            if has_outcome and not is_numbered and _is_another(text, start, paragraph_start, paragraph_end):
                break
        has_outcome = has_outcome or _has_outcome(text, paragraph_start, paragraph_end)
        stop = _without_remarks(text, paragraph_start, paragraph_end, has_outcome)
        if stop < paragraph_end:
            break
    return stop


def _is_another(text: str, start: int, at: int, end: int) -> bool:
    """Whether a paragraph opens with somebody, or with a place, of whom the case so far has not spoken."""
    if headings.introduces(text, start, at, end):
        return True
    place = _OPENS_WITH_A_PLACE.match(text, at, end)
    return place is not None and place["place"] not in text[start:at]


def _without_remarks(text: str, start: int, end: int, has_outcome: bool) -> int:
    """Where remarks begin within a paragraph whose line ends were lost."""
    if not has_outcome:
        return end
    first = next(iter(grades.tokens(text, start, min(end, start + MAX_CASE))), None)
    at = first.end if first else start
    while (at := text.find("。", at, end)) != -1:
        at += 1
        if at < end and _REMARK.match(text, at, end):
            return at
    return end


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop == -1 else stop
        if stop > at:
            found.append((at, stop))
        at = stop + 1
    return found


def _is_remark(text: str, start: int, end: int) -> bool:
    """Leads, remarks and signatures; but 通报指出 may also tell who was given what."""
    if _QUOTES_LAW.match(text, start, end):
        return True
    if _REMARK.match(text, start, end) is None:
        return False
    return not (grades.tokens(text, start, end) and headings.names_somebody(text, start, min(end, start + 200)))


def _has_outcome(text: str, start: int, end: int) -> bool:
    return bool(grades.tokens(text, start, end)) or _PROCEEDING.search(text, start, end) is not None


def _is_case(text: str, start: int, end: int, *, is_numbered: bool = False) -> bool:
    if _REMARK.match(text, start, end) or _QUOTES_LAW.match(text, start, end):
        return False
    outcome = _has_outcome(text, start, end)
    if headings.heading_end(text, start, end) is not None:
        return outcome or _IS_HANDLED.search(text, start, end) is not None
    line = text.find("\n", start, end)
    first = end if line == -1 else line
    return outcome and _speaks_of_somebody(text, start, min(first, start + 400))


def _speaks_of_somebody(text: str, start: int, end: int) -> bool:
    """Whether a paragraph names a person, or an organisation that is given something."""
    if headings.names_somebody(text, start, end) or headings.named(text, start, end):
        return True
    return bool(organisations.recipients(text, start, end, grades.tokens(text, start, end)))


def _unnumbered(text: str, start: int, end: int, *, headed_only: bool = False) -> list[Stretch]:
    begins = headings.headings(text, start, end)
    found: list[Stretch] = []
    covered = start
    for here, after in pairwise([*begins, end]):
        if not headed_only:
            found.extend(_paragraph_cases(text, covered, here))
        stop = _trimmed(text, here, after)
        covered = after
        if _is_case(text, here, stop):
            found.append(Stretch(here, stop))
            if not headed_only:
                found.extend(_paragraph_cases(text, stop, after))
    if not begins and not headed_only:
        found.extend(_paragraph_cases(text, start, end))
    return found


def _goes_on(text: str, case: Stretch, start: int, end: int, known: dict[tuple[int, int], list[str]]) -> bool:
    """Whether a paragraph tells more of the case before it: a measure, and nobody new at its beginning."""
    if _JOINS_ON.match(text, start, end) and _has_outcome(text, start, end) and start - case.start <= MAX_CASE:
        return True
    if (
        start - case.start > MAX_CASE
        or not (_has_outcome(text, start, end) or _FOUND_OUT.match(text, start, end))
        or headings.introduces(text, case.start, start, end)
    ):
        return False
    opening = case.start, min(case.end, case.start + 300)
    if opening not in known:
        known[opening] = headings.named(text, *opening)
    return any(name in text[start:end] for name in known[opening])


def _tells_more(text: str, begun: int, start: int, end: int) -> bool:
    """Whether a paragraph without an outcome goes on with the facts of the one before it."""
    if start - begun > MAX_CASE:
        return False
    return any(name in text[start:end] for name in headings.named(text, begun, min(start, begun + 400)))


def _decides_on(text: str, facts: int, start: int, end: int) -> bool:
    """Whether a paragraph decides on the facts of the one before it: it says so, or speaks of the same persons."""
    if _DECIDES_ON_IT.match(text, start, end) or _OF_THE_SAME.match(text, start, end):
        return True
    return any(name in text[facts:start] for name in headings.named(text, start, min(end, start + 200)))


def _paragraph_cases(text: str, start: int, end: int) -> list[Stretch]:
    """Paragraphs without a heading that say who was given what; facts before the outcome go with it."""
    found: list[Stretch] = []
    begun: int | None = None
    facts: int | None = None
    known: dict[tuple[int, int], list[str]] = {}
    for paragraph_start, paragraph_end in _paragraphs(text, start, end):
        if _is_remark(text, paragraph_start, paragraph_end) or _LEAD_END.search(text[paragraph_start:paragraph_end]):
            begun = facts = None
            continue
        names = _speaks_of_somebody(text, paragraph_start, min(paragraph_end, paragraph_start + 400))
        if found and _goes_on(text, found[-1], paragraph_start, paragraph_end, known):
            stop = _without_remarks(text, paragraph_start, paragraph_end, has_outcome=True)
            found[-1] = Stretch(found[-1].start, stop)
            begun = facts = None
            continue
        outcome = _has_outcome(text, paragraph_start, paragraph_end)
        if begun is None and facts is not None and (outcome or names):
            begun = facts if _decides_on(text, facts, paragraph_start, paragraph_end) else None
        before, facts = facts, None
        if outcome and (names or begun is not None):
            stop = _without_remarks(text, paragraph_start, paragraph_end, has_outcome=True)
            found.append(Stretch(paragraph_start if begun is None else begun, stop))
            begun = None
        elif _ANNOUNCES.search(text, paragraph_start, min(paragraph_end, paragraph_start + 200)):
            begun = None
        elif names and paragraph_end - paragraph_start > 20:
            begun = paragraph_start if begun is None else begun
        elif begun is not None and not (
            _tells_more(text, begun, paragraph_start, paragraph_end) or _WITHOUT_SUBJECT.match(text, paragraph_start)
        ):
            begun = None
        elif begun is None and paragraph_end - paragraph_start > MIN_FACTS:
            facts = _facts_begin(text, before, paragraph_start)
    return found


def _facts_begin(text: str, before: int | None, start: int) -> int:
    """Facts may go on over paragraphs that name nobody, once one of them tells what was found out."""
    if before is None or start - before > MAX_CASE or _TELLS_ACTS.search(text, before, start) is None:
        return start
    return before
