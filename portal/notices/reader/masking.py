"""Names of which only the surname is kept: 王某, 王某某, 王××; and of which only the middle is masked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.notices.reader import words

#: The ranges of Han characters, rare ones too, for a class of a pattern.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
MASKED = re.compile(rf"(?P<name>(?:{'|'.join(words.COMPOUND_SURNAMES)}|[{HAN}])"
                     rf"(?:某某某|某某|某)(?:[甲乙丙丁戊己]|(?<=某)\d(?![\d名人位个余]))?"
                     rf"|[{HAN}](?:x{{1,2}}|\*{{1,2}}|〇{{1,2}}|△{{1,2}})(?![\dx*a-z年]))")  # fmt: skip
CLAUSE = tuple("，。；：\n月日")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands."""

    start: int
    end: int
    name: str


def masked(text: str, start: int, end: int) -> list[Mention]:
    """Names of which only the surname is kept: 王某, 王某某, 王××."""
    found = []
    for match in MASKED.finditer(text, start, end):
        name = match["name"]
        compound = name[:2] in words.COMPOUND_SURNAMES
        if not compound and name[0] not in words.SURNAMES and not _stands_alone(text, match, name):
            continue
        behind = text[match.end() : match.end() + 4]
        if (longer := _with_last(text, match, start, end)) is not None:
            name = longer
        # 李某公司 is a company, 李某公车私用 a person.
        elif name.endswith("某") and len(name) == 2 and behind[:1] in words.MASK_STOP and not words.opens(behind):
            continue
        found.append(Mention(match.start(), match.start() + len(name), name))
    return found


def _with_last(text: str, match: re.Match[str], start: int, end: int) -> str | None:
    """梁某东: only the middle is masked. Believed when it comes again, and nothing that may follow a name begins."""
    name = text[match.start() : match.end() + 1]
    is_whole = (
        len(name) == 3 and name[1] == "某" and "\u4e00" <= name[2] <= "\u9fff" and name[2] not in words.NOT_IN_NAMES
    )
    if not is_whole or match.end() >= end:
        return None
    if name[2] in words.MASK_STOP or words.follows(text, match.end()):
        return name if name[2] in _ALSO_VERBS and _ends_as_a_name(text, name, start, end) else None
    if times(text, name, start, end) > 1:
        return name
    goes_on = words.follows(text, match.end() + 1) or text.startswith("行政", match.end() + 1)
    is_next = _MASKED_BEFORE.search(text, max(0, match.start() - MAX_BEFORE), match.start()) is not None
    behind_post = (is_next or ends_with_post(text, match.start())) and goes_on
    return name if behind_post and name[2] not in _AFTER_MASK else None


def _ends_as_a_name(text: str, name: str, start: int, end: int) -> bool:
    """Whether 骆某超 stands behind a post or comes again, and ends somewhere as names do."""
    places = [match.start() for match in re.finditer(re.escape(name), text[start:end])][:MAX_PLACES]
    return any(
        _TELLS_ON.match(text, start + at + len(name)) and (len(places) > 1 or ends_with_post(text, start + at))
        for at in places
    )


#: 肖某平、刘某秀: the one before in a row.
_MASKED_BEFORE = re.compile(r"某[\u4e00-\u9fff][、和]$")
MAX_BEFORE = 3
#: Places at which a name is looked at.
MAX_PLACES = 8
#: 骆某超因: what else opens conduct is the end of a name where 因 or 被 stands behind it.
_ALSO_VERBS = frozenset("超乱贪任代领占拿带报放身为随")
_TELLS_ON = re.compile(
    "因|被|受到|[未在](?!内)|违|利用|党[内纪]|政务|行政|、|（|同志|诫勉|进行|作出|予以|给予|移送|停职|免职|调离"
)
#: What else may stand behind a masked name: 王某称, 王某家.
_AFTER_MASK = frozenset("称说讲问答家妻夫父母子女儿兄弟姐妹哥嫂名甲乙丙丁戊己")
NO_SURNAME = frozenset("由与在和及或该是被让将为给经对从向到以因的等个名位有某一二三四五六七八九十其至之后前里中")


def _stands_alone(text: str, match: re.Match[str], name: str) -> bool:
    """A rare surname is believed where a name is to be expected."""
    return (
        name[0] not in NO_SURNAME
        and len(name) > 2
        and words.follows(text, match.end())
        and text[match.end() : match.end() + 1] not in words.MASK_STOP
    ) or (
        name[0] not in NO_SURNAME
        and words.follows(text, match.end())
        and (text[match.start() - 1 : match.start()] in CLAUSE or ends_with_post(text, match.start()))
    )


def ends_with_post(text: str, at: int) -> bool:
    """Whether a post ends right before this place."""
    return re.search(words.POST + "$", text[max(0, at - 8) : at]) is not None


def times(text: str, name: str, start: int, end: int) -> int:
    """How often a name stands in a stretch."""
    return text.count(name, start, end)
