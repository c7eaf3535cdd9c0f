"""Dates and periods as exactly as they are written; what points back is resolved, or said not to be."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_HAN = {character: number for number, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_YEAR = (
    r"(?:19|20)\d{2}学?年|(?:19|20)\d{2}月(?=\d{1,2}月)|(?:一九|二[〇零])[〇零一二三四五六七八九]{2}年"
    r"|(?:19|20)\d{2}(?=[—至到、](?:19|20)\d{2}学?年|[春秋]季?学期|[上下]半?学期)"
)
_RELATIVE = "同年|次年|翌年|当年|该年|今年|去年|前年|上年"
_MONTH = rf"(?:(?:\d{{1,2}}|{_HAN_NUMBER})月(?:份)?|\d{{1,2}}(?=[至到—、]\d{{1,2}}月))"
_DAY = rf"(?:\d{{1,2}}|{_HAN_NUMBER})[日号]"
_POINT = re.compile(
    rf"(?<!\d)(?:(?P<year>{_YEAR})|(?P<relative>{_RELATIVE}))(?:(?P<month>{_MONTH})(?P<day>{_DAY})?)?"
    rf"|(?<![\d个第年一二三四五六七八九十])(?P<lone>{_MONTH})(?P<lone_day>{_DAY})?"
    rf"|(?P<same>同月|当月|次月|同日|当日)(?P<same_day>{_DAY})?"
    rf"|(?<!\d)(?P<dotted>(?:19|20)\d{{2}}[.—/](?:1[0-2]|0?[1-9])(?:[.—/](?:3[01]|[12]\d|0?[1-9]))?)(?![\d.万元])"
)
#: 8月15日、16日: the second day of the same month.
_NEXT_DAY = re.compile(rf"[、和及](?={_DAY})")
_WITH_YEAR = re.compile(rf"(?<!\d)(?P<year>{_YEAR})(?P<month>{_MONTH})?")
#: Between the beginning and the end of a range that stand apart.
_UNTIL = re.compile(r"[^。；\n]{1,80}?(?:直至|直到|持续[至到]|拖延[至到]|，至)")
#: A sentence that opens with 直至.
_UNTIL_NEXT = re.compile(r"[^；\n]{1,160}?。(?:直至|直到)")
_FOUND_THEN = re.compile(r"[^。\n]{0,30}?(?:才|发现|查|举报|曝光|通报)")
#: 直至16日才上报: of a day alone this only tells when it ended; who only then came back was away until then.
_ENDED = re.compile(r"[^，。；\n]{0,14}?才(?!返|回|到岗|归[队岗]|赶[到回])")
#: 4月5日未到岗，…，直至6日上午仍未到岗: the day alone, of the same month.
_UNTIL_DAY = re.compile(rf"[^。；\n]{{1,100}}?(?:直至|直到|持续[至到])(?P<day>{_DAY})")
_BARE_DAY = re.compile(_DAY)
_SEASON = (
    "年?(?:初|底|末|中旬|上旬|下旬|中|上半年|下半年|第?[一二三四]季度|[春夏秋冬]季(?:学期)?|[上下]学期|"
    "春节|元旦|清明|五一|端午|中秋|国庆|节日|春|夏|秋|冬|暑|寒|藏历(?:新)?年|古尔邦节|肉孜节|开斋节|火把节|泼水节|雪顿节|"
    "元宵|除夕|开学|放假|双节|两节|教师节|高考)"
)
_TAIL = re.compile(
    rf"(?:{_SEASON}){{0,3}}(?:假期|假|节|左右)?(?:以?[前后]|期间|前后|之[前后])?(?:凌晨|"
    rf"清晨|早上|上午|中午|下午|傍晚|晚上?|当晚|夜间?)?(?:\d{{1,2}}时(?:\d{{1,2}}分)?(?:许|左右)?)?"
)
_JOINED = re.compile(r"(?:—{1,2}|至|到|直至)")
_NOW = re.compile(r"今|目前|案发|此|现在|本案")
_SINCE = re.compile(r"以来|起(?!草|诉|因|初)|开始(?=[，至])|至今|后至今")
#: 2013年9月下达的资金，至今未拨付; 2月2日实行管控之后，仍然聚集.
_UP_TO_NOW = re.compile(r"[^。；\n]{1,40}?，至今(?:仍|未|还|没)|[^，。；\n]{0,30}[之以]后，[^，。；\n]{0,6}(?:仍|依然)")
_IS_NO_DATE = re.compile(
    r"度(?!假)|专?电(?![话视信力费脑动])|评[优先奖]|考核|目标|(?:全部|全年)?(?:绩效|年薪|年终|奖金|助学金)|级|版|制|修[订正]|生(?![产活])|月刊|元旦晚会|\d{1,4}号"
    r"|“\d{1,2}·\d{1,2}”|招生|的(?:单据|票据|凭证|账[目本簿])"
    r"|(?:度)?[^，。；\n]{0,8}(?:检查|审计|巡[察视]|督[查察])(?:中)?反馈"
    r"|(?:本村|全[村镇乡县])?[贫低五建特脱][\u4e00-\u9fff]{1,5}名[单册]"
)
#: Characters of 2014 and of 2014-12-10.
LENGTH_OF_YEAR, LENGTH_OF_DAY = 4, 10
_POINTER = re.compile(r"此后|其后|之后(?=[，])|(?<=[。，；：\n])(?:在?此|其)?期间(?=[，])|此前|近日|日前|事后|随后")
_BRACKETED = re.compile(
    r"《[^《》\n]{1,80}》|“(?:19|20)\d\d年[^“”，。\n]{2,24}”|〔\d{4}〕\d{0,4}号?|（\d{4}年[^（）\n]{0,6}(?:修[订正]|版|出生)[^（）\n]{0,6}）"
)
MAX_GAP = 14


@dataclass(frozen=True, slots=True)
class Point:
    """A date in the text: ISO, as exact as it is written."""

    start: int
    end: int
    iso: str
    is_sure: bool = True
    since: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, or one date."""

    start: int
    end: int
    first: str
    last: str
    is_range: bool = False
    is_sure: bool = True


@dataclass(slots=True)
class _Anchor:
    year: int = 0
    month: int = 0
    day: int = 0
    #: Year and month of what is written first with its year: the month of an earlier date is in this year or the last.
    later: tuple[int, int] = (0, 0)

    def year_of(self, month: int) -> int:
        """The year of a month that stands without one; 0 where nothing says it."""
        if self.year or not self.later[0]:
            return self.year
        return self.later[0] - (month > self.later[1] > 0)


def number(text: str) -> int:
    """The number that digits or Chinese numerals up to 99 stand for; 0 for none."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_HAN.get(tens, 1) if tens else 1) * 10 + (_HAN.get(ones, 0) if ones else 0)
    return int("".join(str(_HAN.get(character, 0)) for character in text) or 0)


def periods(text: str, start: int, end: int, written: tuple[int, int] = (0, 0), notice: int = 0) -> list[Period]:
    """All dates and stretches of time of a piece of text.

    ``written`` is the year and month to which months without a year belong, ``notice`` the year that 今年 means.
    """
    blind = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    anchor = _Anchor(later=_first_written(text, start, end, blind) or written)
    found: list[Period] = []
    at = start
    while (match := _POINT.search(text, at, end)) is not None:
        at = match.end()
        if any(first <= match.start() < last for first, last in blind):
            continue
        point = _point(match, anchor, notice, text, found)
        if point is None or _IS_NO_DATE.match(text, point.end, end):
            continue
        period = _period(text, point, anchor, end)
        if (
            found
            and _goes_on_until(text, found[-1].end, period)
            and not (found[-1].is_range and found[-1].last or period.is_range)
        ):
            _lengthen(found, period)
        else:
            found.append(_until_a_day(text, period, end))
            found.extend(_next_days(text, found[-1], end))
        at = max(at, period.end, found[-1].end)
    return found


def _first_written(text: str, start: int, end: int, blind: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Year and month of the first date that says its year."""
    for match in _WITH_YEAR.finditer(text, start, end):
        if not any(first <= match.start() < last for first, last in blind):
            return number(match["year"].rstrip("学年月")), _of(match["month"])
    return None


def _goes_on_until(text: str, at: int, period: Period) -> bool:
    """Whether what is told between two dates ends with 直至; a sentence may open with it, unless it came out then."""
    if _UNTIL.fullmatch(text, at, period.start):
        return True
    return _UNTIL_NEXT.fullmatch(text, at, period.start) is not None and not _FOUND_THEN.match(text, period.end)


def _lengthen(found: list[Period], last: Period) -> None:
    """占用公车直至2020年10月, 直至2020年10月才归还 go on with the date before them."""
    if last.first >= found[-1].first:
        found[-1] = replace(found[-1], end=last.end, last=last.last, is_range=True)


def _until_a_day(text: str, period: Period, end: int) -> Period:
    """A day that goes on until another of its month, which stands behind 直至 without the month."""
    until = (
        _UNTIL_DAY.match(text, period.end, end) if len(period.first) == LENGTH_OF_DAY and not period.is_range else None
    )
    if until is None or _POINT.search(text, period.end, until.start("day")) or _ENDED.match(text, until.end()):
        return period
    iso_day = period.first[:8] + f"{_of(until['day']):02d}"
    return replace(period, end=until.end(), last=iso_day, is_range=True) if iso_day > period.first else period


def _next_days(text: str, period: Period, end: int) -> list[Period]:
    """The days that a list adds to the month of the first."""
    days: list[Period] = []
    at = period.end
    while len(period.last) == LENGTH_OF_DAY and (joined := _NEXT_DAY.match(text, at, end)) is not None:
        day = _BARE_DAY.match(text, joined.end(), end)
        if day is None or not 0 < _of(day[0]) <= 31:
            break
        at = day.end()
        iso_day = period.last[:8] + f"{_of(day[0]):02d}"
        days.append(Period(joined.end(), at, iso_day, iso_day, False, period.is_sure))
    return days


def pointers(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words stand that point to a time without naming it."""
    return [match.span() for match in _POINTER.finditer(text, start, end)]


def _point(match: re.Match[str], anchor: _Anchor, notice: int, text: str, found: list[Period]) -> Point | None:
    year, month, day = _parts(match, anchor, notice, text, found)
    if not year or month > 12 or day > 31:
        return None
    anchor.year, anchor.month, anchor.day = year, month, day
    sure = match["year"] is not None or match["dotted"] is not None
    return Point(match.start(), match.end(), iso(year, month, day), is_sure=sure)


def _parts(match: re.Match[str], anchor: _Anchor, notice: int, text: str, found: list[Period]) -> tuple[int, int, int]:
    month, day = _of(match["month"]), _of(match["day"])
    if match["dotted"]:
        parts = [int(part) for part in re.split(r"[.—/]", match["dotted"])]
        return parts[0], parts[1], parts[2] if len(parts) > 2 else 0
    if match["year"]:
        return number(match["year"].rstrip("学年月")), month, day
    if match["relative"]:
        return _relative(match["relative"], anchor, notice), month, day
    if match["same"]:
        day = _of(match["same_day"]) or (anchor.day if match["same"] in {"同日", "当日"} else 0)
        if match["same"] == "次月" and anchor.month == 12:
            return anchor.year + 1, 1, day
        return (anchor.year, anchor.month + (match["same"] == "次月"), day) if anchor.month else (0, 0, 0)
    # A month without a year belongs to the year that was named last, when it opens a clause or goes on a list;
    # a day of a month may stand anywhere.
    before = text[match.start() - 1 : match.start()] if match.start() else "，"
    opens = (
        match["lone_day"] or before in "，。；、：（”\n和及与于在至到自从" or (found and found[-1].end == match.start())
    )
    lone = _of(match["lone"])
    return (anchor.year_of(lone), lone, _of(match["lone_day"])) if opens else (0, 0, 0)


def _relative(word: str, anchor: _Anchor, notice: int) -> int:
    if word in {"今年", "去年", "前年", "上年"}:
        return notice - {"今年": 0, "去年": 1, "上年": 1, "前年": 2}[word] if notice else 0
    if not anchor.year:
        return 0
    return anchor.year + (word in {"次年", "翌年"})


def _of(part: str | None) -> int:
    return number(part.rstrip("份").rstrip("月日号")) if part else 0


def iso(year: int, month: int = 0, day: int = 0) -> str:
    """2021, 2021-04 or 2021-04-13."""
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if month and day else "")


def _period(text: str, point: Point, anchor: _Anchor, end: int) -> Period:
    tail = _TAIL.match(text, point.end, end)
    ends = tail.end() if tail else point.end
    joined = _JOINED.match(text, ends, end)
    if joined is not None:
        second = _second(text, joined.end(), anchor, end, point)
        if second is not None and second.iso >= point.iso[: len(second.iso)]:
            tail = _TAIL.match(text, second.end, end)
            return Period(
                point.start, tail.end() if tail else second.end, point.iso, second.iso, True,
                point.is_sure,
            )  # fmt: skip
        if now := _NOW.match(text, joined.end(), end):
            return Period(point.start, now.end(), point.iso, "", True, point.is_sure)
    if since := _SINCE.match(text, ends, end):
        return Period(point.start, since.end(), point.iso, "", True, point.is_sure)
    if _UP_TO_NOW.match(text, ends, end):
        return Period(point.start, ends, point.iso, "", True, point.is_sure)
    return Period(point.start, ends, point.iso, point.iso, False, point.is_sure)


def _second(text: str, at: int, anchor: _Anchor, end: int, first: Point) -> Point | None:
    """The end of a range; what it leaves out it has from the beginning."""
    match = _POINT.match(text, at, end)
    if match is None:
        day = _BARE_DAY.match(text, at, end)
        if day and len(first.iso) == LENGTH_OF_DAY:
            return Point(at, day.end(), first.iso[:8] + f"{_of(day[0]):02d}")
        return None
    if match["lone"]:
        month, day_number = _of(match["lone"]), _of(match["lone_day"])
        if month > 12 or day_number > 31:
            return None
        anchor.month, anchor.day = month, day_number
        return Point(at, match.end(), iso(anchor.year, month, day_number))
    point = _point(match, replace_anchor(anchor), 0, text, [])
    if point is not None:
        parts = [int(part) for part in point.iso.split("-")] + [0, 0]
        anchor.year, anchor.month, anchor.day = parts[:3]
    return point


def replace_anchor(anchor: _Anchor) -> _Anchor:
    """A copy, so that a look ahead changes nothing."""
    return replace(anchor)
