"""One followed search in the form in which documents are held against it: it fits what search would find by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from search import parsing, synonyms
from search.analysis import bigram_stream, finder, is_han, normalise, runs
from search.documents import SearchDocument
from search.engines.base import Match

#: Facets by how few documents a value of each has, as a rule.
_NARROW, _WIDE = ("unit", "violation"), ("rank", "form", "region", "kind")


class Haystack:
    """A document, read once for all needles."""

    def __init__(self, document: SearchDocument) -> None:
        self.title, self.body = normalise(document.title), normalise(document.body)
        self.facets: Mapping[str, frozenset[str]] = {name: frozenset(codes) for name, codes in document.facets.items()}

    def holds(self, phrase: str) -> bool:
        """Whether a normalised phrase stands in the title or in the body."""
        if len(runs(phrase)) == 1 and is_han(phrase):
            return phrase in self.title or phrase in self.body
        pattern = finder(phrase)
        return bool(pattern.search(self.title) or pattern.search(self.body))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Everything by which a needle that fits may be filed."""
        words: set[str] = set()
        for text in (self.title, self.body):
            words.update(bigram_stream(text).split())
            words.update(text)
        codes = {f"{facet}:{code}" for facet, found in self.facets.items() for code in found}
        return frozenset(words | codes | {""})


@dataclass(frozen=True, slots=True)
class Needle:
    """A followed search, taken apart."""

    number: int
    #: Alternative ways to take the words: groups of phrases of which each has one that is there.
    readings: tuple[tuple[tuple[str, ...], ...], ...]
    excluded: tuple[str, ...]
    filters: tuple[tuple[str, frozenset[str]], ...]

    def fits(self, document: Haystack) -> bool:
        """Whether search would find this document by it."""
        if any(document.facets.get(facet, frozenset()).isdisjoint(codes) for facet, codes in self.filters):
            return False
        if any(document.holds(phrase) for phrase in self.excluded):
            return False
        return any(all(any(document.holds(phrase) for phrase in group) for group in groups) for groups in self.readings)


@dataclass(frozen=True, slots=True)
class Kept:
    """A followed search as it is kept: its columns. Few are ever asked, so most are never taken apart."""

    number: int
    text: str
    apart: bool
    filters: Mapping[str, list[str]]

    def anchors(self, wordings: Wordings) -> tuple[str, ...]:
        """One of these at least is in every document that fits; as few documents as possible have it."""
        narrow = next((facet for facet in _NARROW if facet in self.filters), None)
        if narrow is None and self.text:
            readings = wordings.of(self.text, self.apart).readings
            if all(readings):
                return tuple(_first_token(phrase) for groups in readings for phrase in _rarest(groups))
        facet = narrow or next((facet for facet in _WIDE if facet in self.filters), None)
        # Without words and filters it fits everything.
        return tuple(f"{facet}:{code}" for code in self.filters[facet]) if facet else ("",)

    def needle(self, wordings: Wordings) -> Needle:
        """It taken apart."""
        words = wordings.of(self.text, self.apart)
        filters = tuple((facet, frozenset(codes)) for facet, codes in sorted(self.filters.items()))
        return Needle(self.number, words.readings, words.excluded, filters)


class Words(NamedTuple):
    """The words of a search, taken apart as those of a `Needle`."""

    readings: tuple[tuple[tuple[str, ...], ...], ...]
    excluded: tuple[str, ...]


class Wordings:
    """The words of searches, taken apart once for all that have the same; forgotten when the synonyms change."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], Words] = {}

    def of(self, text: str, apart: bool) -> Words:
        """These words, and whether they are looked for apart from each other, too."""
        words = self._known.get((text, apart))
        if words is None:
            words = self._known[text, apart] = _read(text, apart)
        return words


def _read(text: str, apart: bool) -> Words:
    terms = parsing.parse(text)
    matches = [parsing.exact(text, terms, synonyms.expand)]
    if apart and (split := parsing.split(terms, synonyms.expand)):
        matches.append(split)
    readings = tuple(dict.fromkeys(_groups(match) for match in matches))
    return Words(readings, tuple(phrase.text for phrase in matches[0].excluded))


def _groups(match: Match) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.text for phrase in group) for group in match.groups)


def _rarest(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The group whose shortest alternative is longest: long words are rare."""
    return max(groups, key=lambda group: min((len(phrase) for phrase in group), default=0))


def _first_token(phrase: str) -> str:
    """The first token of a phrase as `Haystack.anchors` has it."""
    first = next(iter(runs(phrase)), "\0")
    return first[:2] if is_han(first) else first
