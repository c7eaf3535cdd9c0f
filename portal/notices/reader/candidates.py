"""What may be a name where one stands to be expected: its length by what follows, and by how it comes again."""

from __future__ import annotations

import re

import rjieba

from portal.notices.reader import words
from portal.notices.reader.masking import CLAUSE, HAN, MASKED, NO_SURNAME, times

RUN = re.compile(f"[{HAN}]{{1,5}}")
#: 多杰才旦, 那顺孟和, 阿尔木呷: of several parts, and longer than a surname with what is given.
_OF_PARTS = re.compile(rf"{words.NAME_PARTS}{{2,3}}|[{HAN}]{{2,3}}{words.NAME_ENDS}")
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:[·.．][{HAN}]{{1,8}}){{1,3}}")
#: 关于给予阿布都·卡德尔: where the name is still to come.
_BEFORE_A_NAME = re.compile("关于|给予|决定|对于|责令|免去|撤销")
#: 孟根其其格: longer than other names, and one of the commonest endings.
_FLOWER = re.compile(rf"[{HAN}]{{1,3}}其其格")
_STRONG_AFTER = re.compile(
    rf"(?:同志)?(?:（[^（）\n]{{1,30}}）)?(?:{words.ADVERB}|因[^，。；\n]{{1,40}}|"
    r"于[^，。；\n]{1,14}月[^，。；\n]{0,3})?(?:受到|被给予|被免|被开除|"
    r"被诫勉|被通报|被责令|被批评|被移送|被判|被双开|被“双开|被依法|被调|被停|被政务|"
    r"被行政|被撤|被党内|被处以|被立案|被采取|受(?:党内|政务)|给予|予以|(?:党内|政务|行政|党纪)(?=严重|警告|记|降|撤|开除|处分|职务)|"
    r"开除|留党|诫勉|记过|记大过|严重警告|撤职|免职|降级|批评教育|通报批评|作出|作书面|涉嫌|先予|先行|先期|停职|调离|约谈|责令|"
    r"降低岗位|实行|就地|由(?:各自|其)|(?:引咎)?辞[职去]|被严重警告|被记|被降|被留党|被警告|被约谈|被提醒|被辞退|被解聘)"
)
_GIVEN_RUN = re.compile(
    rf"(?P<name>[{HAN}]{{2,6}}?)(?:同志)?(?:{words.ADVERB})?(?:分别|均)?(?:受到|被(?:给予|开除|免|诫勉|责令|通报|批评|约谈|提醒|移送|立案|"
    r"记大?过|撤|政务|党内|行政|留党|警告|降|调离|停职|辞退|解聘|依法|“?双开|采取|判)|涉嫌(?:严重)?(?:违|职务|犯罪|受贿|贪污)|"
    r"进行(?:了)?(?:诫勉|约谈|批评|谈话|提醒|改组|通报)|给予(?!了?(?:关照|照顾|帮助|支持))|予以(?:诫勉|批评|通报|免)|调离|停职|"
    r"(?:党内|政务)(?:严重)?警告|(?:党内|政务|开除|留党|撤销|诫勉|通报)(?=[^，。；\n]{0,12}(?:处分|处理|谈话|批评)))"
)
#: 汤其昌党内严重警告, 罗洪拉且撤销党内职务: characters that are seldom part of a name, where a measure follows.
_SELDOM = re.compile(
    rf"(?P<name>[{HAN}]其[{HAN}]|[{HAN}]{{2,3}}且)(?=(?:同志)?(?:（[^（）\n]{{1,30}}）)?(?:党内|政务|行政|留党|开除党|开除公|撤销党|诫勉|受到|被给予))"
)
#: 局长敖其尔违规…，敖其尔先后: the same, where it comes again.
_WITH_ITS = re.compile(rf"[{HAN}]其[{HAN}]")
_COMRADE = re.compile(rf"(?P<name>[{HAN}]{{2,4}}?)同志")
_OFFICE = re.compile(
    rf"(?:[^，。；、\n]{{0,20}}?{words.POST}(?:[、及和兼][^，。；\n]{{1,12}})?|原任|现任|的?(?:党内|行政|党政)?)?职务"
)
#: 院长卢山、处长石青均受到: behind a row of names 均 is more often none of the last.
_ALL_OF_A_ROW = re.compile("[均都](?:受到|被)")
_ROW_BEFORE = re.compile(f"[{HAN}]{{2,4}}[、和及][^，。；：\\n]{{0,30}}$")
_POST_ONLY = re.compile(f"{words.POST}职务")
_PLACE_ENDS = frozenset("市县区旗镇乡村")
_UNIT_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{1,8}}?{words.UNIT_END}[\u4e00-\u9fff]{{0,6}}?{words.POST}")
_PLACE = re.compile("[\u4e00-\u9fff]{2,3}[市县区旗镇乡]")
#: 并被免去, and 免去王某的: what follows is an office.
_RELIEVES = re.compile(r"(?<!被)(?:免去|撤销|免除|暂停)(?:[^，。；\n]{0,29}[^，。；\n的])?$")
#: 撤销王某石盘县某局局长职务: behind the name a place begins.
_AT_A_PLACE = re.compile(
    r"(?![省市县区镇乡村社局处科院所站组会委])[\u4e00-\u9fff]{1,6}?(?:[省市县区镇乡旗州村]|社区|街道)"
)
NO_NAME_END = re.compile(
    f"(?:{words.UNIT_END}(?<!行)|{words.POST}|人员|同志|干部|以上|问题|组织|等人|决定|研究|会议|处分|处理|警告|撤职|职务|党籍|公职|分别)$"
)
#: A number of persons before their post; what goes on a row may still name them.
_GROUP_BEFORE = re.compile(r"(?:(?:[2-9]|\d{2,3})|[两二三四五六七八九十多数几])[名位][^，。；：、（\n\d]{1,14}$")
#: What is given at once to somebody of a rare surname.
_AT_ONCE = ("党内", "政务", "行政", "留党察看", "开除党籍", "撤销党内")
#: Tags of the dictionary: persons, places and brands may be names.
_NAMES_OF_SOMETHING = frozenset({"nr", "ns", "nt", "nz"})
#: 科长税新民等3人, 副主任旺堆，2014年, 主任普琼对公车管理不严，: where a name of any surname ends that stands but once.
_POSTED = re.compile(
    rf"(?P<name>[{HAN}]{{2,4}}?)(?:同志)?(?=，(?:因|于|在)?(?:(?:19|20)\d\d|同|次|当)年|，在担?任[^，。；\n]{{2,24}}期间，|等(?:[二两三四五六七八九十]|\d{{1,2}})[名人]|、[^，。；、\n]{{2,16}}?{words.POST}|未?履[行职]"
    rf"|对[^，。；\n]{{2,24}}?(?:不力|不严|不到位|不实|失察|失管|缺失)[，。；]|[与和][^，。；\n]{{2,24}}?{words.POST}|(?:批评教育|诫勉谈话|谈话提醒))"
)
#: The unit and the post before such a name.
_UNIT_AND_POST = re.compile(rf"{words.UNIT_END}[^，。；：\n]{{0,16}}$")
_OPENS_PARAGRAPH = re.compile(r"\n[^，。；：\n]{4,39}$")
#: Characters of a line before such a name.
MAX_OPENING = 40
#: 职工, 干部: behind what is said of many, other words stand as well.
_OF_MANY = ("职工", "员工", "干部", "人员", "教师", "学员", "代表", "成员", "股东", "党员", "主持工作")
#: 责成主要负责人向县局作出检讨: to whom, and no name.
_TO_A_UNIT = re.compile(f"向[\u4e00-\u9fff]{{0,6}}?{words.UNIT_END}(?=作|做|说明|报告)")
_ROW_MARKS = ("、", "和", "与", "及", "等")
MAX_LENGTH = 4


def may_be_name(text: str, name: str, at: int) -> bool:
    """Whether what stands where a name must stand is no word of another kind."""
    return (
        (name[0] not in NO_SURNAME or name.startswith("其其"))
        and not words.is_no_name(text, at)
        and not words.opens(name)
        and not words.breaks_name(name)
        and NO_NAME_END.search(name) is None
        and words.POST_END.match(name) is None
        and (len(name) < 4 or words.POST_END.search(name) is None)
    )


def name_at(text: str, at: int, start: int, end: int, *, in_heading: bool) -> str | None:
    """The name after a post, if one stands there."""
    if dotted := _dotted_at(text, at, end):
        return dotted
    if flower := _FLOWER.match(text, at, end):
        return flower[0]
    run = RUN.match(text, at, end)
    if run is None or words.is_no_name(text, at) or words.POST_END.match(text, at) or _TO_A_UNIT.match(text, at):
        return None
    if MASKED.match(text, at):
        return None
    name = (
        _of_parts(text, at, start, end)
        or _seldom_at(text, at, start, end)
        or _comrade_at(text, at)
        or best_name(text, at, run[0], start, end, weak=not in_heading)
        or _given_at(text, at)
        or _tagged(text, at, run[0])
        or _posted(text, at, start)
    )
    if name and (
        _is_a_place(text, name, at, start, end)
        or _is_of_a_group(text, at, at + len(name))
        or _is_plain_word(text, name, at, start, end)
    ):
        return None
    return None if name and _only_joins(text, name, at, start, end) else name


def _is_a_place(text: str, name: str, at: int, start: int, end: int) -> bool:
    """责任领导宁远县委常委: what goes on as a place does, and does so elsewhere too; 包村干部高坪镇林业站站长."""
    if name[-1] in _PLACE_ENDS and len(name) > 2 and _UNIT_BEHIND.match(text, at + len(name)):
        return True
    suffix = text[at + len(name) : at + len(name) + 1]
    return suffix in _PLACE_ENDS and times(text, name + suffix, start, end) > 1


def _only_joins(text: str, name: str, at: int, start: int, end: int) -> bool:
    """董事和云溪公司总经理: 和 is a surname only of one who is given something, or opens a clause as well."""
    if not name.startswith("和") or _STRONG_AFTER.match(text, at + len(name), end):
        return False
    # 对和志远进行诫勉谈话 opens with it, too.
    if re.compile(f"[{''.join(CLAUSE)}]{name}|对{name}(?:进行|给予|予以)").search(text, start, end) is not None:
        return False
    # 县长和春梅，: what stands behind 和 up to a stop would be a name without a surname.
    given = name[1:]
    is_given = (
        len(given) == 2 and given[0] not in words.SURNAMES and text[at + len(name) : at + len(name) + 1] in "，、。"
    )
    return not (is_given and may_be_name(text, given, at + 1) and rjieba.tag(given)[0][1].startswith("nr"))


def _tagged(text: str, at: int, run: str) -> str | None:
    """A name whose end the dictionary sees, where no word that often follows one does: 班长翟小红指挥不力."""
    if run[0] not in words.SURNAMES:
        return None
    (word, kind), *more = rjieba.tag(text[at : at + 8])
    if len(word) == 1 and kind == "nr" and more and more[0][1] == "nr":
        word += more[0][0]
    word = word.rstrip("因被等在与对将")
    is_name = kind == "nr" and (len(word) == 3 or len(word) == 2 and not rjieba.has_word(word))
    return word if is_name and run.startswith(word) and may_be_name(text, word, at) else None


def behind_of(text: str, at: int, start: int, end: int) -> str | None:
    """曾任村主任的赵小山: believed where it is no word, and the dictionary knows it for a name or it comes again."""
    run = RUN.match(text, at, end)
    if run is None or MASKED.match(text, at):
        return None
    if (name := _tagged(text, at, run[0])) is not None:
        return name
    name = best_name(text, at, run[0], start, end, weak=True) if run[0][0] in words.SURNAMES else None
    if name is None or rjieba.has_word(name):
        return None
    if times(text, name, start, end) < 2 and not text.startswith(("因", "被", "受到"), at + len(name)):
        return None
    return name if may_be_name(text, name, at) else None


def _is_plain_word(text: str, name: str, at: int, start: int, end: int) -> bool:
    """局长信箱 in a menu: a word of the dictionary that stands but once, at the end of a line."""
    if len(name) != 2 or text[at + 2 : at + 3] not in {"", "\n"} or times(text, name, start, end) > 1:
        return False
    return bool(rjieba.has_word(name)) and rjieba.tag(name)[0][1][:2] not in _NAMES_OF_SOMETHING


def _is_of_a_group(text: str, at: int, end: int) -> bool:
    """5名村干部后悔不已: behind the number of a group stands no single name."""
    return _GROUP_BEFORE.search(text, max(0, at - 16), at) is not None and text[end : end + 1] not in _ROW_MARKS


def _of_parts(text: str, at: int, start: int, end: int) -> str | None:
    """A name of a people whose names have no surname, or one of two characters, where it ends."""
    match = _OF_PARTS.match(text, at)
    if match is None or not (_ends_well(text, at, match.end()) or times(text, match[0], start, end) > 1):
        return None
    return match[0] if may_be_name(text, match[0], at) else None


def _seldom_at(text: str, at: int, start: int, end: int) -> str | None:
    match = _SELDOM.match(text, at)
    again = _WITH_ITS.match(text, at) if match is None else None
    if again and again[0][0] in words.SURNAMES and times(text, again[0], start, end) > 1:
        return again[0] if not words.is_no_name(text, at) else None
    is_name = match is not None and (match["name"].endswith("且") or match["name"][0] in words.SURNAMES)
    return match["name"] if match and is_name and not words.is_no_name(text, at) else None


def _comrade_at(text: str, at: int) -> str | None:
    """州长布振声同志: a name of any surname right behind a post."""
    match = _COMRADE.match(text, at)
    return match["name"] if match and may_be_name(text, match["name"], at) else None


def _given_at(text: str, at: int) -> str | None:
    """A name of any surname right behind a post, which is given a measure at once."""
    match = _GIVEN_RUN.match(text, at)
    return match["name"] if match and may_be_name(text, match["name"], at) else None


def _posted(text: str, at: int, start: int) -> str | None:
    """A name of any surname behind a unit and a post, where what follows ends it and it is no word."""
    match = _POSTED.match(text, at)
    if match is None or not may_be_name(text, match["name"], at):
        return None
    before = text[max(start, at - 40) : at]
    if before.endswith(_OF_MANY) or not _UNIT_AND_POST.search(before):
        return None
    # 旺堆 is in the dictionary, too: believed of somebody with whom a paragraph opens and of whom a date follows.
    if rjieba.has_word(match["name"]) and not (
        text.startswith("，", match.end())
        and _OPENS_PARAGRAPH.search("\n" + text[:at] if at < MAX_OPENING else text[at - MAX_OPENING : at])
    ):
        return None
    name = match["name"]
    tags = rjieba.tag(name)
    # Only somebody holds an office: 局长衷行远，在担任局长期间.
    is_holder = text.startswith(("，在担", "，在任"), match.end())
    is_plain = not is_holder and any(len(word) > 1 and kind[:1] != "n" for word, kind in tags)
    return None if is_plain or words.crosses(text, at, len(name)) or len(name) > 3 and len(tags) > 1 else name


def _dotted_at(text: str, at: int, end: int) -> str | None:
    match = _DOTTED.match(text, at, end)
    if match is None:
        return None
    # The last part ends where the sentence goes on; a longer end is believed when it comes again as often.
    whole = match[0]
    if _BEFORE_A_NAME.search(whole):
        return None
    last = max(whole.rfind("·"), whole.rfind("."), whole.rfind("．")) + 1
    best: tuple[tuple[int, int], str] | None = None
    for length in range(last + 1, len(whole) + 1):
        if words.follows(text, at + length) and (length - last > 1 or length == len(whole)):
            rank = (times(text, whole[:length], at - 600 if at > 600 else 0, min(end, at + 2000)), -length)
            if rank[0] > 1:
                rank = (rank[0], length)
            if best is None or rank > best[0]:
                best = rank, whole[:length]
    return best[1] if best else whole


def best_name(text: str, at: int, run: str, start: int, end: int, *, weak: bool) -> str | None:
    compound = run[:2] in words.COMPOUND_SURNAMES
    has_surname = compound or run[0] in words.SURNAMES
    candidates: list[tuple[tuple[bool, bool, bool, int, bool, int], str]] = []
    for length in range(2 + compound, min(MAX_LENGTH, len(run)) + 1):
        name = run[:length]
        if words.breaks_name(name[1:]) or _holds_what_follows(text, at, length):
            break
        count = times(text, name, start, end)
        ends_well = _ends_well(text, at, at + length) or _ends_elsewhere(text, at, name, start, end)
        if count < 2 and not ends_well:
            continue
        if count < 2 and _ends_in_a_word(text, at, length):
            continue
        at_a_place = _is_relieved_at_a_place(text, at, at + length, start, end)
        if length == 4 and not compound and not at_a_place and (count < 2 or not ends_well):
            continue
        whole = not words.crosses(text, at, length) or _STRONG_AFTER.match(text, at + length) is not None
        candidates.append(((ends_well, at_a_place, whole, count, count > 1 or length == 3, length), name))
    if not candidates:
        return None
    best = max(candidates)[1]
    comes_again = times(text, best, start, end) > 1
    strong = _STRONG_AFTER.match(text, at + len(best)) is not None
    if has_surname:
        return best if not weak or comes_again or _ends_well(text, at, at + len(best)) else None
    if words.opens(best):
        return None
    if strong and len(best) < 4 and _given(text, at + len(best)):
        return best
    return best if comes_again and (strong or _opens_clause(text, best, start, end)) else None


def _holds_what_follows(text: str, at: int, length: int) -> bool:
    """Whether an adverb or 同志 begins inside, or a row goes on at the end: 带班领导王勐和14连带班领导."""
    goes_on = text[at + length - 1] == "和" and text[at + length : at + length + 1].isdigit()
    return goes_on or text.startswith("同志", at + length - 1) or words.ends_in_adverb(text, at, length)


def _ends_in_a_word(text: str, at: int, length: int) -> bool:
    """Whether the last character of what may be a name that stands but once belongs to what follows."""
    if length == 3 and _ALL_OF_A_ROW.match(text, at + 2):
        return _ROW_BEFORE.search(text, max(0, at - 40), at) is not None
    return length == 2 and words.runs_on(text, at + 1, at + 2)


def _ends_well(text: str, at: int, end: int) -> bool:
    """Whether what stands behind a name that ends here may follow one."""
    return words.follows(text, end) or _STRONG_AFTER.match(text, end) is not None or _is_relieved(text, at, end)


def _ends_elsewhere(text: str, at: int, name: str, start: int, end: int) -> bool:
    """会计王明来云溪市投案…王明在…: whether the name stands in another place, where it ends."""
    behind = text[at + len(name) : at + len(name) + 1]
    place = text.find(name, start, end)
    while place != -1:
        after = place + len(name)
        if place != at and text[after : after + 1] != behind and words.follows(text, after):
            return True
        place = text.find(name, place + 1, end)
    return False


def _is_relieved(text: str, at: int, end: int) -> bool:
    """免去某某某局长职务: the post may stand behind the name as well."""
    return _OFFICE.match(text, end) is not None and _RELIEVES.search(text[max(0, at - 34) : at]) is not None


def _is_relieved_at_a_place(text: str, at: int, name_end: int, start: int, end: int) -> bool:
    """免去伍某盐塘县某局局长职务: whether a place begins behind the name of which the case speaks elsewhere too."""
    place = _PLACE.match(text, name_end, end)
    return place is not None and times(text, place[0], start, end) > 1 and _is_relieved(text, at, name_end)


def _given(text: str, at: int) -> bool:
    return text.startswith(("受到", "被", "分别受到", "均受到"), at)


def _opens_clause(text: str, name: str, start: int, end: int) -> bool:
    """Whether what may be a name of a rare surname stands somewhere as names do: behind a comma or a date."""
    at = text.find(name, start, end)
    while at != -1:
        if _STRONG_AFTER.match(text, at + len(name), end) or (
            text[at - 1 : at] in CLAUSE and words.follows(text, at + len(name))
        ):
            return True
        at = text.find(name, at + 1, end)
    return False


def recipient(text: str, at: int, start: int, end: int) -> str | None:
    """A name that opens a clause and is given a measure right away."""
    if dotted := _dotted_at(text, at, end):
        return dotted if _STRONG_AFTER.match(text, at + len(dotted)) else None
    run = RUN.match(text, at, end)
    if run is None or words.is_no_name(text, at) or MASKED.match(text, at):
        return None
    # 会计陈某: no name begins within a post.
    if at > start and (post := words.POST_END.match(text, at - 1)) and post.end() > at:
        return None
    compound = run[0][:2] in words.COMPOUND_SURNAMES
    if not compound and run[0][0] not in words.SURNAMES:
        return _rare(text, at, start, end)
    lengths = (3, 2, 4) if compound else (3, 2)
    found = [run[0][:length] for length in lengths if _is_given(text, at, run[0][:length], end)]
    # 免去王盛高新区工委书记职务: of two that may be meant, the one that comes again by itself.
    return max(found, key=lambda name: times(text, name, start, end), default=None)


def _is_given(text: str, at: int, name: str, end: int) -> bool:
    """Whether what may be a name is given a measure at once, or relieved of an office that stands behind it."""
    if words.breaks_name(name[1:]) or words.ends_in_adverb(text, at, len(name)):
        return False
    if words.POST_END.fullmatch(name) or re.search(words.UNIT_END + "(?<!行)$", name):
        return False
    if _STRONG_AFTER.match(text, at + len(name), end):
        return True
    if not _is_relieved(text, at, at + len(name)):
        return False
    if _AT_A_PLACE.match(text, at + len(name), end) or _tagged(text, at, name) == name:
        return True
    # 免除张正明校长职务: a surname that the dictionary parts from two characters.
    is_parted = len(name) == 3 and len(rjieba.tag(name)[0][0]) == 1
    return is_parted and _POST_ONLY.match(text, at + len(name), end) is not None


def _rare(text: str, at: int, start: int, end: int) -> str | None:
    """A name without a known surname, such as 额尔德木图: it comes again, and stands between a stop and 受到."""
    match = _GIVEN_RUN.match(text, at, end)
    if match is None or text[at - 1 : at] not in CLAUSE and text[at - 2 : at] not in {"给予", "免去"}:
        return None
    name = match["name"]
    if not may_be_name(text, name, at):
        return None
    # 给予初某某党内警告: what is given at once to what is no word.
    is_given = text[at - 2 : at] == "给予" and len(name) <= 3 and not rjieba.has_word(name)
    at_once = is_given and text.startswith(_AT_ONCE, at + len(name))
    return name if at_once or times(text, name, start, end) > 1 else None
