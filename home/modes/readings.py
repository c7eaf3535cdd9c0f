"""Pinyin over rare characters, as ``<ruby>``, in text and in HTML.

Rare is what does not stand in the first level of GB 2312: its 3,755 characters are the common ones of the language by
the standard's own judgement, and every Python knows them, so no table of ours can grow old. Traditional characters and
those of the second level (臧, 瑾, 陟) count as rare.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from pypinyin import Style, pinyin

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
#: The first byte with which the second level of GB 2312 begins.
_SECOND_LEVEL = 0xD8
#: Elements whose text is not for reading, or that write readings themselves; comments; then tags, quoted values whole.
_MARKUP = re.compile(
    r"(<(?P<closed>script|style|textarea|title|ruby)\b.*?</(?P=closed)\s*>|<!--.*?-->|<(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>)",
    re.DOTALL | re.IGNORECASE,
)
_LONGEST_RUN = 500


def with_readings(html: SafeString) -> SafeString:
    """The HTML, with readings over the rare characters of its text."""
    if not any(map(_is_rare, set(html))):
        return html
    parts: list[str] = []
    end = 0
    for markup in _MARKUP.finditer(html):
        parts += (_HAN.sub(_annotated, html[end : markup.start()]), markup[0])
        end = markup.end()
    parts.append(_HAN.sub(_annotated, html[end:]))
    # Only elements without content of others' were added to what is safe.
    return mark_safe("".join(parts))  # noqa: S308


@lru_cache(maxsize=8192)
def _is_rare(character: str) -> bool:
    if not _HAN.match(character):
        return False
    try:
        return character.encode("gb2312")[0] >= _SECOND_LEVEL
    except UnicodeEncodeError:
        return True


def _annotated(run: re.Match[str]) -> str:
    """A run of Han; read as a whole, since the word decides how a character sounds."""
    text = run[0]
    if not any(map(_is_rare, text)):
        return text
    pieces = (text[start : start + _LONGEST_RUN] for start in range(0, len(text), _LONGEST_RUN))
    return "".join(
        _ruby(character, reading)
        for piece in pieces
        for character, reading in zip(piece, _readings(piece), strict=True)
    )


def _ruby(character: str, reading: str) -> str:
    if not _is_rare(character) or reading == character:
        return character
    return format_html('<ruby>{}<rp>(</rp><rt lang="zh-Latn-pinyin">{}</rt><rp>)</rp></ruby>', character, reading)


@lru_cache(maxsize=1024)
def _readings(text: str) -> tuple[str, ...]:
    """A reading with its tone for each character; the character itself where the dictionary has none."""
    # The library's own types forbid what its manual says: a list of readings for each unknown character.
    each_alone: Any = _each_alone
    given: Any = pinyin(text, style=Style.TONE, errors=each_alone)
    readings = tuple(each[0] for each in given)
    return readings if len(readings) == len(text) else tuple(text)


def _each_alone(unknown: str) -> list[list[str]]:
    return [[character] for character in unknown]
