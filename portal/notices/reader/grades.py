"""The wordings of measures: which scale and which standard grade they stand for (taxonomy.json, phrase_map)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from portal.notices.reader.records import Sure

PARTY, GOVERNMENT, ORGANIZATIONAL = "党纪", "政务", "组织处理"
ACCOUNTABILITY, JUDICIAL, FIRST_FORM = "问责", "司法", "第一种形态"

_NOT = "[^，。；\\n]"
_POST_TAIL = "(?:职务|职(?![称业级])|书记|主任|委员|成员|经理|会计|文书|[局镇乡所站科院校处班组股部队]长)"
_END = "(?=(?:党纪|政务|行政|政纪)?处分|处理|[、，。；：和及与并）\\n]|以及|等|$)"
_INSPECTION = "(?:深刻|书面|公开|口头|深刻的){0,2}(?:检查|检讨)(?!站|组)"

#: Wordings, longest and surest first: pattern, scale, grades, certainty.
_WORDINGS: tuple[tuple[str, str, tuple[str, ...], Sure], ...] = (
    (r"开除(?:其)?(?:中共)?党籍(?:和|、|及|与|以及)(?:开除)?公职", PARTY, ("开除党籍", "开除"), Sure.HIGH),
    (r"“?双开”?(?:处分|处理)?(?=[，。；、（\n]|$)", PARTY, ("开除党籍", "开除"), Sure.HIGH),
    (r"开除(?:其)?(?:中共)?党籍", PARTY, ("开除党籍",), Sure.HIGH),
    (
        r"留党察看(?:处分)?(?:（?(?P<term>[一二两壹贰1２2]年|半年|一年半|六个月)）?)?",
        PARTY,
        ("留党察看",),
        Sure.HIGH,
    ),
    (r"撤销(?:其|了)?党内外(?:一切|全部|所有|各项)?职务", PARTY, ("撤销党内职务", "撤职"), Sure.HIGH),
    (rf"撤销(?:其|了)?(?:{_NOT}{{0,12}}?)党内(?:一切|全部|所有|各项)?职务", PARTY, ("撤销党内职务",), Sure.HIGH),
    (
        rf"撤销(?:其|了)?(?:{_NOT}{{0,14}}?)(?:党委|党组|党工委)副?书记、(?:党委[^，。；、\n]{{0,4}}、)?副?[场厂校院局厅处镇乡]长职务",
        PARTY,
        ("撤销党内职务", "撤职"),
        Sure.MEDIUM,
    ),
    (
        rf"撤销(?:其|了)?(?:{_NOT}{{0,14}}?)(?:党委|党组|党工委|"
        rf"总支|支部|纪委|纪工委|支委)(?:会)?(?:常委|委员|成员|副书记|书记)"
        rf"(?:、副?书记|、委员)?(?:{_NOT}{{0,24}}?职务)?",
        PARTY,
        ("撤销党内职务",),
        Sure.MEDIUM,
    ),
    (r"(?:党内|党纪)?严重警告", PARTY, ("严重警告",), Sure.HIGH),
    (r"(?:党内|党纪)警告", PARTY, ("警告",), Sure.HIGH),
    (r"(?:政务|行政|政纪)警告", GOVERNMENT, ("警告",), Sure.HIGH),
    (r"(?:政务|行政|政纪)?记大过", GOVERNMENT, ("记大过",), Sure.HIGH),
    (rf"(?:政务|行政|政纪)记过(?!程)|(?<!登)记过{_END}", GOVERNMENT, ("记过",), Sure.HIGH),
    (rf"(?:政务|行政|政纪)降级|(?<![升职])降级{_END}", GOVERNMENT, ("降级",), Sure.HIGH),
    (r"降低(?:岗位|[一二两]个?(?:专业技术)?(?:职务|岗位))等级", GOVERNMENT, ("降级",), Sure.LOW),
    (rf"(?:政务|行政|政纪)撤职|撤职{_END}|撤销(?:其)?(?:行政|政务)职务", GOVERNMENT, ("撤职",), Sure.HIGH),
    (
        rf"撤销(?:其|了)?{_NOT}{{0,16}}?{_POST_TAIL}(?:职务)?(?!的?(?:选举|当选|提名|候选|任命|资格|人选))",
        GOVERNMENT,
        ("撤职",),
        Sure.MEDIUM,
    ),
    (
        r"(?:政务|行政|政纪)开除|开除(?:其)?公职|开除(?=处分|处理)|(?<=被)开除(?=[，。；、并])",
        GOVERNMENT,
        ("开除",),
        Sure.HIGH,
    ),
    (
        r"停职检查|停职反省|暂停(?:其|[^，。；、\n]{2,12})职务|立即停止工作|停职(?:[\d一二两三四五六]{1,2}个?月|半年)?(?=处理|接受|[、，。；\n])",
        ORGANIZATIONAL,
        ("停职检查",),
        Sure.HIGH,
    ),
    (
        rf"责令(?:其|[^，。；、\n]{{2,10}})?(?:引咎)?(?:辞职|辞去{_NOT}{{0,20}}?职务)",
        ORGANIZATIONAL,
        ("责令辞职",),
        Sure.HIGH,
    ),
    (r"引咎辞职", ORGANIZATIONAL, ("引咎辞职",), Sure.HIGH),
    (r"降职(?!称)", ORGANIZATIONAL, ("降职",), Sure.HIGH),
    (
        rf"(?:免去|免除)(?:了|其|现任)?{_NOT}{{0,40}}?(?:职务|现职|"
        rf"(?:书记|主任|局长|镇长|乡长|经理|所长|站长|科长|院长|校长){_END})"
        r"|免职|罢免(?:其|了)?",
        ORGANIZATIONAL,
        ("免职",),
        Sure.HIGH,
    ),
    (
        rf"调整(?:其|了)?{_NOT}{{0,8}}?(?:职务|岗位)|岗位调整|调离{_NOT}{{0,10}}?(?:岗位|部门|单位|队伍|系统|机关)|调离(?:原|该)(?:学校|[校乡镇村院科局所站])(?!长)",
        ORGANIZATIONAL,
        ("调整职务",),
        Sure.MEDIUM,
    ),
    (r"(?:书面|集体)?诫勉(?:谈话|问责|约谈)?|谈话诫勉", FIRST_FORM, ("诫勉",), Sure.MEDIUM),
    (
        r"(?:在全?[^，。；、\n]{1,10}?(?:范围|系统|大会|会)?(?:内|"
        r"上)?|全[国省市州县区旗镇乡系行校院局][^，。；、\n]{0,6}|公开|大会|"
        r"书面|点名|内部)?通报(?:批评|问责|(?<!集中通报)处分)",
        ACCOUNTABILITY,
        ("通报",),
        Sure.HIGH,
    ),
    (
        r"(?<=给予)(?:全[市县区省]|系统内)?通报(?=处理|问责|[、，。；])|全[市县区省镇乡]通报(?=的?(?:问责)?处[理分])"
        r"|(?<=[被以到])全[市县区省镇乡]通报(?=[、，。；])"
        r"|(?<=[厅局委府组会院司队校班团镇乡村区县]予以)通报(?=[、，。；])"
        r"|(?<=对其进行)通报(?=[、，。；])"
        r"|(?<=[并被，])在[^，。；、\n]{2,10}系统内?(?:进行|予以)?通报(?=[、，。；])"
        r"|(?<=[并被，])在全[市县区省州镇乡校院系][^，。；、\n]{0,6}通报(?=[、，。；])",
        ACCOUNTABILITY,
        ("通报",),
        Sure.MEDIUM,
    ),
    (r"(?<=[\u4e00-\u9fff）])通报(?=并(?:责令|给予|予以|严肃批评)|处理)", ACCOUNTABILITY, ("通报",), Sure.MEDIUM),
    (
        r"责令(?:其|该[^，。；、\n]{1,8}?)?(?:立即|限期|限时|认真|切实|全面)*整改(?!通知|书)",
        ACCOUNTABILITY,
        ("通报",),
        Sure.LOW,
    ),
    (
        rf"责(?:[令成]|(?=其))(?:其|该[^，。；、\n]{{1,8}}?)?(?:[向在][^，。；、\n]{{1,16}}?)?(?:作出|"
        rf"做出|写出|作|做|进行)?{_INSPECTION}"
        rf"|就此事{_INSPECTION}|(?<=[到被、和以予])(?:全[校县市区院镇乡局])?(?:书面|深刻|公开)检[查讨](?=处理|[，。；、])"
        rf"|(?<!责令)(?<!责成)(?:作出|做出|写出|作|做){_INSPECTION}",
        FIRST_FORM,
        ("责令检查",),
        Sure.HIGH,
    ),
    (r"批评教育(?:帮助)?", FIRST_FORM, ("批评教育",), Sure.HIGH),
    (r"谈话提醒|提醒谈话|约谈提醒|提示谈话|警示谈话|约谈", FIRST_FORM, ("谈话提醒",), Sure.HIGH),
    (r"改组", ACCOUNTABILITY, ("改组",), Sure.HIGH),
    (
        r"移[送交](?:至|到|给|交)?[^，。；、\n]{0,8}?(?:检察|司法|公安|监察|监委)(?:机关|院|部门)?"
        r"(?:依法)?(?:审查(?:[、，和并])?(?:依法)?(?:提起公诉|起诉)|追究(?:其)?刑事责任|处理|查处|审查|起诉)?|移送审查起诉",
        JUDICIAL,
        ("移送检察机关依法审查起诉",),
        Sure.HIGH,
    ),
    (r"(?:依法)?(?:被)?(?:决定|批准|执行)?逮捕", JUDICIAL, ("逮捕",), Sure.HIGH),
    (r"(?:依法)?(?:被)?提起公诉", JUDICIAL, ("提起公诉",), Sure.HIGH),
    (
        rf"(?:判处|被判){_NOT}{{0,24}}?(?:有期徒刑|拘役|无期徒刑|死刑|管制|"
        rf"免予刑事处罚)(?:[一二三四五六七八九十零\d]{{1,3}}[年个]"
        r"(?:零?[一二三四五六七八九十\d]{1,3}个?月|月)?)?"
        r"|受到[\d一二三四五六七八九十]{1,3}个?[月年]的?(?:拘役|有期徒刑)"
        r"|(?<=[、和])(?:有期徒刑|拘役)[一二三四五六七八九十零\d]{1,3}[年个]"
        r"|获刑[一二三四五六七八九十零\d]{1,3}[年个](?:零?[一二三四五六七八九十\d]{1,3}个?月|月)?"
        r"|(?:依法)?追究(?:其)?刑事责任|被判刑|判处刑罚",
        JUDICIAL,
        ("追究刑事责任",),
        Sure.HIGH,
    ),
    (rf"警告{_END}", "", ("警告",), Sure.LOW),
)
#: Where none of these stands, no wording begins: it need not be tried.
_BEGINS = (
    "(?=[开“双留撤党严政行记降停责引免罢调岗书集诫谈在全公大点内通作做写批提约警改移依被决执逮判有拘获追受就深暂立])"
)
_ANY = re.compile(
    _BEGINS + "(?:" + "|".join(f"(?P<g{at}>{pattern})" for at, (pattern, *_rest) in enumerate(_WORDINGS)) + ")"
)
_NEXT_OFFICE = re.compile(
    r"[，、；]和?(?P<office>(?![^，。；\n]{0,12}[免撤给予任责对将])[^，。；\n]{4,40}职务)(?![的上])"
)
_AFTER = re.compile(r"”?(?:的)?(?:处分|处理)(?!决定|影响|期)")
#: What only speaks of measures: earlier ones, proposed ones, those that were spared.
_IS_NONE_BEFORE = re.compile(
    r"(?:虽然?已|尽管已|曾(?=[于因被受经在]|先后|多次|两次)|免予|免于|不予|拟|建议|提请|应当以|本应|躲避|规避|解除|受过)[^，。；\n]{0,24}$"
    r"|(?:给予|对)\d{1,3}[个家](?:党[^，。；\n]{1,4}|单位|部门|村)$"
    r"|提议(?:(?:给予|对|由|依|按)[^，。；\n]{0,24})?$"
)
_IS_NONE_AFTER = re.compile(
    r"(?:(?:并处|、)?罚款|(?:帮助)?(?:[和、及]?(?:组织)?处[理分]){0,2}\d{1,6}余?(?:人|起|件|名|例|个)|后(?![，。；、]?(?:按|依|并|给))|期间|影响期|期(?:间|"
    r"内|满)|时(?=[，])|等(?:方面|事项|问题|工作|环节)|的(?:人员|同志|干部|决定|党员|单位|警示))"
)
#: 除了普遍的严重警告、免职处分外: of nobody; but 除给予王某警告外 gives one.
_EXCEPT = re.compile(r"(?:^|[，。；\n])除了?(?![^，。；\n]*(?:给予|对|受到|被|予以))[^，。；\n]{0,24}$")
_EXCEPTED = re.compile(r"[^，。；\n]{0,24}外(?=，)")
#: 问题线索移交市公安局办理，王某作为分管领导…: what somebody was to handle.
_TO_HANDLE = re.compile(
    r"(?:局|分局)?(?:办理|核查|查办|处置)，[^，。；\n]{2,8}?(?:作为|身为|负责|担任|在(?=[^，。；\n]{2,20}[，时中]))"
)
#: 2.通报批评及约谈。某县纪委对…: the title of a part of a list gives nothing.
_TITLE_BEFORE = re.compile(
    r"\n（[一二三四五六七八九十]{1,2}）(?:给予|对)\d{1,3}[名个][^，。；：\n]{0,10}(?=[^，。；\n]{0,12}(?:\n|$))$"
    r"|\n[\d一二三四五六七八九十]{1,2}[、.．](?![^，。；：\n]*(?:给予|予以|对|将|责|免去|撤销|受|被))[^，。；：\n]{0,12}$"
)
_TITLE_AFTER = re.compile(r"[^，。；：\n]{0,12}(?:。(?=[^\n])|[。：]?\n)")
_APPROVES = re.compile(r"(?:批准|通过|宣布)[^。；\n]*$")
#: Characters of a sentence before a wording in which somebody approves it.
MAX_SAID = 90
_APPOINTS = re.compile(r"任命|任职试用期|提名(?!资格)")
_WRONG = re.compile(r"不力|失职|违|问责|处分|责任|因|不到位|过失")
#: Characters on either side of what is looked at.
MAX_AROUND = 400
_TERMS = {"1": "一", "壹": "一", "两": "二", "2": "二", "２": "二", "贰": "二"}


@dataclass(frozen=True, slots=True)
class Token:
    """A wording of one grade in the text; two grades of one wording (双开) are two tokens of the same place."""

    start: int
    end: int
    scale: str
    grade: str
    sure: Sure
    term: str = ""


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The measures that a stretch of text speaks of, in order."""
    found = _all_tokens(text)
    first = bisect_left(found, start, key=lambda token: token.start)
    stop = bisect_left(found, end, first, key=lambda token: token.start)
    return [token for token in found[first:stop] if token.end <= end]


@lru_cache(maxsize=2)
def _all_tokens(text: str) -> tuple[Token, ...]:
    """The measures of a whole text: each of its stretches is asked for several times."""
    found: list[Token] = []
    for match in _ANY.finditer(text):
        begins = max(match.start() - 40, 0)
        clause = max(text.rfind(mark, begins, match.start()) for mark in "，。；\n") + 1
        before = text[max(clause, begins) : match.start()]
        after = _AFTER.match(text, match.end())
        ends = after.end() if after else match.end()
        is_none = _IS_NONE_BEFORE.search(before) and not before.endswith("建议按程序")
        if is_none or _IS_NONE_AFTER.match(text, ends) and not _is_approved(text, match, ends):
            continue
        # 已被免去职务，决定对其诫勉谈话: what had been done before.
        if before.endswith(("已", "已被")) and text.startswith("，决定对其", ends):
            continue
        if _TITLE_BEFORE.search(text, begins, match.start()) and _TITLE_AFTER.match(text, match.end()):
            continue
        if before.endswith("线索") and _TO_HANDLE.match(text, ends):
            continue
        if _EXCEPT.search(before) and _EXCEPTED.match(text, ends):
            continue
        if match[0].startswith("免去") and _is_appointment(text, match.start()):
            continue
        _pattern, scale, grades, sure = _of(match)
        term = match["term"] or ""
        term = "".join(_TERMS.get(character, character) for character in term)
        for grade in grades:
            own = GOVERNMENT if grade in {"开除", "撤职"} else scale
            found.append(Token(match.start(), ends, own, grade, sure, term))
        if grades == ("免职",) and text.startswith("免", match.start()):
            found.extend(_also_relieved(text, ends))
    return tuple(found)


def _is_approved(text: str, match: re.Match[str], ends: int) -> bool:
    """批准给予王某警告处分，免去其职务的决定: whether what a decision gives is told by those who approve it."""
    before = text[max(0, match.start() - MAX_SAID) : match.start()]
    return text.startswith("的决定", ends) and _APPROVES.search(before) is not None


def _is_appointment(text: str, at: int) -> bool:
    """任命李某为局长，免去王某局长职务: who comes and who goes, and nothing that was done wrong."""
    around = text[max(0, at - MAX_AROUND) : at + MAX_AROUND]
    return _APPOINTS.search(around) is not None and _WRONG.search(around) is None


def _also_relieved(text: str, at: int) -> list[Token]:
    """免去王某局长职务，李某队长职务: the verb is said but once."""
    more: list[Token] = []
    while (following := _NEXT_OFFICE.match(text, at)) is not None:
        at = following.end()
        more.append(Token(following.start("office"), at, ORGANIZATIONAL, "免职", Sure.MEDIUM))
    return more


def _of(match: re.Match[str]) -> tuple[str, str, tuple[str, ...], Sure]:
    """The wording that matched: it is the outermost group, so the last to close."""
    return _WORDINGS[int(str(match.lastgroup)[1:])]
