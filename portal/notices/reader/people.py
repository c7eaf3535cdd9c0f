"""Names of persons: after posts, before penalties, masked, with middle dots; long or short by how they come again."""

from __future__ import annotations

import re

import rjieba

from portal.notices.reader import words
from portal.notices.reader.candidates import NO_NAME_END, RUN, behind_of, best_name, may_be_name, name_at, recipient
from portal.notices.reader.dates import number
from portal.notices.reader.masking import HAN, MASKED, Mention, ends_with_post, masked, times

#: Where a paragraph or an item of a list begins.
_OPENING = r"(?:(?<=[\n：。；〕])|(?<=\n\d[.、）])|(?<=\n\d\d[.、）])|(?<=\n（[\d一二三四五六七八九十]）)|^)"
#: A person introduced by name alone: 基本案情：王某，中共党员，….
_INTRODUCED = re.compile(
    rf"{_OPENING}(?P<name>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})?)(?:同志)?[，（](?=(?:男|女)[，。]|[{HAN}]{{1,4}}族|"
    r"(?:中共|非中共|非|预备)?(?:正式)?党员|群众[，。]|(?:原系|现系|系|时任|原任|现任|\d{4}年[^，。]{0,8}(?:出?生|参加)))"
)
#: The next of a row of names: 王某某、李某某分别….
_NEXT_IN_ROW = re.compile(
    rf"(?:、|和|与|及|以及)(?P<name>[{HAN}]{{2,4}}?|[{HAN}]{{1,3}}其其格)(?=、|和[{HAN}]{{2,4}}(?:分别|均)|(?:等|[二两三四五六七八九]人)|分别|均受|均被|"
    rf"(?:二|两|三|四)人|{words.ADVERB}(?:受到|被)|违规|违反|受到|被|追究|给予|予以|(?P<weak>，|对(?!外)|进行|作出|党[内纪]|政务|行政|诫勉|留党|开除|记大?过|撤职|批评教育|通报批评))"
)
#: The one before in a row: 王某某、李某某被….
_BEFORE_IN_ROW = re.compile(rf"(?:(?<=[，。；：\n])|(?<=给予)|(?<=对))(?P<name>[{HAN}]{{2,4}})(?:、|和|与)$")
#: 苏某宁作为驻村干部，负有直接责任: who opens a clause and is said to be something.
_SAID_TO_BE = re.compile(
    rf"(?:(?<=[，。；：\n])|^)(?P<name>[{HAN}]{{2,4}}?)(?:同志)?(?:作为|身为|在?担任|在任|身兼|负有|负主要|负直接|因[^，。；\n]{{1,30}}罪)"
)
#: 以犯挪用资金罪，判处王某有期徒刑一年.
_SENTENCED = re.compile(rf"(?<=判处)(?P<name>[{HAN}]{{2,4}}?)(?=有期徒刑|无期徒刑|拘役|死刑|管制)")
#: 李某同志未能及时落实部署, 李某同志因…: a comrade of whom a clause speaks.
_COMRADE = re.compile(rf"(?:(?<=[，。；：\n])|^)(?P<name>[{HAN}]{{2,4}})同志(?=因|未|被|在|不|违|对|作为|身为|利用)")
#: 王某阳，某镇某村原党总支书记，因…: the post stands behind the name.
_POST_BEHIND = re.compile(
    rf"{_OPENING}(?P<name>[{HAN}]{{2,4}})，(?=[^，。；：\n]{{3,40}}{words.POST}(?:、[^，。；\n]{{2,16}})?[，。])"
)
#: What ends like a post, with what may be a name between it and a stop.
_UNLISTED_POST = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:人员|[人员者师手](?!员)|领导)(?P<name>[{HAN}]{{2,3}})(?=、|，|等[\d二两三四五六七八九十]|和|给予|予以|进行(?=诫勉|批评|谈话|约谈|通报)|受到|被|因|违规|违反|伙同|私自|擅自|利用|（|党[内纪]|政务|行政|留党|开除|记过|记大过|警告|诫勉|撤职|降级)"
)
#: Who opens a heading: 柏树村村民; but not 侵占村民.
_VILLAGER = re.compile(r"[\u4e00-\u9fff]{3,20}?(?:[村组镇乡县市]村民|(?:社区|街道)居民)")
#: 松滨师|范大学, 通港|经济区: a unit that opens clause after clause.
_IS_OF_A_UNIT = re.compile(
    "[\u4e00-\u9fff]{0,8}?(?:大学|学院|[中小]学|医院|公司|集团|委员会|[经济开发新]区|管理局|中心)"
)
_UNIT_WITHIN = re.compile(words.UNIT_END)
#: A word of two characters that is given a measure, alone or first in a row.
_GIVEN_WORD = re.compile(
    rf"(?:^|[，。；：、\n和与月日])(?P<name>[{HAN}]{{2}})(?=(?:、[{HAN}]{{2,4}}|和[{HAN}]{{2,4}})?(?:分别|均)?(?:受到|被给予|被免去|被诫勉|被通报))"
)
#: 霍青、柏小川、尤立群3人, 王山、李河2名干部: a row of as many names as its number says.
_COUNTED_ROW = re.compile(
    rf"(?P<first>[{HAN}]{{2,8}})、(?P<more>(?:[{HAN}]{{2,4}}、){{0,10}}[{HAN}]{{2,4}}?(?:和[{HAN}]{{2,4}}?)?)"
    r"等?(?P<count>[二两三四五六七八九十]|\d{1,2})(?:名(?![单镇乡县市区社额])|[位人](?!次))"
)
#: 副镇长甲、应急办乙、镇林业组负责人丙: in such a row somebody may stand behind a unit alone.
_BESIDE_A_UNIT = re.compile(
    rf"、[\u4e00-\u9fff]{{2,6}}?[办局所站科股](?!长)(?P<name>[{HAN}]{{2,3}})(?=、[^，。；\n]{{2,16}}?{words.POST})"
)
_PLACE_BEHIND = ("村", "镇", "乡", "县", "市", "区", "社")
#: Characters of a name behind a post that is in no list, of which the dictionary knows nothing.
MAX_UNLISTED = 3
#: How often a name that only ever opens clauses must stand in a case to be believed.
MIN_OPENINGS = 2


def names(text: str, start: int, end: int, heading_end: int) -> list[str]:
    """The names of a case, in the order in which they come; longer ones hide their beginnings."""
    found: dict[str, int] = {}
    for mention in masked(text, start, end):
        found.setdefault(mention.name, mention.start)
    for match in words.POST_END.finditer(text, start, end):
        if (name := name_at(text, match.end(), start, end, in_heading=match.end() < heading_end)) is not None:
            found.setdefault(name, match.end())
        elif text.startswith("的", match.end()) and (name := behind_of(text, match.end() + 1, start, end)) is not None:
            found.setdefault(name, match.end() + 1)
    for match in re.finditer(
        r"^|给予|对|将|、|和|及|，|。|；|\n|决定|免去|撤销|免除|责令|委|组|会|学|院|局|司|村|所|站|因|年|月|日|份|其中|：|以|的",
        text[start:end],
    ):
        at = start + match.end()
        if (name := recipient(text, at, start, end)) is not None:
            found.setdefault(name, at)
    _add_introduced(text, start, end, found)
    _add_counted(text, start, end, found)
    _add_unlisted(text, start, end, found)
    _add_common_words(text, start, end, found)
    if not any(at < heading_end for at in found.values()):
        _add_villager(text, start, end, heading_end, found)
    if all("某" in name for name in found):
        _add_openings(text, start, end, found)
    _add_rows(text, start, end, found)
    ordered = sorted(found, key=lambda name: found[name])
    return [name for name in ordered if not _is_part(name, ordered, text, start, end)]


def _add_unlisted(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those behind a post that is in no list (实际出资人陈某某、), where the dictionary knows no word of that kind."""
    for match in _UNLISTED_POST.finditer(text, start, end):
        name, at = match["name"], match.start("name")
        if name in found or name[0] not in words.SURNAMES or not may_be_name(text, name, at):
            continue
        is_name = all(kind.startswith("nr") for _word, kind in rjieba.tag(name))
        if _UNIT_WITHIN.search(name) is None and (is_name or _stands_twice(text, match, start, end)):
            found[name] = at


def _stands_twice(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """值班人员刘道彬不尽责，…对值班人员刘道彬予以: whether it stands again behind the same post."""
    again = text[match.start() : match.end("name")]
    return len(match["name"]) == MAX_UNLISTED and times(text, again, start, end) > 1


def _add_villager(text: str, start: int, end: int, heading_end: int, found: dict[str, int]) -> None:
    """柏树村村民王小山诬告陷害问题: a heading may name somebody without any post, of whom the text goes on to tell."""
    opening = _VILLAGER.match(text, start, heading_end)
    if opening is None or any(words.opens(text[at : opening.end()]) for at in range(start, opening.end())):
        return
    at = opening.end()
    run = RUN.match(text, at, heading_end)
    if run is None or run[0][0] not in words.SURNAMES or MASKED.match(text, at):
        return
    name = best_name(text, at, run[0], start, end, weak=True)
    if name is not None and times(text, name, start, end) > 1 and may_be_name(text, name, at):
        found[name] = at


def _add_common_words(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """许可 and 左右 are names where they stand behind a post and are given a measure."""
    for match in _GIVEN_WORD.finditer(text, start, end):
        name, at = match["name"], match.start("name")
        is_word = words.is_no_name(text, at) or words.opens(name)
        if name in found or not is_word or name[0] not in words.SURNAMES or NO_NAME_END.search(name):
            continue
        place = text.find(name, start, end)
        while place != -1 and not (place != at and ends_with_post(text, place)):
            place = text.find(name, place + 1, end)
        if place != -1:
            found[name] = place


def _add_counted(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those of a row that is as long as its number says; the first stands behind whatever leads to them."""
    for match in _COUNTED_ROW.finditer(text, start, end):
        row = re.split("[、和]", match["more"])
        if len(row) + 1 != number(match["count"]) or not all(_is_plain(text, name, start, end) for name in row):
            continue
        firsts = [match["first"][-length:] for length in (3, 2) if length <= len(match["first"])]
        first = next((name for name in firsts if name[0] != "和" and _is_plain(text, name, start, end)), None)
        if first is not None:
            for name in (first, *row):
                found.setdefault(name, text.find(name, start, end))


def _is_plain(text: str, name: str, start: int, end: int) -> bool:
    """Whether this may be a name as they are usual, and that of no place."""
    if MASKED.fullmatch(name):
        return True
    is_compound = name[:2] in words.COMPOUND_SURNAMES
    if not (is_compound or name[0] in words.SURNAMES) or len(name) > 3 + is_compound or len(name) < 2 + is_compound:
        return False
    if not may_be_name(text, name, text.find(name, start, end)):
        return False
    return not any(times(text, name + suffix, start, end) for suffix in _PLACE_BEHIND)


def _add_introduced(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Those whom a clause introduces by name, with what they are behind it."""
    for pattern in (_INTRODUCED, _SAID_TO_BE, _POST_BEHIND, _COMRADE, _SENTENCED):
        for match in pattern.finditer(text, start, end):
            name, at = match["name"], match.start("name")
            is_compound = name[:2] in words.COMPOUND_SURNAMES
            if not (is_compound or name[0] in words.SURNAMES) or words.is_no_name(text, at):
                continue
            is_long = len(name) > 3 and not is_compound
            if pattern is _INTRODUCED or (not is_long and may_be_name(text, name, at)):
                found.setdefault(name, at)


def _add_openings(text: str, start: int, end: int, found: dict[str, int]) -> None:
    """Where nobody stands behind a post: names with which clause after clause begins."""
    tried: set[str] = set()
    for match in re.compile(r"(?<=[，。；：\n年月日前])").finditer(text, start, end):
        at = match.start()
        run = RUN.match(text, at, end)
        if run is None or run[0] in tried:
            continue
        tried.add(run[0])
        if run[0][0] not in words.SURNAMES or words.is_no_name(text, at) or MASKED.match(text, at):
            continue
        name = best_name(text, at, run[0], start, end, weak=True)
        if name is None or name in found or not may_be_name(text, name, at) or words.crosses(text, at, len(name)):
            continue
        if _IS_OF_A_UNIT.match(text, at + len(name), end):
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
        if before and before["name"][0] in words.SURNAMES and may_be_name(text, before["name"], before.start("name")):
            found.setdefault(before["name"], before.start("name"))
        at = match.end()
        if (beside := _BESIDE_A_UNIT.match(text, at, end)) and may_be_name(text, beside["name"], beside.start("name")):
            found.setdefault(beside["name"], beside.start("name"))
        while (following := _NEXT_IN_ROW.match(text, at, end)) is not None:
            name, at = following["name"], following.end("name")
            if following["weak"] and name[0] not in words.SURNAMES:
                continue
            if name not in found and may_be_name(text, name, following.start("name")):
                found[name] = following.start("name")


def name_after(text: str, at: int, start: int, end: int) -> str | None:
    """The name that stands behind a post which ends here."""
    if MASKED.match(text, at, end):
        return None
    return name_at(text, at, start, end, in_heading=True)


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
