"""Amounts of money as they are written; never reckoned, never added up."""

import re
from collections.abc import Iterable, Iterator

_DIGITS = r"\d{1,12}(?:[， ]\d{3}){0,4}(?:\.\d{1,6})?"
_HAN_DIGITS = "[一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]{1,9}"
_APPROXIMATE = "[余多几]?"
_CURRENCY = "(?:元(?!旦|宵|月|件|素)(?:人民币|港币)?|美元|港元|港币|欧元|英镑|日元|澳元|加元|新元|澳门元|台币)"
_AMOUNT = re.compile(
    rf"(?<![\d.])(?:(?:近|约|逾|超过?|不足)|人民币)?(?:{_DIGITS}|{_HAN_DIGITS}|[数上几](?=[十百千万亿]))"
    rf"(?:{_APPROXIMATE}[十百千]?{_APPROXIMATE}[万亿]{{0,2}}{_APPROXIMATE})"
    rf"(?:(?:\d{{1,4}}(?:\.\d{{1,2}})?[千百]?|(?<=[万亿]){_HAN_DIGITS}){_APPROXIMATE})?"
    rf"{_CURRENCY}"
)
#: 三元市 is no amount.
_IS_A_PLACE = re.compile(r"[一二三四五六七八九十]元(?=[\u4e00-\u9fff]?[市县区镇乡村巷街坊里路桥])")
_CURRENCY_FIRST = "人民币"


def amounts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where amounts stand in a stretch of normalised text."""
    for match in _AMOUNT.finditer(text, start, end):
        if _IS_A_PLACE.match(text, match.start()):
            continue
        begins = match.start()
        if text.startswith(_CURRENCY_FIRST, begins):
            begins += len(_CURRENCY_FIRST)
        ends = match.end()
        for tail in ("人民币", "港币"):
            if text[begins:ends].endswith("元" + tail):
                ends -= len(tail)
        yield begins, ends


def told_once(text: str, places: Iterable[tuple[int, int]], decided: int) -> list[tuple[int, int]]:
    """Without the sums that are told once more behind ``decided``, where a text says what became of them."""
    kept: list[tuple[int, int]] = []
    for start, end in places:
        if start < decided or all(text[start:end] != text[slice(*place)] for place in kept):
            kept.append((start, end))
    return kept
