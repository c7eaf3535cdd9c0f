"""E-mail addresses, WeChat and QQ accounts, licence plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.scan.findings import Finding, Kind, Sureness
from portal.privacy.scan.normalised import Normalised
from portal.privacy.scan.numbers import before

_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_PUBLIC_MAIL = re.compile(
    r"(?:举报|监督|投诉|信访|咨询|受理|办公|公开|投稿|征集|反映|纪委|监委|组|局|委)[^。;\n]{0,16}$"
)
_PUBLIC_DOMAIN = re.compile(r"\.gov\.cn$", re.IGNORECASE)

_ACCOUNT = re.compile(
    r"(?:(?:微信|WeChat|V信|薇信)(?:账号|帐号|号码|号|ID)?|vx|wx)\s?[为是]?\s?[:(“\"]?\s?([A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_@.])"
    r"|(?:QQ|扣扣)(?:群|邮箱)?(?:账号|帐号|号码|号)?\s?[为是]?\s?[:(“\"]?\s?([1-9][0-9]{4,10})(?![0-9A-Za-z@.万亿元年月日人余])"
    r"|微信(?:账号|帐号|号码|号)\s?[为是]?\s?[:(“\"]?\s?([1-9][0-9]{4,9})(?![0-9A-Za-z@.])",
    re.IGNORECASE,
)
_PUBLIC_ACCOUNT = re.compile(r"(?:公众|订阅|服务号|官方)[^。;\n]{0,6}$")

_PLATE = re.compile(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
    r"[A-HJ-NP-Z][ ·•・.-]?"
    r"(?:[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
)
_NO_PLATE = re.compile(r"(?:号?地块|型|路|线|标段|班|楼|栋|幢|区块|项目|批|期)")


def find(text: Normalised) -> Iterator[Finding]:
    """All of them in a text."""
    yield from _mails(text)
    yield from _accounts(text)
    yield from _plates(text)


def _mails(text: Normalised) -> Iterator[Finding]:
    """From each @ outwards, so that a long row of letters is read once."""
    place = text.text.find("@")
    while place >= 0:
        name = _LOCAL.search(text.text[max(place - 64, 0) : place])
        domain = _DOMAIN.match(text.text, place + 1)
        if name and domain:
            start, end = place - len(name[0]), domain.end()
            is_public = _PUBLIC_DOMAIN.search(domain[0]) or _PUBLIC_MAIL.search(before(text.text, start, 28))
            if not is_public:
                found = text.text[start:end]
                yield Finding(Kind.EMAIL, *text.span(start, end), found, "***@***", Sureness.SURE)
        place = text.text.find("@", place + 1)


def _accounts(text: Normalised) -> Iterator[Finding]:
    for match in _ACCOUNT.finditer(text.text):
        if _PUBLIC_ACCOUNT.search(before(text.text, match.start())):
            continue
        group = match.lastindex or 0
        start, end = match.span(group)
        yield Finding(Kind.ACCOUNT, *text.span(start, end), match[group], "******")


def _plates(text: Normalised) -> Iterator[Finding]:
    for match in _PLATE.finditer(text.text):
        found = match[0]
        if any(character.isdigit() for character in found) and not _NO_PLATE.match(text.text, match.end()):
            yield Finding(Kind.PLATE, *text.span(*match.span()), found, f"{found[:2]}*****", Sureness.SURE)
