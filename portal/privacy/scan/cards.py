"""Bank cards: 16 to 19 digits of an issuer, with the check digit of ISO/IEC 7812 (Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.numbers import Number, before, is_amount, is_reference

#: UnionPay 62 and 81; domestic debit cards of before 2004 (95588…, 4367…, 9843…); Visa, Mastercard, JCB.
_ISSUERS = re.compile(r"62|81|9558|9559|9843|95595|60[0-3]|4|5[1-5]|2[2-7]|35(?:2[89]|[3-8])|6[4589]")
_WORDS = re.compile(r"卡号|银行卡|账号|帐号|账户|帐户|存折|储蓄卡|信用卡|借记卡|收款|汇入|转入|打入")
_BANK = re.compile(r"银行|农信|信用社|支行|建行|工行|农行|中行|交行|邮储")


def find(text: Normalised, numbers: list[Number]) -> Iterator[Finding]:
    """All card numbers of a text."""
    for number in numbers:
        sureness = _judge(text.text, number)
        if sureness:
            start, end = text.span(number.start, number.end)
            mask = "*" * len(number.digits)
            yield Finding(Kind.BANK_CARD, start, end, text.text[number.start : number.end], mask, sureness)


def _judge(text: str, number: Number) -> Sureness | None:
    digits = number.digits
    if not (16 <= len(digits) <= 19 and digits.isdigit()) or is_amount(text, number):
        return None
    words = before(text, number.start, 24)
    is_named = bool(_WORDS.search(words))
    is_card = bool(_ISSUERS.match(digits)) and passes_luhn(digits)
    if is_card and is_named:
        return Sureness.SURE
    if is_card and not is_reference(text, number):
        return Sureness.LIKELY
    # The number of an account has no check digit; one typed wrong does not hold.
    return Sureness.LIKELY if is_named or _BANK.search(words) and "号" in words[-6:] else None


def passes_luhn(digits: str) -> bool:
    """Whether the check digit holds; all zeros hold too, and are no card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and total > 0
