"""Reads back from a sentence that was written which dates and amounts it tells."""

import re

from home.demo.records import PeriodRecord

_SPAN = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?)?(?:(\d{1,2})日)?")
#: What an amount may be, as facts name it; of several the one that stands nearest before the amount.
_NOUNS = re.compile(
    "礼品礼金|礼金|礼品|餐费|油费|过路费|维修费|运行维护费用|住宿费|差旅费|工程款|补贴资金|补贴|好处费|伙食费|回扣|推广费|低保金|救助资金|"
    "承包款|租金|集体资金|现金|财物|利息|资金|借款|分红|合同金额|奖金|费用|赌资|股票市值|财政资金损失|集体损失|资产损失|规避招标金额|违规支出|公款"
)


def period(text: str) -> PeriodRecord:
    """The period of words such as 2021年3月至9月 or 2021年中秋节前."""
    found = _SPAN.match(text)
    if not found:
        return PeriodRecord(start="", end="", text=text)
    year, month, last_year, last_month, day = found.groups()
    start = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    has_end = "至" in found[0]
    end = "-".join([last_year or year, *([last_month.zfill(2)] if last_month else [])]) if has_end else start
    # A season or a holiday is no date: the words stay.
    return PeriodRecord(start=start, end=end, text="" if found[0] == text else text)


def amount(text: str, facts: str) -> tuple[str, str]:
    """An amount that stands in the facts, with what it is; empty where the words before it do not say."""
    before = facts.partition(text)[0][-26:]
    behind = facts.partition(text)[2][:4]
    if behind.startswith("礼金"):
        return text, "礼金"
    nouns = _NOUNS.findall(before)
    return text, nouns[-1] if nouns else ""
