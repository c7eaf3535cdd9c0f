"""The scale of a wording by what stands around it, where the wording alone leaves it open."""

from __future__ import annotations

import re

from portal.notices.reader import grades
from portal.notices.reader.headings import Place
from portal.notices.reader.records import Sure

#: 党内严重警告、警告: a bare wording in a row behind one whose scale is said.
_IN_A_ROW = re.compile(r"(?:党内|党纪|(?P<government>政务|行政))[^，。；\n]{0,16}[、和及]$")
#: 进行问责，给予诫勉, 诫勉问责: but 启动问责机制, 问责条例 and 问责17人 do not say that it was the form of it.
_HELD_TO_ACCOUNT = re.compile(
    r"(?<!启动)(?<!监督执纪)问责(?!情形|情况|机制|程序|工作|条例|办法|力度|[\d一二三四五六七八九十]+余?[人名起])"
)
#: 依据《中国共产党纪律处分条例》给予警告.
_BY_THE_RULES = re.compile(
    r"《(?:(?P<party>(?:中国共产党)?纪律处分条例)|(?:公职人员政务处分|行政机关公务员处分)[^《》\n]{1,8})》"
)
#: 县教育局给予李某警告: an authority gives what is of its own scale.
_BY_AN_AUTHORITY = re.compile(
    r"(?:^|[，。])[^，。；\n]{0,24}(?<!监察)(?:局|厅|政府)(?:研究)?(?:决定)?(?:分别)?(?:给予|对)[^，。；\n]{2,12}$"
)


def scaled(text: str, token: grades.Token, facts: Place) -> grades.Token:
    """A bare 警告 in a row of Party sanctions is one of them; 诫勉 is 问责 where the text says so."""
    sentence = max(text.rfind(mark, facts.start, token.start) for mark in "。；\n") + 1
    before = text[max(sentence, facts.start) : token.start]
    stop = min((at for mark in "。；\n" if (at := text.find(mark, token.end)) != -1), default=facts.end)
    scale, sure = token.scale, token.sure
    if not scale:
        scale, sure = _said_before(before), Sure.MEDIUM
    if token.grade == "诫勉" and _HELD_TO_ACCOUNT.search(before + text[token.start : stop]):
        scale, sure = grades.ACCOUNTABILITY, Sure.HIGH
    return grades.Token(token.start, token.end, scale, token.grade, sure if scale else token.sure, token.term)


def _said_before(before: str) -> str:
    """What the sentence up to a bare wording says of its scale; empty where it says nothing."""
    if row := _IN_A_ROW.search(before):
        return grades.GOVERNMENT if row["government"] else grades.PARTY
    if rules := _BY_THE_RULES.search(before):
        return grades.PARTY if rules["party"] else grades.GOVERNMENT
    return grades.GOVERNMENT if _BY_AN_AUTHORITY.search(before) else ""
