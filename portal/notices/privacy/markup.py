"""Rich text as plain text whose every character knows its place in the markup, so that a finding can be replaced."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_TOKEN = re.compile(r"<[^>]*>|&#?[A-Za-z0-9]{1,31};")
_TAG = re.compile(r"<[^>]*>")
_LINE_END = re.compile(r"</(?:p|li|h[1-6]|tr|td|th|div|blockquote)\s*>|<(?:br|hr)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"""href\s*=\s*["']((?:mailto|tel|sms):[^"']{1,200})["']""", re.IGNORECASE)


class Plain(NamedTuple):
    """The text, and for each character the stretch of markup that it stands for."""

    text: str
    starts: list[int]
    ends: list[int]


def plain_of(source: str) -> Plain:
    """Markup without its tags; the ends of paragraphs and cells are line ends."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(text: str, start: int, end: int) -> None:
        pieces.append(text)
        starts.extend([start] * len(text))
        ends.extend([end] * len(text))

    place = 0
    for match in _TOKEN.finditer(source):
        _add_words(source, place, match.start(), pieces, starts, ends)
        place = match.end()
        if not match[0].startswith("<"):
            add(html.unescape(match[0]), match.start(), match.end())
        elif _LINE_END.match(match[0]):
            add("\n", match.start(), match.end())
    _add_words(source, place, len(source), pieces, starts, ends)
    return Plain("".join(pieces), starts, ends)


def _add_words(source: str, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]) -> None:
    if start < end:
        pieces.append(source[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))


def replaced(source: str, plain: Plain, start: int, end: int, mask: str) -> str:
    """The markup with a stretch of its text replaced; tags inside of the stretch stay, so that it remains whole."""
    first, last = plain.starts[start], plain.ends[end - 1]
    tags = "".join(_TAG.findall(source[first:last]))
    return f"{source[:first]}{html.escape(mask, quote=False)}{tags}{source[last:]}"


def hidden_addresses(source: str) -> list[str]:
    """Where links lead that write or ring to somebody: no reader sees it, every programme does."""
    return [html.unescape(found) for found in _ADDRESS.findall(source)]
