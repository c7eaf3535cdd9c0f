"""What may stand in the details of an entry: codes, numbers, dates. Never personal data, never what somebody wrote.

An entry cannot be taken back, so this is refused when it is written rather than masked afterwards (docs/audit.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: Words that name personal data or prose, wherever they stand in a key: ``ip``, ``client_ip``, ``user_agent``.
REFUSED_WORDS = frozenset(
    {
        "account",
        "address",
        "agent",
        "body",
        "browser",
        "comment",
        "contact",
        "content",
        "cookie",
        "device",
        "email",
        "fingerprint",
        "host",
        "identity",
        "ip",
        "location",
        "mail",
        "message",
        "mobile",
        "name",
        "names",
        "note",
        "password",
        "person",
        "phone",
        "reason",
        "receipt",
        "referer",
        "referrer",
        "secret",
        "session",
        "telephone",
        "text",
        "title",
        "token",
        "url",
        "username",
        "useragent",
        "wechat",
    }
)
MAX_ENTRIES, MAX_LENGTH, MAX_DEPTH = 50, 100, 3
#: No signed 64-bit database, and no reader of JSON, loses a digit of these.
MAX_NUMBER = 2**53
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: As codes and dates are written: no blank, no "@", no Han.
_VALUE = re.compile(r"[A-Za-z0-9_.:+/-]*")
#: A random key of a row: its digits are nobody's, and now and then eleven of them stand in a row.
_RANDOM_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
#: Digits as long as a telephone number, and addresses of machines.
_PERSONAL = re.compile(r"\d{11}|\d{1,3}(\.\d{1,3}){3}")


class UnfitDetails(ValueError):
    """Something that must not stand in the log for ever."""


def check(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as they are kept. Raises UnfitDetails, which repeats keys but no values."""
    _check(details, "details", 1)
    return dict(details)


def _check(value: Any, where: str, depth: int) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        _demand(abs(value) < MAX_NUMBER, where, "is too large a number")
    elif isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, Mapping | list | tuple):
        _demand(depth <= MAX_DEPTH and len(value) <= MAX_ENTRIES, where, "is too deep or too long")
        pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, inner in pairs:
            if isinstance(value, Mapping):
                _check_key(key, where)
            _check(inner, f"{where}.{key}", depth + 1)
    else:
        raise UnfitDetails(f"{where} is a {type(value).__name__}; only whole numbers, codes and lists of them stay")


def _check_key(key: Any, where: str) -> None:
    _demand(isinstance(key, str) and bool(_KEY.fullmatch(key)), where, "has a key that is no short English word")
    words = {key, *key.split("_")}
    _demand(not words & REFUSED_WORDS, f"{where}.{key}", "looks like personal data or prose")


def _check_text(value: str, where: str) -> None:
    _demand(len(value) <= MAX_LENGTH and bool(_VALUE.fullmatch(value)), where, "is prose; give a code or a date")
    is_personal = bool(_PERSONAL.search(value)) and not _RANDOM_KEY.fullmatch(value)
    _demand(not is_personal, where, "looks like the number of a person or the address of a machine")


def _demand(is_fit: bool, where: str, fault: str) -> None:
    if not is_fit:
        raise UnfitDetails(f"{where} {fault}")
