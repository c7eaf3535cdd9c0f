"""What a reader typed, taken as words: text to `Match`. There is no syntax that can be wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from search.analysis import normalise, trimmed
from search.engines.base import Match, Phrase
from search.queries import MAX_TEXT
from search.segmentation import words

MAX_TERMS = 16

#: Opening to closing mark; either half alone is a gap like any other.
_QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』", "„": "”"}
_MINUS = frozenset("-－−﹣")
#: Invisible, and pasted along from web pages and chats.
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))

#: Gives the other wordings of a term, normalised or not, without the term itself.
Synonyms = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quoted passage, normalised, with at least one token."""

    text: str
    quoted: bool = False
    excluded: bool = False


def clean(text: str) -> str:
    """At most MAX_TEXT characters, no control or invisible characters, single spaces; still as the reader wrote it."""
    visible = text[: MAX_TEXT * 2].translate(_INVISIBLE)
    return " ".join("".join(c if c.isprintable() else " " for c in visible).split())[:MAX_TEXT].rstrip()


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a text: parted by white space, quoted ones whole, those after a minus excluded. Never raises."""
    terms: dict[Term, None] = {}
    for raw, quoted, excluded in _pieces(clean(text)):
        normalised = trimmed(normalise(raw))
        if normalised:
            terms.setdefault(Term(normalised, quoted, excluded))
    return tuple(terms)[:MAX_TERMS]


def _pieces(text: str) -> Iterable[tuple[str, bool, bool]]:
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        excluded = text[position] in _MINUS
        start = position + excluded
        closing = _QUOTES.get(text[start : start + 1])
        end = text.find(closing, start + 1) if closing else -1
        if end > 0:
            yield text[start + 1 : end], True, excluded
            position = end + 1
        else:
            position = _end_of_word(text, start)
            yield text[start:position], False, excluded


def _end_of_word(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] != " ":
        if end > start and text[end] in _QUOTES and text.find(_QUOTES[text[end]], end + 1) > 0:
            break
        end += 1
    return end


def nothing() -> Match:
    """Matches no document: what was typed holds no letter, digit or character to look for."""
    return Match(groups=((),))


def exact(text: str, terms: tuple[Term, ...], synonyms: Synonyms) -> Match:
    """Every term as it stands. A blank text asks for all documents; one of punctuation only, for none."""
    if not terms:
        return nothing() if text.strip() else Match()
    return Match(
        groups=_groups((term.text for term in terms if not term.excluded), synonyms), excluded=_excluded(terms)
    )


def split(terms: tuple[Term, ...], synonyms: Synonyms) -> Match | None:
    """Every word of the terms that are not quoted; None when that asks nothing new."""
    wanted = [term.text for term in terms if not term.excluded]
    pieces = list(dict.fromkeys(_words(terms)))[:MAX_TERMS]
    if pieces == wanted:
        return None
    return Match(groups=_groups(pieces, synonyms), excluded=_excluded(terms))


def any_of(terms: tuple[Term, ...], synonyms: Synonyms) -> Match | None:
    """At least one of the words; None when there is only one."""
    pieces = list(dict.fromkeys(_words(terms)))[:MAX_TERMS]
    if len(pieces) < 2:
        return None
    return Match(groups=_groups(pieces, synonyms), excluded=_excluded(terms), any_group=True)


def _words(terms: tuple[Term, ...]) -> Iterable[str]:
    for term in terms:
        if term.quoted and not term.excluded:
            yield term.text
        elif not term.excluded:
            yield from words(term.text)


def _groups(texts: Iterable[str], synonyms: Synonyms) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(_group(text, synonyms) for text in texts)


def _group(text: str, synonyms: Synonyms) -> tuple[Phrase, ...]:
    others = (trimmed(normalise(other)) for other in synonyms(text))
    return tuple(Phrase(wording) for wording in dict.fromkeys((text, *others)) if wording)


def _excluded(terms: tuple[Term, ...]) -> tuple[Phrase, ...]:
    return tuple(Phrase(term.text) for term in terms if term.excluded)
