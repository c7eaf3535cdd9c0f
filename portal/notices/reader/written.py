"""When a notice was written: its year stands in for days that are told without one."""

from __future__ import annotations

import re

#: The day of the notice or its page: 发布时间：2018-07-25, 2018-07-25 10:30, a line of its own, 新华社2018年7月25日电.
_WRITTEN = re.compile(
    r"(?P<before>\n|(?:时间|日期|发布|来源)：?|[社讯网]|)(?<!\d)(?P<year>(?:19|20)\d\d)[年—/.]"
    r"(?P<month>\d{1,2})[月—/.]\d{1,2}日?(?P<time>(?=\d{1,2}：\d\d))?(?P<after>(?=\d{0,5}(?:\n|$)|来源|作者|点击|编辑|字号|电|讯))?"
)
#: 石纪通〔2020〕3号, on a line of its own: the year in which a notice was issued.
_NUMBERED = re.compile(r"\n[^，。；：\n]{2,12}[〔（](?P<year>(?:19|20)\d\d)年?[〕）]第?\d{1,4}号(?=\n)")
_FULL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)年\d{1,2}月")
#: Characters before a case in which a year is looked for.
MAX_BEFORE = 3_000


def written_on(text: str) -> tuple[int, int]:
    """Year and month of the notice or of its page; zeros where neither says them."""
    for match in _WRITTEN.finditer("\n" + text):
        if match["time"] is not None or match["before"] and match["after"] is not None:
            return int(match["year"]), int(match["month"])
    number = _NUMBERED.search("\n" + text[:MAX_BEFORE])
    return (int(number["year"]), 0) if number else (0, 0)


def year_before(text: str, at: int) -> tuple[int, int]:
    """The year that the text named last, for months that stand without one in all that follows."""
    years = _FULL_DATE.findall(text, max(0, at - MAX_BEFORE), at)
    return (int(years[-1]), 12) if years else (0, 0)
