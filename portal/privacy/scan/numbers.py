"""Digits as people write them: whole, or in groups parted by spaces and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: A run of digits that no letter, digit or decimal point touches.
_RUN = re.compile(r"(?<![A-Za-z0-9_.])[0-9]+[Xx]?(?![A-Za-z0-9_])")
_GAP = re.compile(r"[ -]{1,2}")
#: A card number is printed in five groups; telephone and ID numbers in fewer. Or digit by digit, to the end.
MAX_GROUPS, MAX_SPELLED = 6, 20
#: The shortest and the longest number that we look for.
MIN_DIGITS, MAX_DIGITS = 11, 22

#: What a number is that has one of these words before it; never a person's.
REFERENCES = re.compile(
    r"(?:订单|流水|编|票|文|批|案|合同|受理|备案|工单|项目|登记|注册|许可|证书|凭证|发票|运单|单|标段|采购|招标|信用代码|代码|索引|税"
    r"|ISBN|ISSN|SN|IMEI)"
    r"(?:编)?[号码]{0,2}[为是]?[:(\[]?\s?$|(?:信用代码|组织机构代码|代码|税号|版号)(?:证)?[为是]?[:(]?\s?$",
    re.IGNORECASE,
)
#: What comes after an amount or a count.
UNITS = re.compile(
    r"\s?(?:元|万|亿|人|次|件|个|吨|公里|千米|米|平|㎡|%|美元|港元|株|只|头|亩|册|份|届|年|月|条|公斤|千克|瓦|千瓦|度|例)"
)


class Number(NamedTuple):
    """Digits without what parts them, where they stand, and how many stand in each group."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]


def numbers(text: str) -> list[Number]:
    """Every long run of digits, and every row of neighbouring runs that may be one number."""
    return [number for row in _rows(text) for number in _joined(row)]


def _rows(text: str) -> Iterator[list[re.Match[str]]]:
    """Runs of digits that only a space or a dash parts."""
    row: list[re.Match[str]] = []
    for match in _RUN.finditer(text):
        if row and not _GAP.fullmatch(text, row[-1].end(), match.start()):
            yield row
            row = []
        row.append(match)
    if row:
        yield row


def _joined(row: list[re.Match[str]]) -> Iterator[Number]:
    if 1 < len(row) <= MAX_SPELLED and all(len(match[0]) == 1 for match in row):
        yield from _number(row)
        return
    for first in range(len(row)):
        length = 0
        for last in range(first, min(first + MAX_GROUPS, len(row))):
            run = row[last][0]
            length += len(run)
            if length > MAX_DIGITS:
                break
            if length >= MIN_DIGITS:
                yield from _number(row[first : last + 1])
            if last > first and len(run) < 3:
                break


def _number(runs: list[re.Match[str]]) -> Iterator[Number]:
    digits = "".join(match[0] for match in runs).upper()
    if len(digits) >= MIN_DIGITS and "X" not in digits[:-1]:
        yield Number(digits, runs[0].start(), runs[-1].end(), tuple(len(match[0]) for match in runs))


def before(text: str, place: int, length: int = 16) -> str:
    """The words right before a place, no further back than the sentence reaches."""
    piece = text[max(place - length, 0) : place]
    return piece[max(piece.rfind(mark) for mark in "。;!?\n") + 1 :]


def is_reference(text: str, number: Number) -> bool:
    """Whether it is the number of a document, an order or an organisation."""
    return bool(REFERENCES.search(before(text, number.start)))


def is_amount(text: str, number: Number) -> bool:
    """Whether it counts or costs something."""
    return (
        bool(UNITS.match(text, number.end))
        or text[number.end : number.end + 2].startswith(".")
        and (text[number.end + 1 : number.end + 2].isdigit())
    )
