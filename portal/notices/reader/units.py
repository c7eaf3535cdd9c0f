"""The name of a unit: whole where a sentence says it short (县水务局, 镇, 该院), and without its organ."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.notices.reader import headings
from portal.notices.reader.headings import Place
from portal.notices.reader.holders import Holder

#: 某镇党委, 某局党组: what belongs to a unit; 县委 and 区政府 are units.
_ORGAN = re.compile(
    r"(?:党委、(?:[镇乡]|人民)?政府|党工委、办事处|(?<=村)(?:民)?委(?:员)?会|党组|党委|党工委|党总支部?|党支部|纪委|纪工委|纪检组|领导班子|“?两委”?)+$"
)
#: What has an organ of its own that is a unit: 县纪委.
_PLACE = re.compile("[省市县区州旗盟]$")
#: 某中学、某小学.
_SEVERAL = re.compile("[、和及与]")
#: 县交通局: what is of a place that its name leaves out.
_OF_A_PLACE = frozenset("省市州县区旗镇乡")
#: What a text says of a unit that it has named: 镇, 该校.
_KINDS = {
    "学校": ("中学", "小学", "学院", "大学", "幼儿园", "学校"),
    "校": ("中学", "小学", "学院", "大学", "学校"),
    "公司": ("公司", "集团"),
}
_REGION = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:自治区|省))?"
    r"(?:(?:(?![，。；\n县区]|[镇乡](?!市)).){2,8}?(?:自治州|市(?!(?<=城市)(?:管理|建设|综合|规划))|州|盟))?"
    r"(?:(?:(?![，。；\n街]|[镇乡村](?![县市区])).){1,8}?(?:自治县|县|(?<!社)(?<!胜)区|旗|市(?!(?<=城市)(?:管理|建设|综合|规划))))?"
)
#: 副局长, 原校长: a post that says what it is of.
_LEADS = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[、副原任务对予将由]))(?P<kind>[局县区市镇乡院校厅处科所站]|街道)长(?![\u4e00-\u9fff])"
)
#: Characters of such a word, and of a whole name, at least.
MAX_KIND, MIN_WHOLE = 2, 3
#: Characters of a unit that says by itself which it is.
MIN_UNIT = 4


def without_organ(text: str, unit: Place) -> Place:
    """The unit whose organ a name is; the same place for all others."""
    organ = _ORGAN.search(text, unit.start, unit.end)
    if organ is None or organ.start() - unit.start < MIN_WHOLE or _PLACE.search(text, unit.start, organ.start()):
        return unit
    return Place(unit.start, organ.start())


def whole(text: str, unit: Place, known: Iterable[Place]) -> Place:
    """The longest of those known that ends with this name, or the first that is of the kind which is all it says."""
    name = text[unit.start : unit.end]
    longer = [
        each for each in known if (full := text[each.start : each.end]).endswith(name) and not _SEVERAL.search(full)
    ]
    found = max([unit, *longer], key=lambda each: each.end - each.start)
    if found is unit and len(name) <= MAX_KIND:
        return of_kind(text, name, known) or unit
    return found


def of_kind(text: str, kind: str, known: Iterable[Place]) -> Place | None:
    """Which of the units known 该校 or 镇 means: the first that has one of its kind, as far as that."""
    for each in known:
        full = text[each.start : each.end]
        ends = [full.rfind(word) + len(word) for word in _KINDS.get(kind, (kind,)) if full.rfind(word) != -1]
        if ends and max(ends) >= MIN_WHOLE:
            return Place(each.start, each.start + max(ends))
    return None


def region_of(text: str, heading: Place) -> Place | None:
    """The region with which a heading begins."""
    region = _REGION.match(text, heading.start, heading.end)
    return Place(*region.span()) if region and region[0] else None


class Units:
    """The units of one case: that with which its heading begins, and those of the persons whom it names."""

    def __init__(self, text: str, heading: Place, end: int, no_unit: re.Pattern[str]) -> None:
        self._text, self._end = text, end
        found = headings.leading_unit(text, heading)
        self._leading = Place(*found) if found and not no_unit.search(text[slice(*found)]) else None
        first = headings.first_unit(text, heading) if no_unit is headings.NO_UNIT else None
        self._by_name: dict[str, Place] = {}
        self.know([*([self._leading] if self._leading else []), *([Place(*first)] if first else [])])

    def know(self, more: Iterable[Place]) -> None:
        """Units that the text names besides, each name once."""
        for place in more:
            self._by_name.setdefault(self._text[place.start : place.end], place)

    def of(self, holder: Holder) -> Place | None:
        """The unit of somebody by its whole name, where the heading or a sentence has it."""
        if holder.unit is None:
            kind = holder.spoken_of or self._led_by(holder)
            return of_kind(self._text, kind, self._by_name.values()) if kind else None
        return whole(self._text, holder.unit, self._by_name.values())

    def _led_by(self, holder: Holder) -> str:
        """What somebody leads, of whom no unit is said: 局 for 党组成员、副局长; empty for other posts."""
        led = holder.post and _LEADS.search(self._text, holder.post.start, holder.post.end)
        return led["kind"] if led else ""

    def of_case(self, first: Place | None, *, is_of_somebody: bool) -> Place | None:
        """The unit of the case: that of the first person, or the organisation that comes first, without its organ."""
        unit = first if is_of_somebody or self._leading is None else None
        if self._leading and (unit is None or unit.end - unit.start < MIN_UNIT):
            unit = self._leading
        if unit is None:
            return None
        return without_organ(self._text, self._with_its_place(whole(self._text, unit, self._by_name.values())))

    def _with_its_place(self, unit: Place) -> Place:
        """蒲源县交通局, where only a sentence of the case says of which county."""
        name = self._text[unit.start : unit.end]
        if name[0] not in _OF_A_PLACE:
            return unit
        longer = re.compile(rf"(?<![\u4e00-\u9fff])(?![对由经向给责被据按派驻])[\u4e00-\u9fff]{{2,4}}{re.escape(name)}")
        found = longer.search(self._text, unit.start, self._end)
        return Place(*found.span()) if found else unit
