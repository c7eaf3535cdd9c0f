"""When a notice was written: its year stands in for days that are told without one."""

from __future__ import annotations

import re

from portal.notices.reader.dates import number

#: The day of the notice or its page: 发布时间：2018-07-25, 2018-07-25 10:30, a line of its own, 新华社2018年7月25日电.
_WRITTEN = re.compile(
    r"(?P<before>\n|(?:时间|日期|发布|来源)：?|[社讯网]|)(?<!\d)(?P<year>(?:19|20)\d\d)[年—/.]"
    r"(?P<month>\d{1,2})[月—/.]\d{1,2}日?(?P<time>(?=\d{1,2}：\d\d))?(?P<after>(?=\d{0,5}(?:\n|$)|来源|作者|点击|编辑|字号|电|讯))?"
)
#: 石纪通〔2020〕3号, on a line of its own: the year in which a notice was issued.
_NUMBERED = re.compile(r"\n[^，。；：\n]{2,12}[〔（](?P<year>(?:19|20)\d\d)年?[〕）]第?\d{1,4}号(?=\n)")
#: 二〇一三年九月二十七日, on a line of its own: the day below a notice.
_SIGNED = re.compile(
    r"\n(?P<year>二[〇零][〇零一二三四五六七八九]{2})年(?P<month>[一二三四五六七八九十]{1,2})月[一二三四五六七八九十]{1,3}日(?=\n|$)"
)
#: The same in digits, behind the last sentence of a text.
_ENDS_WITH = re.compile(r"。\n?(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月\d{1,2}日\n*$")
_FULL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)年\d{1,2}月")
#: Characters before a case in which a year is looked for.
MAX_BEFORE = 3_000


def written_on(text: str) -> tuple[int, int]:
    """Year and month of the notice or of its page; zeros where neither says them."""
    for match in _WRITTEN.finditer("\n" + text):
        if match["time"] is not None or match["before"] and match["after"] is not None:
            return int(match["year"]), int(match["month"])
    if (signed := _SIGNED.search("\n" + text)) is not None:
        return number(signed["year"]), number(signed["month"])
    if (ends := _ENDS_WITH.search(text[-40:])) is not None:
        return int(ends["year"]), int(ends["month"])
    issued = _NUMBERED.search("\n" + text[:MAX_BEFORE])
    return (int(issued["year"]), 0) if issued else (0, 0)


def year_before(text: str, at: int) -> tuple[int, int]:
    """The year that the text named last, for months that stand without one in all that follows."""
    years = _FULL_DATE.findall(text, max(0, at - MAX_BEFORE), at)
    return (int(years[-1]), 12) if years else (0, 0)
