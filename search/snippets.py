"""Where the words stand in a text, shown: escaped, marked, cut to the best passage. The same for every engine."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import finder, normalise

SNIPPET_LENGTH = 120
#: Characters shown before the first match.
LEAD = 24
#: Matches looked at in one text: more do not make a better passage.
MAX_MATCHES = 400
MAX_TEXT_LENGTH = 50_000

_ELLIPSIS = "…"
_ENDS = frozenset("。！？；!?;\n")
_JOINER = "\u200d"
#: Not allowed in HTML or XML, or invisible trouble.
_control = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to, not including, `end`; `phrase` says which phrase was found."""

    start: int
    end: int
    phrase: int


def highlight(text: str, phrases: Iterable[str]) -> SafeString:
    """All of a text, escaped, with every match in ``<mark>``; phrases are normalised."""
    return _written(text, 0, len(text), _spans(text, phrases))


def snippet(text: str, phrases: Iterable[str], length: int = SNIPPET_LENGTH) -> SafeString:
    """The passage of about `length` characters that shows most, escaped and marked; without a match, the beginning."""
    text = text[:MAX_TEXT_LENGTH].rstrip()
    spans = _spans(text, phrases)
    start = _beginning(text, _best(spans, length))
    end = _whole(text, min(start + length, len(text)))
    # Half of a match at the edge says nothing: it ends before one, unless that would leave little to read.
    end = min((span.start for span in spans if start + length // 2 < span.start < end < span.end), default=end)
    if 0 < len(text) - end < 4:
        end = len(text)
    written = _written(text, start, end, spans)
    return mark_safe(  # noqa: S308 (both parts are escaped)
        (_ELLIPSIS if start else "") + written + (_ELLIPSIS if end < len(text) else "")
    )


def _spans(text: str, phrases: Iterable[str]) -> list[Span]:
    normalised = normalise(text)
    found = sorted(
        Span(match.start(), match.end(), number)
        for number, phrase in enumerate(phrases)
        for match, _ in zip(finder(phrase).finditer(normalised), range(MAX_MATCHES), strict=False)
    )
    return found


def _best(spans: list[Span], length: int) -> int:
    """Where the matches begin that show the most phrases, then the most matches, within one passage."""
    best, place = (0, 0), 0
    for number, first in enumerate(spans[:MAX_MATCHES]):
        inside = [span for span in spans[number : number + length] if span.end <= first.start + length - LEAD]
        worth = (len({span.phrase for span in inside}), len(inside))
        if worth > best:
            best, place = worth, first.start
    return place


def _beginning(text: str, place: int) -> int:
    """A little before the place: after the end of a sentence where one is near."""
    if place <= LEAD:
        return 0
    for start in range(place, place - LEAD, -1):
        if text[start - 1] in _ENDS:
            return start
    return _whole(text, place - LEAD // 2)


def _whole(text: str, place: int) -> int:
    """The nearest place, at or before, that parts neither a word of letters nor what is read as one character."""
    limit = max(place - LEAD // 2, 0)
    start = place
    while start > limit and _is_word(text, start):
        start -= 1
    if start == limit and start > 0 and _is_word(text, start):
        start = place
    while 0 < start < len(text) and _is_part(text, start):
        start -= 1
    return start


def _is_word(text: str, place: int) -> bool:
    return place < len(text) and _is_latin(text[place - 1]) and _is_latin(text[place])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_part(text: str, place: int) -> bool:
    """Whether the character at this place continues the one before it."""
    character, before = text[place], text[place - 1]
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or _JOINER in (character, before)
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )


def _written(text: str, start: int, end: int, spans: list[Span]) -> SafeString:
    parts: list[str] = []
    position = start
    for left, right in _merged(text, start, end, spans):
        parts += [_escaped(text[position:left]), "<mark>", _escaped(text[left:right]), "</mark>"]
        position = right
    parts.append(_escaped(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped)


def _merged(text: str, start: int, end: int, spans: list[Span]) -> Iterator[tuple[int, int]]:
    """The stretches to mark, in order, without overlaps."""
    left = right = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > right:
            if right > left:
                yield left, right
            left = right = span.start
        right = max(right, min(_grown(text, span.end), end))
        left = min(left, max(span.start, start))
    if right > left:
        yield left, right


def _grown(text: str, end: int) -> int:
    while 0 < end < len(text) and _is_part(text, end):
        end += 1
    return end


def _escaped(text: str) -> str:
    return escape(_control.sub(" ", text))
