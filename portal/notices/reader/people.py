"""Names of persons: after posts, before penalties, masked, with middle dots; long or short by how they come again."""

from __future__ import annotations

import re

import rjieba

from portal.notices.reader import words
from portal.notices.reader.masking import CLAUSE, HAN, MASKED, NO_SURNAME, Mention, ends_with_post, masked, times

_ONE = re.compile(f"[{HAN}]{{1,5}}")
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:[·.．][{HAN}]{{1,8}}){{1,3}}")
_STRONG_AFTER = re.compile(
    r"(?:同志)?(?:（[^（）\n]{1,30}）)?(?:目前已?|现已|随后|已|也|还|均|分别|又|本人|因[^，。；\n]{1,40}|"
    r"于[^，。；\n]{1,14}月[^，。；\n]{0,3})?(?:受到|被给予|被免|被开除|"
    r"被诫勉|被通报|被责令|被批评|被移送|被判|被双开|被“双开|被依法|被调|被停|被政务|"
    r"被行政|被撤|被党内|被处以|被立案|被采取|受(?:党内|政务)|给予|予以|(?:党内|政务|行政|党纪)(?=严重|警告|记|降|撤|开除|处分|职务)|"
    r"开除|留党|诫勉|记过|记大过|严重警告|撤职|免职|降级|批评教育|通报批评|作出|涉嫌|先予|先行|停职|调离|约谈|责令|"
    r"降低岗位|实行|就地|被严重警告|被记|被降|被留党|被警告|被约谈|被提醒|被辞退|被解聘)"
)
_GIVEN_RUN = re.compile(
    rf"(?P<name>[{HAN}]{{2,6}}?)(?:同志)?(?:目前已?|现已|已)?(?:分别|均)?(?:受到|被(?:给予|开除|免|诫勉|责令|通报|批评|约谈|提醒|移送|立案|"
    r"记大?过|撤|政务|党内|行政|留党|警告|降|调离|停职|辞退|解聘|依法|“?双开|采取|判)|涉嫌(?:严重)?(?:违|职务|犯罪|受贿|贪污)|"
    r"进行(?:了)?(?:诫勉|约谈|批评|谈话|提醒|改组|通报)|给予(?!了?(?:关照|照顾|帮助|支持))|予以(?:诫勉|批评|通报|免)|"
    r"(?:党内|政务)(?:严重)?警告|(?:党内|政务|开除|留党|撤销|诫勉|通报)(?=[^，。；\n]{0,12}(?:处分|处理|谈话|批评)))"
)
#: A person introduced by name alone: 基本案情：王某，中共党员，….
_INTRODUCED = re.compile(
    rf"(?:(?<=[\n：。；〕])|^)(?P<name>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})?)(?:同志)?[，（](?=(?:男|女)[，。]|[{HAN}]{{1,4}}族|"
    r"(?:中共|非中共|非|预备)?(?:正式)?党员|群众[，。]|(?:原系|现系|系|时任|原任|现任|\d{4}年[^，。]{0,8}(?:出?生|参加)))"
)
#: The next of a row of names: 王某某、李某某分别….
_NEXT_IN_ROW = re.compile(
    rf"(?:、|和|与|及|以及)(?P<name>[{HAN}]{{2,4}}?|[{HAN}]{{1,3}}其其格)(?=、|和[{HAN}]{{2,4}}(?:分别|均)|(?:等|[二两三四五六七八九]人)|分别|均受|均被|"
    r"(?:二|两|三|四)人|违规|违反|受到|被|(?P<comma>，))"
)
_OFFICE = re.compile(
    rf"(?:[^，。；、\n]{{0,20}}?{words.POST}(?:[、及和兼][^，。；\n]{{1,12}})?|原任|现任|的?(?:党内|行政|党政)?)?职务"
)
#: The one before in a row: 王某某、李某某被….
_BEFORE_IN_ROW = re.compile(rf"(?:(?<=[，。；：\n])|(?<=给予)|(?<=对))(?P<name>[{HAN}]{{2,4}})(?:、|和|与)$")
#: 撤销王某石盘县某局局长职务: behind the name a place begins.
_AT_A_PLACE = re.compile(r"(?![省市县区镇乡村社局处科院所站组会委])[\u4e00-\u9fff]{1,6}?[省市县区镇乡旗州]")
_NO_NAME_END = re.compile(
    f"(?:{words.UNIT_END}|{words.POST}|人员|同志|干部|以上|问题|组织|等人|决定|研究|会议|处分|处理|警告|撤职|职务|党籍|公职)$"
)
#: 苏某宁作为驻村干部，负有直接责任: who opens a clause and is said to be something.
_SAID_TO_BE = re.compile(
    rf"(?:(?<=[，。；：\n])|^)(?P<name>[{HAN}]{{2,4}}?)(?:同志)?(?:作为|身为|担任|身兼|负有|负主要|负直接|因[^，。；\n]{{1,30}}罪)"
)
#: 李某同志未能及时落实部署, 李某同志因…: a comrade of whom a clause speaks.
_COMRADE = re.compile(rf"(?:(?<=[，。；：\n])|^)(?P<name>[{HAN}]{{2,4}})同志(?=因|未|被|在|不|违|对|作为|身为|利用)")
#: 王某阳，某镇某村原党总支书记，因…: the post stands behind the name.
_POST_BEHIND = re.compile(
    rf"(?:(?<=[\n。；])|^)(?P<name>[{HAN}]{{2,4}})，(?=[^，。；：\n]{{3,40}}{words.POST}(?:、[^，。；\n]{{2,16}})?[，。])"
)
#: A number of persons before their post; what goes on a row may still name them.
_GROUP_BEFORE = re.compile(r"(?:(?:[2-9]|\d{2,3})|[两二三四五六七八九十多数几])[名位][^，。；：、（\n\d]{1,14}$")
#: Tags of the dictionary: persons, places and brands may be names.
_NAMES_OF_SOMETHING = frozenset({"nr", "ns", "nt", "nz"})
_ROW_MARKS = ("、", "和", "与", "及", "等")
#: What ends like a post, with what may be a name between it and a stop.
_UNLISTED_POST = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:[人员者师手]|领导)(?P<name>[{HAN}]{{2,3}})(?=、|，|等[\d二两三四五六七八九十]|和|受到|被|因|违规|违反|（|党[内纪]|政务|行政|留党|开除|记过|记大过|警告|诫勉|撤职|降级)"
)
_UNIT_WITHIN = re.compile(words.UNIT_END)
#: A word of two characters that is given a measure, alone or first in a row.
_GIVEN_WORD = re.compile(
    rf"(?:^|[，。；：、\n和与月日])(?P<name>[{HAN}]{{2}})(?=(?:、[{HAN}]{{2,4}}|和[{HAN}]{{2,4}})?(?:分别|均)?(?:受到|被给予|被免去|被诫勉|被通报))"
)
MAX_LENGTH = 4
#: How often a name that only ever opens clauses must stand in a case to be believed.
MIN_OPENINGS = 2


def names(text: str, start: int, end: int, heading_end: int) -> list[str]:
    """The names of a case, in the order in which they come; longer ones hide their beginnings."""
    found: dict[str, int] = {}
    for mention in masked(text, start, end):
        found.setdefault(mention.name, mention.start)
    for match in words.POST_END.finditer(text, start, end):
        if (name := _name_at(text, match.end(), start, end, in_heading=match.end() < heading_end)) is not None:
            found.setdefault(name, match.end())
        elif text.startswith("的", match.end()) and (name := _behind_of(text, match.end() + 1, start, end)) is not None:
            found.setdefault(name, match.end() + 1)
    for match in re.finditer(
        r"^|给予|对|将|、|和|及|，|。|；|\n|决定|免去|撤销|责令|委|组|会|学|院|局|司|村|所|站|因|年|月|日|份|其中|：|以",
        text[start:end],
    ):
        at = start + match.end()
        if (name := _recipient(text, at, start, end)) is not None:
            found.setdefault(name, at)
    _add_introduced(text, start, end, found)
    _add_unlisted(text, start, end, found)
    _add_common_words(text, start, end, found)
    if all("某" in name for name in found):
        _add_openings(text, start, end, found)
    _add_rows(text, start, end, found)
    ordered = sorted(found, key=lambda name: found[name])
    return [name for name in ordered if not _is_part(name, ordered, text, start, end)]


def _add_unlisted(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those behind a post that is in no list (实际出资人陈某某、), where the dictionary knows no word of that kind."""
    for match in _UNLISTED_POST.finditer(text, start, end):
        name, at = match["name"], match.start("name")
        if name in found or name[0] not in words.SURNAMES or not _may_be_name(text, name, at):
            continue
        if _UNIT_WITHIN.search(name) is None and all(kind.startswith("nr") for _word, kind in rjieba.tag(name)):
            found[name] = at


def _add_common_words(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """许可 and 左右 are names where they stand behind a post and are given a measure."""
    for match in _GIVEN_WORD.finditer(text, start, end):
        name, at = match["name"], match.start("name")
        is_word = words.is_no_name(text, at) or words.opens(name)
        if name in found or not is_word or name[0] not in words.SURNAMES or _NO_NAME_END.search(name):
            continue
        place = text.find(name, start, end)
        while place != -1 and not (place != at and ends_with_post(text, place)):
            place = text.find(name, place + 1, end)
        if place != -1:
            found[name] = place


def _add_introduced(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those whom a clause introduces by name, with what they are behind it."""
    for pattern in (_INTRODUCED, _SAID_TO_BE, _POST_BEHIND, _COMRADE):
        for match in pattern.finditer(text, start, end):
            name, at = match["name"], match.start("name")
            is_compound = name[:2] in words.COMPOUND_SURNAMES
            if not (is_compound or name[0] in words.SURNAMES) or words.is_no_name(text, at):
                continue
            is_long = len(name) > 3 and not is_compound
            if pattern is _INTRODUCED or (not is_long and _may_be_name(text, name, at)):
                found.setdefault(name, at)


def _add_openings(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Where nobody stands behind a post: names with which clause after clause begins."""
    tried: set[str] = set()
    for match in re.compile(r"(?<=[，。；：\n年月日前])").finditer(text, start, end):
        at = match.start()
        run = _ONE.match(text, at, end)
        if run is None or run[0] in tried:
            continue
        tried.add(run[0])
        if run[0][0] not in words.SURNAMES or words.is_no_name(text, at) or MASKED.match(text, at):
            continue
        name = _best(text, at, run[0], start, end, weak=True)
        if name is None or name in found or not _may_be_name(text, name, at) or words.crosses(text, at, len(name)):
            continue
        openings = sum(text.count(mark + name, start, end) for mark in "，。；：\n年月日前")
        if openings >= MIN_OPENINGS and times(text, name, start, end) > MIN_OPENINGS:
            found[name] = at


def _add_rows(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those who stand in a row behind a name that is known, whatever their surname."""
    if not found:
        return
    known = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    for match in known.finditer(text, start, end):
        before = _BEFORE_IN_ROW.search(text, max(start, match.start() - 8), match.start())
        if before and before["name"][0] in words.SURNAMES and _may_be_name(text, before["name"], before.start("name")):
            found.setdefault(before["name"], before.start("name"))
        at = match.end()
        while (following := _NEXT_IN_ROW.match(text, at, end)) is not None:
            name, at = following["name"], following.end("name")
            if following["comma"] and name[0] not in words.SURNAMES:
                continue
            if name not in found and _may_be_name(text, name, following.start("name")):
                found[name] = following.start("name")


def _may_be_name(text: str, name: str, at: int) -> bool:
    """Whether what stands where a name must stand is no word of another kind."""
    return (
        (name[0] not in NO_SURNAME or name.startswith("其其"))
        and not words.is_no_name(text, at)
        and not words.opens(name)
        and not words.breaks_name(name)
        and _NO_NAME_END.search(name) is None
        and words.POST_END.match(name) is None
        and (len(name) < 4 or words.POST_END.search(name) is None)
    )


def name_after(text: str, at: int, start: int, end: int) -> str | None:
    """The name that stands behind a post which ends here."""
    if MASKED.match(text, at, end):
        return None
    return _name_at(text, at, start, end, in_heading=True)


def mentions(text: str, start: int, end: int, known: list[str]) -> list[Mention]:
    """Where known names stand, and masked ones of third parties."""
    found = masked(text, start, end)
    if known:
        pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
        taken = {place for mention in found for place in range(mention.start, mention.end)}
        for match in pattern.finditer(text, start, end):
            if match.start() not in taken:
                found.append(Mention(match.start(), match.end(), match[0]))
    return sorted(found, key=lambda mention: mention.start)


def _is_part(name: str, others: list[str], text: str, start: int, end: int) -> bool:
    """Whether a name only ever stands as the beginning or the end of another one."""
    longer = [other for other in others if name != other and name in other]
    return bool(longer) and times(text, name, start, end) <= sum(times(text, other, start, end) for other in longer)


def _name_at(text: str, at: int, start: int, end: int, *, in_heading: bool) -> str | None:
    """The name after a post, if one stands there."""
    if dotted := _dotted_at(text, at, end):
        return dotted
    run = _ONE.match(text, at, end)
    if run is None or words.is_no_name(text, at) or words.POST_END.match(text, at):
        return None
    if MASKED.match(text, at):
        return None
    name = _best(text, at, run[0], start, end, weak=not in_heading) or _given_at(text, at) or _tagged(text, at, run[0])
    if name and (_is_of_a_group(text, at, at + len(name)) or _is_plain_word(text, name, at, start, end)):
        return None
    return name


def _tagged(text: str, at: int, run: str) -> str | None:
    """A name whose end the dictionary sees, where no word that often follows one does: 班长翟小红指挥不力."""
    if run[0] not in words.SURNAMES:
        return None
    (word, kind), *more = rjieba.tag(text[at : at + 8])
    if len(word) == 1 and kind == "nr" and more and more[0][1] == "nr":
        word += more[0][0]
    word = word.rstrip("因被等在与对将")
    is_name = kind == "nr" and (len(word) == 3 or len(word) == 2 and not rjieba.has_word(word))
    return word if is_name and run.startswith(word) and _may_be_name(text, word, at) else None


def _behind_of(text: str, at: int, start: int, end: int) -> str | None:
    """曾任村主任的赵小山: believed where it is no word, and the dictionary knows it for a name or it comes again."""
    run = _ONE.match(text, at, end)
    if run is None or MASKED.match(text, at):
        return None
    if (name := _tagged(text, at, run[0])) is not None:
        return name
    name = _best(text, at, run[0], start, end, weak=True) if run[0][0] in words.SURNAMES else None
    if name is None or rjieba.has_word(name):
        return None
    if times(text, name, start, end) < 2 and not text.startswith(("因", "被", "受到"), at + len(name)):
        return None
    return name if _may_be_name(text, name, at) else None


def _is_plain_word(text: str, name: str, at: int, start: int, end: int) -> bool:
    """局长信箱 in a menu: a word of the dictionary that stands but once, at the end of a line."""
    if len(name) != 2 or text[at + 2 : at + 3] not in {"", "\n"} or times(text, name, start, end) > 1:
        return False
    return bool(rjieba.has_word(name)) and rjieba.tag(name)[0][1][:2] not in _NAMES_OF_SOMETHING


def _is_of_a_group(text: str, at: int, end: int) -> bool:
    """5名村干部后悔不已: behind the number of a group stands no single name."""
    return _GROUP_BEFORE.search(text, max(0, at - 16), at) is not None and text[end : end + 1] not in _ROW_MARKS


def _given_at(text: str, at: int) -> str | None:
    """A name of any surname right behind a post, which is given a measure at once."""
    match = _GIVEN_RUN.match(text, at)
    return match["name"] if match and _may_be_name(text, match["name"], at) else None


def _dotted_at(text: str, at: int, end: int) -> str | None:
    match = _DOTTED.match(text, at, end)
    if match is None:
        return None
    # The last part ends where the sentence goes on; a longer end is believed when it comes again as often.
    whole = match[0]
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


def _best(text: str, at: int, run: str, start: int, end: int, *, weak: bool) -> str | None:
    compound = run[:2] in words.COMPOUND_SURNAMES
    has_surname = compound or run[0] in words.SURNAMES
    candidates: list[tuple[tuple[bool, bool, int, bool, int], str]] = []
    for length in range(2 + compound, min(MAX_LENGTH, len(run)) + 1):
        name = run[:length]
        if words.breaks_name(name[1:]):
            break
        count = times(text, name, start, end)
        ends_well = _ends_well(text, at, at + length)
        if count < 2 and not ends_well:
            continue
        if length == 4 and not compound and (count < 2 or not ends_well):
            continue
        whole = not words.crosses(text, at, length)
        candidates.append(((ends_well, whole, count, count > 1 or length == 3, length), name))
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


def _ends_well(text: str, at: int, end: int) -> bool:
    """Whether what stands behind a name that ends here may follow one."""
    return words.follows(text, end) or _STRONG_AFTER.match(text, end) is not None or _is_relieved(text, at, end)


def _is_relieved(text: str, at: int, end: int) -> bool:
    """免去某某某局长职务: the post may stand behind the name as well."""
    return (
        _OFFICE.match(text, end) is not None
        and re.search(r"(?:免去|撤销|免除)[^，。；\n]{0,30}$", text[max(0, at - 34) : at]) is not None
    )


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


def _recipient(text: str, at: int, start: int, end: int) -> str | None:
    """A name that opens a clause and is given a measure right away."""
    if dotted := _dotted_at(text, at, end):
        return dotted if _STRONG_AFTER.match(text, at + len(dotted)) else None
    run = _ONE.match(text, at, end)
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
    if words.breaks_name(name[1:]) or words.POST_END.fullmatch(name) or re.search(words.UNIT_END + "$", name):
        return False
    if _STRONG_AFTER.match(text, at + len(name), end):
        return True
    if not _is_relieved(text, at, at + len(name)):
        return False
    return _AT_A_PLACE.match(text, at + len(name), end) is not None or _tagged(text, at, name) == name


def _rare(text: str, at: int, start: int, end: int) -> str | None:
    """A name without a known surname, such as 额尔德木图: it comes again, and stands between a stop and 受到."""
    match = _GIVEN_RUN.match(text, at, end)
    if match is None or text[at - 1 : at] not in CLAUSE and text[at - 2 : at] not in {"给予", "免去"}:
        return None
    name = match["name"]
    return name if _may_be_name(text, name, at) and times(text, name, start, end) > 1 else None
