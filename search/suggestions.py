"""Titles that go on from what a reader types: by Han, by pinyin, by initials, from any word of the title on.

The tables are in the Django database and serve both engines. They are an index like any other: fed by the outbox,
built aside in a generation of their own, compared by fingerprints.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import nlargest

from django.db import transaction

from search.analysis import ANALYSER_VERSION
from search.documents import SearchDocument
from search.engines.base import SearchUnavailable
from search.models import SuggestedDocument, SuggestionGeneration, SuggestionKey, Word
from search.readings import HAN_LENGTH, PINYIN_LENGTH, compact
from search.suggestions_writing import DocumentWriter, WordCounts

#: Goes up when keys or words are made in another way.
KEYS = 2
VERSION = f"{KEYS} {ANALYSER_VERSION}"[:40]

#: Keys that are scanned for one answer, and documents that are compared: the best of these are shown.
_SCANNED, _LOOKED_AT = 200, 40
_ROWS = 2000
#: Distinct words that a build holds in memory before it writes their counts.
_MOST_WORDS = 20_000
_PAGE_OF_KEYS = 1000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, and where it leads."""

    text: str
    url: str


def suggest(prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """At most ``limit`` titles in which some word begins like this, those that begin so themselves first."""
    typed = compact(prefix)
    if not typed:
        return ()
    start = typed[: HAN_LENGTH if not typed.isascii() else PINYIN_LENGTH].encode(errors="replace")
    generation = SuggestionGeneration.objects.filter(active=True).values_list("pk", flat=True).first()
    keys = SuggestionKey.objects.filter(generation=generation, prefix__gte=start, prefix__lt=start + b"\xff")
    # One stretch of one index, in its order; later ones are newer, as a rule.
    numbers = set(keys.order_by("prefix").values_list("document", flat=True)[:_SCANNED])
    newest = nlargest(_LOOKED_AT, numbers)
    rows = SuggestedDocument.objects.filter(pk__in=newest).values_list("title", "url", "date")
    best = sorted(rows, key=lambda row: (not compact(row[0]).startswith(typed), -row[2].toordinal(), row[0]))
    titles: dict[str, str] = {}
    for title, url, _ in best:
        titles.setdefault(title, url)
    return tuple(Suggestion(title, url) for title, url in list(titles.items())[:limit])


class SuggestionIndex:
    """The index behind `suggest` and `search.corrections`, as the outbox and the upkeep commands see it."""

    name = "suggestions"

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what was there under their keys."""
        with _writer() as writer:
            writer.upsert(documents)

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        with _writer() as writer:
            writer.delete(keys)

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """Key and fingerprint of everything stored, by key."""
        generation, last = _active(), ""
        stored = SuggestedDocument.objects.filter(generation=generation).order_by("key")
        while rows := list(stored.filter(key__gt=last).values_list("key", "fingerprint")[:_PAGE_OF_KEYS]):
            yield from rows
            last = rows[-1][0]

    def ready(self) -> bool:
        """Whether there are suggestions of this version."""
        return SuggestionGeneration.objects.filter(active=True, version=VERSION).exists()

    def begin_build(self) -> "SuggestionBuild":
        """Start an empty generation; what a killed build left is removed. The caller sees to it that it is alone."""
        for dead in SuggestionGeneration.objects.filter(active=False):
            _remove(dead.pk)
        return SuggestionBuild(SuggestionGeneration.objects.create(version=VERSION).pk)


class SuggestionBuild:
    """A generation in the making."""

    def __init__(self, generation: int) -> None:
        self._generation = generation
        #: What the documents so far add to the vocabulary: common words are written once for many documents.
        self._counts = WordCounts(generation)
        self._open = True

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what the build has under their keys."""
        with self._writing() as writer:
            writer.upsert(documents)

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        with self._writing() as writer:
            writer.delete(keys)

    @contextmanager
    def _writing(self) -> Iterator[DocumentWriter]:
        counts = WordCounts(self._generation)
        with transaction.atomic():
            yield DocumentWriter(self._generation, counts)
        # What was taken back is not counted.
        self._counts.merge(counts)
        if len(self._counts) > _MOST_WORDS:
            with transaction.atomic():
                self._counts.write()

    def activate(self) -> None:
        """Let this generation answer; the old one is removed."""
        old = list(SuggestionGeneration.objects.exclude(pk=self._generation).values_list("pk", flat=True))
        with transaction.atomic():
            self._counts.write()
            SuggestionGeneration.objects.filter(pk__in=old).update(active=False)
            SuggestionGeneration.objects.filter(pk=self._generation).update(active=True)
        self._open = False
        for generation in old:
            _remove(generation)

    def abandon(self) -> None:
        """Remove all of it; harmless after `activate`."""
        if self._open:
            self._open = False
            _remove(self._generation)


@contextmanager
def _writer() -> Iterator[DocumentWriter]:
    """Writes what answers now, in one transaction."""
    with transaction.atomic():
        counts = WordCounts(_active())
        yield DocumentWriter(counts.generation, counts)
        counts.write()


def _active() -> int:
    number = SuggestionGeneration.objects.filter(active=True, version=VERSION).values_list("pk", flat=True).first()
    if number is None:
        raise SearchUnavailable("there are no suggestions of this version: rebuild_index makes them")
    return number


def _remove(generation: int) -> None:
    """Remove a generation that does not answer, in pieces: other writers get their turn."""
    for model in (SuggestionKey, SuggestedDocument, Word):
        rows = model._default_manager.filter(generation=generation)
        while numbers := list(rows.values_list("pk", flat=True)[:_ROWS]):
            model._default_manager.filter(pk__in=numbers).delete()
    SuggestionGeneration.objects.filter(pk=generation).delete()
