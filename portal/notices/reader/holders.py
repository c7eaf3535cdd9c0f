"""Who somebody is: the unit, the marker and the post with which a heading or a sentence introduces them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.notices.reader import people, words
from portal.notices.reader.headings import Place, opens_line

_GROUP = re.compile(
    r"(?:原|时任|现任)?(?:机关)?(?:(?:党委|党组|党工委|党总支部?|党支部|总支|"
    r"支部|党群|村支委|支委|村委会|居委会|村民委员会|社区居委会|管委会|办事处|街道办|"
    r"纪委|纪工委|监委|村支“?两委”?|“?两委”?|村“两委”|董事会|监事会|工会|团委|妇联|妇代会|人大|"
    r"村监会|监委会|村监委|村务监督委员会|经济合作社|股份合作社|经联社|村民小组|居民小组|"
    r"常委会|办公室|财务科|财政所|民政办|综合科|[第]?[一二三四五六七八九十\d]{1,3}(?:组|社|队))(?:原|时任)?){0,3}"
    r"(?:常务|专职|第一|执行|副|代理|兼职|原|一级|二级|三级|四级|高级|中级|助理|正科级|副科级|正处级|"
    r"副处级|股级|正股级|副股级|县级|正局级|副局级|非领导职务的?|试用期|合同制|聘用制|临聘|公益性岗位){0,3}"
    + words.POST
    + r"(?:（[^（）\n]{1,20}）)?"
)

#: What may stand behind a post in a row of posts.
_ENDS_POST = re.compile(r"[、，兼及和与（原]|时任|$")
_POST_AT_END = re.compile(words.POST + "$")
#: Characters of what may stand before a post without being a unit: 纪检, 总规划.
MAX_KIND = 4
_JOINED = re.compile(r"[、和及与]|以及")
#: What may stand before a unit without a comma: 本报某市2月10日电, 2023年3月5日.
_DATED = re.compile(
    r"[^，。；\n]{0,20}?\d{1,2}日(?:专?电|讯)|\d{1,2}\.\d{1,2}(?=[\u4e00-\u9fff]{2})|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上午|下午|晚上?|凌晨|中午)?(?=[\u4e00-\u9fff]{2})"
)
_LEAD = re.compile(
    r"(?:现任|曾任|历任|前后[两三]任|决定|已|给予|分别|对(?!外)|由|其中有?|以及|经查|致使|(?:主要|直接)?(?:负责人|责任人|当事人|责任领导)|(?:负有[^，。；\n]{1,10}责任的)|仍|征得|——|经(?![济营贸管])"
    r"|受(?!理)|向(?![阳东西南北])|令|让|其|给(?!水|排)|与|及)+"
)
#: 仍安排村会计王某, 县环保局给予环保站站长李某: who does something to somebody is no part of what they are.
_DONE_TO = re.compile(
    r"仍?安排|反映|邀请|当[天日](?=该)|指使|授意|征得|要求|伙同|责[令成]|给予|(?<=[局委府会镇厅院])[给对](?!外)"
)
#: 某镇|财政所, 某街道|新民居委会: what is more of the unit than of the post; 某村|村委会主任 is not.
_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}(?:居委会|管委会|村委会)|管委会(?:办公室)?|办公室|财务科|财政所|民政办|综合科)(?=[\u4e00-\u9fff])"
)
#: 某县某中学王某某: a unit right before a name.
_ENDS_IN_UNIT = re.compile(f"(?<![、，]){words.UNIT_END}$")
MIN_UNIT = 4
#: Between those of a row; characters of a name in it, the longest first.
_ROW_MARKS, MAX_NAME = ("、", "和", "及", "与"), (5, 4, 3, 2)
#: A post that only one holds, so that it is not shared by those who follow in a row.
_OF_ONE = re.compile(
    "(?<!副)(?:书记|主任|[县市区镇乡局处科所站院校厅部司州旗社队行台馆园]长|经理|会计|出纳|负责人|文书)(?:（[^（）]{1,20}）)?$"
)
#: 高二（9）班, 村（居）账托管中心.
_NUMBERED = re.compile(r"（(?:\d{1,3}|居|社区|镇|市|县|区)）")
#: 该中心主任, 该居委会三组组长: the unit of which the text has spoken.
_OF_THAT = re.compile(
    r"[该本](?:[\u4e00-\u9fff]{0,4}?(?:居委会|村委会|中心|公司|学校|单位|社区|街道)|[系院校局所馆镇乡村县区市站委])"
)
#: Those who proceed against somebody, before whom they proceed against.
_ACTOR = re.compile(
    r"[^，。；\n]{0,30}?(?:(?:纪委|监委|监察局|法院|检察院|检察机关|省委|市委|县委|区委|党委|党组)(?:监委)?(?:研究)?(?:决定)?"
    r"(?:对|就|给予)|(?:通报|查处|曝光)了)(?:该[市县区]|我[市县区])?"
)
_IN_BRACKETS = re.compile(r"（(?:现任|现为|现系|现|时任|原任|原)(?P<posts>[^（）。；\n]{2,60})）")
#: 某镇分管民政工作的副镇长: what they are in charge of is neither unit nor post.
_IN_CHARGE = re.compile(rf"(?:分管|主管|负责|主持|联系)[^，。；\n]{{1,24}}?的(?=[^，。；\n]{{0,12}}{words.POST}$)")
_WHILE = re.compile(
    r"(?:同志)?(?:在|利用)?(?:其)?(?:担任|任职|任)(?P<posts>[^，。；\n]{3,60}?)(?=(?:等)?(?:职务|职)?(?:期间|时|以来|之便|的职务|职务上|的便利))"
)

#: 王某作为某村党支部书记、村委会主任，….
_AS = re.compile(r"(?:同志)?(?:作为|身为)(?![^，。；\n]*(?:班子|党员|干部|责任人))(?P<posts>[^，。；\n]{2,40})(?=，)")
#: 免去王某某镇党委书记职务: the office stands behind the name.
_RELIEVES = re.compile("(?:免去|撤销|免除|暂停)$")
_OFFICE_OF = re.compile(r"(?:同志)?的?(?P<posts>[^，。；\n]{2,40}?)(?:等)?职务")
#: Characters of such a verb.
MAX_VERB = 2
#: 付某原是某镇计生办主任: the sentence says who somebody is.
_WHO_IT_IS = re.compile(
    rf"(?:同志)?(?:原系|原是|原为|现系|系|是)(?P<posts>[^，。；：\n]{{2,40}}?{words.POST}(?:、[^，。；\n]{{2,16}}?{words.POST})?)(?=[，。])"
)

#: 王某，男，汉族，1968年3月出生，现任某村党支部委员。: the last that a life tells.
_OF_A_LIFE = re.compile(
    rf"，[男女]，[^。；\n]{{2,80}}?(?:现任|时任|原任|系)(?P<posts>[^，。；：\n]{{2,40}}?{words.POST}(?:、[^，。；\n]{{2,16}}?{words.POST})?)(?=[，。；])"
)
#: 迟某，某县副县长，: who opens a paragraph of a list by name.
_BEHIND_A_COMMA = re.compile(
    rf"(?:同志)?，(?P<posts>[^，。；：\n]{{2,40}}?{words.POST}(?:、[^，。；\n]{{2,16}}?{words.POST})?)(?=[，。；])"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person as a heading or a sentence introduces them."""

    name: Place
    unit: Place | None
    post: Place | None
    marker: str = ""
    #: What of, where it is that of which the text has spoken: 院 of 该院院长.
    spoken_of: str = ""


def holders(text: str, start: int, end: int, known: list[str]) -> list[Holder]:
    """The persons whom this stretch introduces by unit and post."""
    found = []
    last = start
    for mention in people.mentions(text, start, end, known):
        if mention.name not in known:
            continue
        found.append(_holder(text, _phrase_start(text, last, mention.start), mention))
        found.extend(_posts_behind(text, mention, end))
        last = mention.end
    return found


def shared(text: str, found: list[Holder], known: set[str]) -> dict[str, Holder]:
    """Who has the unit and the post of somebody behind whom they stand in a row: 教师甲、乙 are both teachers."""
    rows: dict[str, Holder] = {}
    for holder in found:
        if holder.post is None or _OF_ONE.search(text, holder.post.start, holder.post.end):
            continue
        at = holder.name.end
        while text[at : at + 1] in _ROW_MARKS and (name := _name_of(text, at + 1, known)):
            rows.setdefault(name, holder)
            at += 1 + len(name)
    return rows


def _name_of(text: str, at: int, known: set[str]) -> str:
    """Which of those known stands here; empty for none."""
    return next((text[at : at + length] for length in MAX_NAME if text[at : at + length] in known), "")


def _phrase_start(text: str, last: int, end: int) -> int:
    """Where the unit and the posts before a name begin: a comma between two posts does not part them."""
    # 副主席（原会计）陈某某: what stands in brackets right before a name belongs to its post.
    bracket = text.rfind("（", last, end) if text[end - 1 : end] == "）" else -1
    begins = max(text.rfind(mark, last, bracket if bracket > last else end) for mark in "，。；：\n（") + 1
    if _NUMBERED.match(text, begins - 1, end):
        begins = max(text.rfind(mark, last, begins - 1) for mark in "，。；：\n") + 1
    while begins > last and text[begins - 1] == "，" and _POST_AT_END.search(text, last, begins - 1):
        begins = max(text.rfind(mark, last, begins - 1) for mark in "，。；：\n（") + 1
    begins = max(begins, last)
    if dated := _DATED.match(text, begins, end):
        begins = dated.end()
    # 主任甲（另案处理）、村会计乙: the phrase begins behind what is told aside.
    aside = text.find("）", begins, end - 1)
    if aside != -1 and text[begins - 1 : begins] == "（":
        begins = last = aside + 1
    joined = _JOINED.match(text, begins, end)
    return joined.end() if joined and begins == last else begins


def _holder(text: str, start: int, mention: people.Mention) -> Holder:
    name = Place(mention.start, mention.end)
    lead = _LEAD.match(text, start, mention.start)
    start = lead.end() if lead else start
    actor = _ACTOR.match(text, start, mention.start)
    start = actor.end() if actor else start
    start = max([start, *(done.end() for done in _DONE_TO.finditer(text, start, mention.start))])
    phrase = text[start : mention.start].rstrip("的")
    then = phrase.rfind("时任")
    begins = then + 2 if then != -1 else 0
    charge = _IN_CHARGE.search(phrase, begins)
    if charge and charge.start() > begins:
        post = Place(start + charge.end(), start + len(phrase))
        return Holder(name, Place(start + begins, start + charge.start()), post, "时任" if then != -1 else "")
    begins = max(begins, phrase.rfind("的") + 1)
    that = _OF_THAT.match(phrase, begins)
    begins = that.end() if that else begins
    groups = [group for group in _GROUP.finditer(phrase, begins) if _ENDS_POST.match(phrase, group.end())]
    if not groups or groups[-1].end() < len(phrase):
        is_unit = len(phrase) - begins >= MIN_UNIT and _ENDS_IN_UNIT.search(phrase, begins)
        return Holder(name, Place(start + begins, start + len(phrase)) if is_unit else None, None)
    unit_end, post_start = _parts(phrase, begins, groups[0])
    marker = "时任" if then != -1 else "原" if "原" in phrase[unit_end:post_start] else ""
    return Holder(
        name,
        Place(start + begins, start + unit_end) if unit_end > begins else None,
        Place(start + post_start, start + len(phrase)),
        marker or ("兼" if "兼" in phrase[post_start:] else ""),
        that[0][1:] if that else "",
    )


def _parts(phrase: str, begins: int, group: re.Match[str]) -> tuple[int, int]:
    """Where the unit ends and where the post begins; what names an office of its own is of the unit."""
    unit_end, post_start = _parted(phrase, begins, group)
    office = _OFFICE.match(phrase, post_start) if unit_end == post_start > begins else None
    return (office.end(), office.end()) if office else (unit_end, post_start)


def _parted(phrase: str, begins: int, group: re.Match[str]) -> tuple[int, int]:
    """Where the unit ends and where the post begins: at 原 between the two, or behind the last word for a unit."""
    former = phrase.find("原", max(group.start() - 1, 0), group.end() - 1)
    if former >= begins:
        return former, former + 1
    if phrase.startswith("原", begins) and group.start() - begins <= MAX_KIND:
        return begins, begins + 1
    ends = [match.end() for match in re.finditer(words.UNIT_END, phrase[: group.start()]) if match.end() > begins]
    if ends and group.start() - ends[-1] <= MAX_KIND:
        return ends[-1], ends[-1]
    return (begins, begins) if group.start() - begins <= MAX_KIND else (group.start(), group.start())


def _posts_behind(text: str, mention: people.Mention, end: int) -> list[Holder]:
    """王某某（现任某局局长）, and 王某某在担任某局局长期间."""
    found = []
    name = Place(mention.start, mention.end)
    is_relieved = _RELIEVES.search(text, max(0, mention.start - MAX_VERB), mention.start)
    patterns = [
        _IN_BRACKETS,
        _WHILE,
        _AS,
        *([_OFFICE_OF] if is_relieved else []),
        _WHO_IT_IS,
        _OF_A_LIFE,
        *([_BEHIND_A_COMMA] if opens_line(text, mention.start) else []),
    ]
    for pattern in patterns:
        match = pattern.match(text, mention.end, end)
        if match is None:
            continue
        inner = people.Mention(match.end("posts"), match.end("posts"), "")
        holder = _holder(text, match.start("posts"), inner)
        if holder.post is not None:
            marker = "现任" if "现" in match[0][:3] else holder.marker
            found.append(Holder(name, holder.unit, holder.post, marker))
    return found
