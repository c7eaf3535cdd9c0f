"""What a document says about itself in plain words: 文号：…, 发布日期：…, and the unit and date that sign it."""

import re
from collections.abc import Sequence

from portal.notices.importing.values import looks_like_document_number

#: Lines at the beginning and at the end in which such words are looked for, and characters of such a line.
TOP, BOTTOM, LONGEST = 12, 6, 300

_LABELS = {
    "标题": "title",
    "文号": "document_number",
    "发文字号": "document_number",
    "发布日期": "date",
    "发布时间": "date",
    "日期": "date",
    "发文单位": "unit",
    "发布单位": "unit",
    "发文机关": "unit",
    "发布机构": "unit",
    "单位": "unit",
    "信息来源": "unit",
    "来源": "unit",
    "地区": "region",
    "关键词": "keywords",
    "摘要": "summary",
}
_NAMES = "|".join(sorted(_LABELS, key=len, reverse=True))
_LABELLED = re.compile(rf"\s*[\[【]?({_NAMES})[\]】]?\s*[:：]\s*(\S.*?)\s*")
_PARTS = re.compile(rf"(?<=\S)[\s|｜]+(?=(?:{_NAMES})\s*[:：])")
_SIGNED_DATE = re.compile(r"[0-9０-９]{4}\s?年\s?[0-9０-９]{1,2}\s?月\s?[0-9０-９]{1,2}\s?日")
_SIGNED_UNIT = re.compile(r"[^\s，。；：、！？,;:!?]{4,40}")


def read_labels(lines: Sequence[str]) -> tuple[dict[str, object], set[int]]:
    """The keys that the lines give, and the numbers of the lines at the top that only say so."""
    values: dict[str, object] = {}
    used: set[int] = set()
    for number, line in enumerate(lines[:TOP]):
        if len(line) > LONGEST:
            continue
        if looks_like_document_number(line.strip()):
            values.setdefault("document_number", line.strip())
            used.add(number)
            continue
        matches = [_LABELLED.fullmatch(part) for part in _PARTS.split(line)]
        for match in matches:
            if match is not None:
                values.setdefault(_LABELS[match[1]], match[2])
        if matches and all(matches):
            used.add(number)
    _read_signature([line.strip() for line in lines[-BOTTOM:]], values)
    return values, used


def _read_signature(lines: Sequence[str], values: dict[str, object]) -> None:
    """The last line that is nothing but a date signs the document; the unit stands right above it."""
    for number in range(len(lines) - 1, -1, -1):
        if _SIGNED_DATE.fullmatch(lines[number]):
            values.setdefault("date", lines[number])
            if number and _SIGNED_UNIT.fullmatch(lines[number - 1]):
                values.setdefault("unit", lines[number - 1])
            return
