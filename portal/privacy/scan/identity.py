"""Identity card numbers: 18 characters with the check digit of GB 11643, or the 15 digits used before 1999."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.numbers import Number, before, is_amount, is_reference

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: First two digits: the provinces, Taiwan, Hong Kong and Macao, and 91 for foreigners' permits.
_PROVINCES = frozenset(
    str(number)
    for numbers in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66))
    for number in numbers
) | {"71", "81", "82", "83", "91"}
_WORDS = re.compile(r"身份|证件号|公民|ID", re.IGNORECASE)


def find(text: Normalised, numbers: list[Number]) -> Iterator[Finding]:
    """All identity card numbers of a text."""
    for number in numbers:
        sureness = _judge(text.text, number)
        if sureness:
            start, end = text.span(number.start, number.end)
            yield Finding(
                Kind.ID_NUMBER, start, end, text.text[number.start : number.end], mask(number.digits), sureness
            )


def mask(digits: str) -> str:
    """Nothing of it remains but that there was one."""
    return "*" * len(digits)


def _judge(text: str, number: Number) -> Sureness | None:
    digits = number.digits
    if len(digits) == 18 and digits[:17].isdigit():
        return _judge_new(text, number)
    if len(digits) == 15 and digits.isdigit() and digits[:2] in _PROVINCES and _is_day(f"19{digits[6:12]}"):
        named = _is_named(text, number)
        if named or not (len(number.groups) > 1 or is_reference(text, number) or is_amount(text, number)):
            return Sureness.LIKELY if named else Sureness.POSSIBLE
    return None


def _judge_new(text: str, number: Number) -> Sureness | None:
    digits = number.digits
    is_checked, is_dated = check_digit(digits) == digits[17], _is_day(digits[6:14])
    named = _is_named(text, number)
    if is_checked and (is_dated or named):
        return Sureness.SURE
    # One digit typed wrong still leads to the person.
    is_whole = len(number.groups) == 1
    if named or (is_dated and is_whole and digits[:2] in _PROVINCES and not is_reference(text, number)):
        return Sureness.LIKELY
    return None


def check_digit(digits: str) -> str:
    """The last character by GB 11643 (ISO 7064, mod 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11]


def _is_named(text: str, number: Number) -> bool:
    return bool(_WORDS.search(before(text, number.start)))


def _is_day(digits: str) -> bool:
    """A day on which somebody who lives may have been born."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= date.today()
