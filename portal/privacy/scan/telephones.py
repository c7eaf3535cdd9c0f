"""Mobile and landline numbers of persons; hotlines and the published numbers of offices are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.numbers import Number, before, is_amount, is_reference

_MOBILE = re.compile(r"(?:0086|86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:\(?(?:\+?86[ -]?)?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,2})"
    r"([2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9A-Za-z])"
)
#: Without an area code a landline shows only by the word before it.
_LOCAL = re.compile(
    r"(?:座机|固话|固定电话|宅电|家庭电话|家中电话|联系电话|电话)(?:号码)?[为是]?[: (]{0,2}"
    r"([2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9A-Za-z])"
)
#: What an office publishes so that people ring it.
_PUBLIC = re.compile(
    r"(?:(?:举报|监督|投诉|信访|值班|咨询|受理|服务|办公|报警|公开|接访|报名|监管|反映问题)(?:受理|联系|服务|咨询|监督|举报)?"
    r"(?:专用)?(?:电话|手机|热线|专线|号码|方式|渠道|平台|短信)|(?:短信|手机|来电|电话)(?:举报|反映|监督)|热线|专线|传真|总机|办公室电话|12388|12345)[^。;\n]{0,24}$"
)
#: A landline beside the name of an office is the office's.
_OFFICE = re.compile(
    r"(?:纪委|监委|委员会|巡察组|巡视组|督查组|工作组|检查组|办公室|信访室|监督室|组织部|派出所|服务中心|大厅|局|处|科)"
    r"(?:联系)?(?:电话)?[为是]?[: (]{0,2}$"
)
_PUBLIC_AFTER = re.compile(r"\s{0,2}\((?:[^()\n]{0,12})(?:办公室|信访|值班|传真|举报|监督|工作日|委|局|热线|总机)")


def find(text: Normalised, numbers: list[Number]) -> Iterator[Finding]:
    """All telephone numbers of a text that may be a person's."""
    for number in numbers:
        match = _MOBILE.fullmatch(number.digits)
        if match and _is_grouped_as_one(number) and not _is_no_telephone(text.text, number):
            start = number.start - (text.text[max(number.start - 1, 0) : number.start] == "+")
            yield _finding(text, Kind.MOBILE, start, number.end, match[1])
    for pattern in (_LANDLINE, _LOCAL):
        for found in pattern.finditer(text.text):
            start = found.start() if pattern is _LANDLINE else found.start(1)
            is_office = _is_public(text.text, start, found.end()) or _OFFICE.search(before(text.text, start))
            if not is_office:
                yield _finding(text, Kind.LANDLINE, start, found.end(), found[1])


def _finding(text: Normalised, kind: Kind, start: int, end: int, digits: str) -> Finding:
    """Of a mobile number the network may stay, as Chinese forms show it: 138****5678 still leads to few; so none."""
    sureness = Sureness.SURE if kind is Kind.MOBILE else Sureness.LIKELY
    mask = digits[:3] + "*" * 8 if kind is Kind.MOBILE else "*" * len(digits)
    return Finding(kind, *text.span(start, end), text.text[start:end], mask, sureness)


def _is_grouped_as_one(number: Number) -> bool:
    """138 1234 5678 and the like, with or without 86; not a year, a day and a count that stand beside each other."""
    groups = (
        number.groups[1:] if number.groups[0] in {2, 4} and number.digits.startswith(("86", "0086")) else number.groups
    )
    return len(groups) == 1 or groups[0] == 3 or set(groups) == {1}


def _is_no_telephone(text: str, number: Number) -> bool:
    return is_amount(text, number) or is_reference(text, number) or _is_public(text, number.start, number.end)


def _is_public(text: str, start: int, end: int) -> bool:
    return bool(_PUBLIC.search(before(text, start, 40)) or _PUBLIC_AFTER.match(text, end))
