"""What a paragraph of a notice is: it decides on somebody, adds facts, leads to the cases, or only remarks on them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.notices.reader import grades, headings, organisations

#: Characters of one case; what is longer is a report, and its rest is not looked at.
MAX_CASE = 8_000
#: Characters by which a unit is known again: 云溪集团.
MIN_UNIT = 4
#: Characters of an organisation that is more than 各单位.
MIN_BODY = 5
REMARK = re.compile(
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
QUOTES_LAW = re.compile(
    r"(?:[\d一二三四五六七八九十]{1,2}[.、．])?《[^《》\n]{2,40}(?:条例|法|规定|办法|准则|规则|细则)》(?:第|规定|明确|对)"
)
#: Below a heading it is said that somebody whom nobody names was held to account, but not how.
IS_HANDLED = re.compile(
    r"(?:负责人|责任人|人员|领导|干部|班子|单位|党组织|[局委厅办会镇乡])[^，。；\n]{0,16}?"
    r"(?:受到|被(?:给予)?)(?:了)?(?:相应|严肃)?[^，。；\n]{0,16}?(?:处理|处分|问责|追责)"
    r"|对[^，。；\n]{0,12}(?:责任人|人员|干部)(?:分别|均)?(?:给予|予以|作出)[^，。；\n]{0,16}?(?:处理|处分|问责)"
)
_PROCEEDING = re.compile(
    r"接受[^，。；\n]{0,20}(?:审查|调查)|被?采取留置|主动投案|一审(?:公开)?(?:开庭|宣判)|另案处理|立案(?:审查|调查)|予以(?:解聘|辞退)|被(?:解除[^，。；\n]{0,4}合同|辞退|解聘)|扣[减发]其[^，。；\n]{0,16}(?:工资|绩效|薪酬|奖金)|行政拘留|刑事拘留|立案侦查"
)
FOUND_OUT = re.compile(
    r"(?:经(?:法院|依法)?(?:审理|调查|审查)?查明|经查|法院(?:经审理)?(?:认为|查明)|检察机关(?:起诉)?指控"
    r"|据[^，。；\n]{0,16}(?:调查|初核|核查|核实|通报|了解|介绍)|[^，。；\n]{0,10}通报称，)"
)
#: What only tells how many cases were made known.
ANNOUNCES = re.compile(
    r"(?:通报|曝光)(?:了)?[^。\n]{0,40}?(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})(?:起|例)"
    r"|(?:案例|问题|案件)(?:分别)?(?:是|为)："
    r"|对(?:部分|多起|一批|数起)[^。\n]{0,60}?(?:问题|案例|案件)(?:进行|予以|作出)?(?:了)?(?:公开)?(?:通报|曝光)"
    r"|对(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})(?:起|例)[^。\n]{0,60}?(?:通报|曝光)"
    r"|等(?:[2-9]|[1-9]\d|[二三四五六七八九十两]{1,3})名[^。，；\n]{0,20}?问题(?:进行|予以|作出)?(?:了)?(?:公开)?通报"
)
_LEAD_END = re.compile(r"(?:如下|分别是|具体是|包括|通报|分别为|案例)(?:。|：|，)?$")
#: A life is no fact of a case.
_LIFE = re.compile(r"出生|参加工作|历任|简历|加入中国共产党|任命为|出任|毕业|退休")
#: Characters of a line below a picture, or above a list.
MAX_CAPTION = 40
DATED_OR_PAID = re.compile(r"\d年|\d月|\d[万余多千]{0,2}元")


#: 县长王某对违规建设负主要领导责任: one more who answers for the affair.
_RESPONSIBLE = re.compile(r"负(?:有)?(?:主要|直接|重要|全面)?(?:领导)?责任")
#: At 4月2日，青禾市…, a paragraph goes on with what happened in another place.
AT_A_PLACE = re.compile(r"(?:[^，。；\n]{0,12}[月日]，)?(?P<place>[\u4e00-\u9fff]{2,4}?[市县区州旗])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A case: from its heading (the number is left out) to the end of its facts."""

    start: int
    end: int
    is_numbered: bool = False
    #: Where it is told what was decided on several such cases at once, if it is told before them.
    decided: tuple[int, int] | None = None


def paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the paragraphs of a stretch stand; empty ones are left out."""
    found = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop == -1 else stop
        if stop > at:
            found.append((at, stop))
        at = stop + 1
    return found


def is_remark(text: str, start: int, end: int) -> bool:
    """Leads, remarks and signatures; but 通报指出 may also tell who was given what."""
    if QUOTES_LAW.match(text, start, end):
        return True
    if REMARK.match(text, start, end) is None:
        return False
    return not _gives(text, start, end)


def _gives(text: str, start: int, end: int) -> bool:
    """Whether a paragraph gives something to somebody whom it names, a person or an organisation."""
    given = grades.tokens(text, start, end)
    if given and headings.names_somebody(text, start, min(end, start + 200)):
        return True
    return any(len(body.name) >= MIN_BODY for body in organisations.recipients(text, start, end, given))


def has_outcome(text: str, start: int, end: int) -> bool:
    """Whether somebody is given a measure here, or proceeded against."""
    return bool(grades.tokens(text, start, end)) or _PROCEEDING.search(text, start, end) is not None


def is_of_a_unit(text: str, start: int, end: int) -> bool:
    """Whether an item of a list tells what the officers of a unit were given, whom it does not name."""
    return (
        IS_HANDLED.search(text, start, end) is not None
        and headings.opens_with_unit(text, start, end)
        and DATED_OR_PAID.search(text, start, end) is not None
    )


def is_lead(text: str, start: int, end: int) -> bool:
    """现通报如下 is a lead, unless the paragraph itself says who was given what."""
    if _LEAD_END.search(text[start:end]) is None:
        return False
    return not _gives(text, start, end)


def speaks_of_somebody(text: str, start: int, end: int) -> bool:
    """Whether a paragraph names a person, or an organisation that is given something."""
    if headings.names_somebody(text, start, end) or headings.named(text, start, end):
        return True
    return bool(organisations.recipients(text, start, end, grades.tokens(text, start, end)))


def adds_facts(text: str, case_start: int, start: int, end: int) -> bool:
    """Whether a paragraph behind a decision tells when or how much of somebody whom the case names."""
    if start - case_start > MAX_CASE or _LIFE.search(text, start, end) or not DATED_OR_PAID.search(text, start, end):
        return False
    named = headings.named_at_first(text, case_start, min(start, case_start + 400))
    return any(name in text[start:end] for name in named)


def answers_for_it(text: str, case: headings.Place, paragraph: headings.Place) -> bool:
    """Whether a paragraph opens at a place of which the case speaks, with one more who is responsible for it."""
    if _RESPONSIBLE.search(text, paragraph.start, paragraph.end) is None or ANNOUNCES.search(text, 0, case.end):
        return False
    place = AT_A_PLACE.match(text, paragraph.start, paragraph.end)
    return place is not None and text.find(place["place"], case.start, case.end) != -1


def without_remarks(text: str, start: int, end: int, has_outcome: bool) -> int:
    """Where remarks begin within a paragraph whose line ends were lost."""
    if not has_outcome:
        return end
    first = next(iter(grades.tokens(text, start, min(end, start + MAX_CASE))), None)
    at = first.end if first else start
    while (at := text.find("。", at, end)) != -1:
        at += 1
        if at < end and REMARK.match(text, at, end):
            return at
    return end
