"""Organisations that are held to account: whom a sentence gives 通报批评, 责令检查 or 改组 without naming a person."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.notices.reader.grades import ACCOUNTABILITY, FIRST_FORM, Token
from portal.notices.reader.people import Mention

_BODY = (
    "(?:领导班子|党委、政府|党委政府|党工委、办事处|党委|党组|党工委|党总支|党支部|支部|人民政府|"
    "政府|纪委监委|纪检监察组|纪检组|纪工委|纪委|委员会|办事处|街道办|管委会|居委会|村委会|“两委”|两委|公司|医院|卫生院|"
    "学校|中学|小学|中心校|(?<=该)校(?!长)|大学|学院|幼儿园|中心|管理局|分局|局|支队|大队|中队|派出所|所(?!在|属|有)|站|"
    "院|厅|处|办公室|办|委|部|社区|单位|合作社|联社|总社|供销社|信用社|报社|协会|商会|联合会|指挥部|集团|银行|支行|馆|电视台|林场|农场|队|科|村|街道|镇|乡)"
)
_NAMES = (
    rf"(?P<name>(?:(?:[\u4e00-\u9fff]{{2,4}}、){{1,3}}(?=[\u4e00-\u9fff]{{2,4}}[两三四][县市区镇乡村]))?(?:(?:\d{{1,3}}(?=[连团营队师]))?[\u4e00-\u9fff（）]{{1,30}}?{_BODY})(?:[、和及](?:[\u4e00-\u9fff（）]{{0,30}}?{_BODY})){{0,3}}(?:党组织)?)"
    r"(?:集体)?"
)
_SUBJECT = re.compile(
    rf"(?:^|[，。；：、\n]|其中|和|及|并|决定|责[令成]|由){_NAMES}(?=受到|"
    r"(?:对|未|疏于|履行|落实)[^，。；\n]{2,30}，(?:被|受到)|"
    rf"被|也?(?:必须|应当?|须|均须)向|在全?|作出(?!了?(?:如下|以下)?(?:处理|处分|决定|如下|以下))|向|分别|均|全[市县区省镇]|负有|因|，责令|，?限期)"
)
_OBJECT = re.compile(
    rf"(?:给予|责[令成]|对|将|决定对|取消){_NAMES}(?=进行|给予|予以|"
    rf"在|(?:履行|落实|未)[^，。；\n]{{2,24}}?(?:问题|情况|行为)(?:进行|予以|给予|在)|作(?!为|风|用|业|假)|做出|全(?!体)|分别|均|责令|通报|改组|诫勉|集体|限期|"
    rf"立即|提出|，|将[^，。；\n]{{2,40}}并在全|(?:当年|本?年度|\d{{4}}年)[^，。；\n]{{0,12}}(?:资格|称号)，?并?在全)"
)
#: 给予某市委、市政府，某县委、县政府通报问责: a row over commas, up to the wording.
_ROW = re.compile(
    rf"(?:给予|责[令成])(?P<row>(?:[\u4e00-\u9fff]{{1,20}}?{_BODY}[、和及，]){{1,8}}?[\u4e00-\u9fff]{{1,20}}?{_BODY})(?:分别|集体)?$"
)
#: 对…不力的某镇、某乡等2个单位予以通报批评: a row with its number behind it.
_COUNTED_ROW = re.compile(
    rf"(?:的|给予|责[令成]|对)(?P<row>(?:[^，。；、的\n]{{2,10}}、){{1,14}}[^，。；、的\n]{{1,9}}?{_BODY})"
    r"等(?:\d{1,2}|[二三四五六七八九十两]{1,2})[个家所](?:单位|部门|乡镇|[镇乡村局]|学校|公司|党组织|党[委组])(?=予以|给予|进行|在全|分别|通报)"
)
#: 通报批评了某镇党委: the object stands behind.
_BEHIND = re.compile(rf"了{_NAMES}(?=[，。；\n])")
_IS_BODY = re.compile(_BODY + "$")
_ONLY_A_BODY = re.compile(rf"[^从对在将被由向因为发收反经]+?{_BODY}")
_JOINED = re.compile(_BODY + "(?:党组织)?[、和及]")
#: What a body is, behind whose it is: 某局|党组, 县|委.
_WHAT_IT_IS = re.compile(
    r"(?:[村居](?:民委员会|委会)|领导班子|人民政府|党工委|党总支|党支部|党委|党组织?|支部|政府|办事处|管委会|纪委监委|纪委|“?两委”?|班子|委)+$"
)
_OF_TWO_PLACES = re.compile("[两三四][县市区镇乡村]")
#: Characters of a name that says by itself whose it is: 县某局, 某区.
MIN_PLACE = 3
#: Characters of a wording in which the name of an organisation may still end.
MAX_BEHIND = 16
#: Characters of a sentence before a wording: where a text has lost its stops, no more is looked at.
MAX_SENTENCE = 600
#: Characters of a row of organisations before a wording.
MAX_ROW = 120
#: Characters before 该校 in which it is looked for, and of the unit that it means.
MAX_SPOKEN, MIN_UNIT, MAX_UNIT = 1_500, 4, 20
_PLAIN = re.compile(r"(?![该本关在对从向由被])[\u4e00-\u9fff]+")
_ORGANISATIONAL = {"通报", "责令检查", "改组", "诫勉", "检查", "谈话提醒"}
_OWN = re.compile(
    r"(?:该|本|涉事)(?:[\u4e00-\u9fff]{0,4}?(?:局|党委|"
    r"党组|支部|党支部|单位|公司|村|镇|乡|街道|社区|中心|学校|校(?!长)|医院|所|站))"
)
#: What comes before a name; the 对 of 对外经贸大学 is its own.
_LEAD = re.compile(r"(?:故|责[令成]|给予|决定|对(?!外[经商贸文])|由|并|同时|依法|依规|建议|要求|经研究|将)+")
#: 县委责成某镇党委, 履行责任不力的某局党组: before the name.
_LEADS_TO = re.compile(r"责[令成]|给予|的|(?<=[局委厅])对(?![外口])")
_ALL_OF_THEM = re.compile(
    r"(?:该|这)?(?P<count>两|二|三|四|五)(?:个|家|所)?(?:单位|部门|局|镇|乡|村|社区|公司|党组织|党委|党组|支部|学校|中学|小学)"
)
#: 云溪一中、云溪二小和三里小学等学校: a row of units that says what they are.
_UNITS_IN_A_ROW = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<row>(?:[\u4e00-\u9fff]{3,16}、){1,4}[\u4e00-\u9fff]{3,16}?(?:[和及][\u4e00-\u9fff]{3,16}?)?)等"
    r"(?:[两二三四五](?:个|家|所))?(?:单位|部门|学校|公司|[中小]学|[镇乡村局])"
)
#: 责令相关单位作出检查: all of which the text has spoken, and none where it named none.
_THOSE_OF_IT = re.compile("(?:相关|有关|各|上述|以上)(?:责任)?单位$")
#: 向区委、区政府作出检查: those to whom it is owed.
_TO_WHOM = re.compile(r"[向在][^，。；\n]{1,16}、$")
#: 责成相关学校主要负责人向县局作出检讨: somebody whom nobody names owes it.
_BY_SOMEBODY = re.compile("(?:负责人|负责同志|领导|人员)向")
#: 市纪委在全市范围内进行通报批评: who criticises is not who is criticised.
_ACTS = re.compile(r"(?:纪委|监委|监察局|纪检组)(?:在[^，。；\n]{1,12})?(?:进行|予以)")
#: 县纪委分别给予王某、李某诫勉谈话: who gives is none to whom it is given.
_GIVES = re.compile(
    r"(?:研究)?(?:决定)?(?:分别|均|已|依法|依规)?给予(?=[^，。；\n]{2})|(?:研究|决定|分别){1,2}对(?=[^，。；\n]{2})"
)
#: 责成县农业局对其他参与者诫勉谈话: who is to do it is none to whom it is done.
_DOES = re.compile(r"(?:分别)?对(?!照|策)[^，。；\n]{2,24}(?:诫勉|批评教育|谈话|约谈|通报)")
_NO_BODY = re.compile(
    r"^(?:[二两三四五六七八九十\d]{1,2}[人名]|年|月|日|责|经|因|由|向|其|上述|全|在|被|县纪委|区纪委|市纪委|镇纪委|纪委|省纪委)|(?:的|人|同志|干部|政委)$|会上|事件|进行|日前|近日|处理了"
)


def for_organisations(tokens: list[Token]) -> bool:
    """Whether an organisation may be given one of these."""
    return any(token.grade in _ORGANISATIONAL for token in tokens)


def recipients(text: str, start: int, end: int, tokens: list[Token]) -> list[Mention]:
    """The organisations that clauses name as receiving a measure; 该局 stands for that of the heading."""
    found: list[Mention] = []
    for token in tokens:
        if token.grade not in _ORGANISATIONAL:
            continue
        begins = max(
            start, token.start - MAX_SENTENCE, max(text.rfind(mark, start, token.start) for mark in "。；\n") + 1
        )
        behind = _BEHIND.match(text, token.end, end)
        for match in [behind] if behind else _matches(text, max(begins - 1, 0), token.end):
            name_start, name_end = match.span("name")
            lead = _LEAD.match(text, name_start, name_end)
            name_start = lead.end() if lead else name_start
            inner = [lead.end() for lead in _LEADS_TO.finditer(text, name_start + 1, name_end - 2)]
            name_start = inner[-1] if inner else name_start
            name = text[name_start:name_end]
            if (
                _DOES.match(text, name_end)
                or _GIVES.match(text, name_end, max(token.start, name_end))
                or _TO_WHOM.search(text, begins, name_start)
                or _BY_SOMEBODY.search(name)
                or text[name_start - 1] != "对"
                and _ACTS.search(text[name_start : token.end])
            ):
                continue
            is_far = not behind and name_end > token.start + MAX_BEHIND
            if is_far or _NO_BODY.search(name) or len(name) < 3 and not name.startswith("该"):
                continue
            found.extend(_bodies(text, name_start, name_end))
        found.extend(_row(text, begins, token.start))
        found.extend(_counted_row(text, begins, token.end))
    return _resolved(text, start, sorted({one.start: one for one in found}.values(), key=lambda one: one.start))


def spoken_of(text: str, at: int, name: str) -> tuple[int, int] | None:
    """The unit that 该校 or 该局 means: the one of its kind named last that stands twice, however it begins."""
    if not name.startswith("该") or name.endswith("单位"):
        return None
    first = max(0, at - MAX_SPOKEN)
    kind = "学校|中学|小学|学院|大学|幼儿园" if name == "该校" else re.escape(name[1:])
    for end in reversed([match.end() for match in re.compile(kind).finditer(text, first, at)]):
        for length in range(MAX_UNIT, MIN_UNIT - 1, -1):
            unit = text[max(first, end - length) : end]
            if len(unit) != length or not _PLAIN.fullmatch(unit):
                continue
            opens_clause = text[end - length - 1 : end - length] in "。，；\n"
            if opens_clause and _ONLY_A_BODY.fullmatch(unit) or text.count(unit, first, at) > 1:
                return end - length, end
    return None


def _row(text: str, start: int, end: int) -> list[Mention]:
    """The organisations of a row that holds commas; each part between them is looked at by itself."""
    row = _ROW.search(text, max(start, end - MAX_ROW), end)
    if row is None or "，" not in row["row"]:
        return []
    parts = re.compile("[^，]+").finditer(text, *row.span("row"))
    return [body for part in parts for body in _bodies(text, *part.span())]


def _counted_row(text: str, start: int, end: int) -> list[Mention]:
    """The units of a row behind which their number stands; each must be one by its end."""
    rows = list(_COUNTED_ROW.finditer(text, max(start, end - MAX_ROW), end))
    if not rows:
        return []
    parts = [Mention(*part.span(), part[0]) for part in re.compile("[^、]+").finditer(text, *rows[-1].span("row"))]
    return parts if all(_IS_BODY.search(part.name) for part in parts) else []


def _bodies(text: str, start: int, end: int) -> list[Mention]:
    """某局党组、某区政府 are two; 县委、县政府 and 某镇党委、政府 are one."""
    whole = text[start:end]
    if _OF_TWO_PLACES.search(whole) or "向" in whole:
        return [Mention(start, end, whole)]
    cuts = [start, *(joined.end() for joined in _JOINED.finditer(text, start, end)), end + 1]
    found: list[Mention] = []
    for begins, cut in pairwise(cuts):
        name = text[begins : cut - 1]
        if found and not _are_two(_WHAT_IT_IS.sub("", found[-1].name), _WHAT_IT_IS.sub("", name)):
            begins = found.pop().start
        found.append(Mention(begins, cut - 1, text[begins : cut - 1]))
    return found


def _are_two(first: str, second: str) -> bool:
    """Whether what is left of two names without 党组 or 政府 is that of two bodies."""
    if min(len(first), len(second)) < MIN_PLACE:
        return False
    return not (first.endswith(second) or first.startswith(second) or second.startswith(first))


def _named_in_a_row(text: str, start: int, mention: Mention) -> list[str]:
    """云溪一中、云溪二小和三里小学等学校…三所学校: the row that is as long as the number says."""
    counted = _ALL_OF_THEM.match(mention.name)
    for row in _UNITS_IN_A_ROW.finditer(text, max(start, mention.start - MAX_SPOKEN), mention.start):
        names = re.split("[、和及]", row["row"])
        if counted and len(names) == "二三四五".find(counted["count"].replace("两", "二")) + 2:
            # The first may have a place before it, without which it stands elsewhere.
            shorter = (names[0][at:] for at in range(len(names[0]) - MIN_PLACE + 1))
            return [next((name for name in shorter if text.count(name) > 1), names[0]), *names[1:]]
    return []


def _resolved(text: str, start: int, found: list[Mention]) -> list[Mention]:
    """责令两单位作出检查 speaks of those that were named before."""
    resolved: list[Mention] = []
    for mention in found:
        if resolved and mention.end <= resolved[-1].end:
            # 盐塘两县县委 within 宁远、盐塘两县县委.
            continue
        if mention.name.startswith("当地") and resolved:
            resolved.append(Mention(mention.start, mention.end, resolved[-1].name))
        elif _THOSE_OF_IT.match(mention.name) or _ALL_OF_THEM.match(mention.name) and resolved:
            names = dict.fromkeys(earlier.name for earlier in resolved)
            resolved.extend(Mention(mention.start, mention.end, name) for name in names)
        elif names_in_row := _named_in_a_row(text, start, mention):
            resolved.extend(Mention(mention.start, mention.end, name) for name in names_in_row)
        else:
            resolved.append(mention)
    return resolved


def _matches(text: str, start: int, end: int) -> list[re.Match[str]]:
    return [*_OBJECT.finditer(text, start, end), *_SUBJECT.finditer(text, start, end)]


def as_organisation(token: Token) -> Token:
    """The same wording given to an organisation: 责令作出检查 is 检查 of the scale 问责."""
    grade = "检查" if token.grade == "责令检查" else token.grade
    scale = ACCOUNTABILITY if token.scale == FIRST_FORM and grade == "检查" else token.scale
    return Token(token.start, token.end, scale, grade, token.sure, token.term)
