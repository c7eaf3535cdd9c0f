"""Titles that go on from what a reader types: by Han, by pinyin, by initials, from any word of the title on.

The tables are in the Django database and serve both engines. They are an index like any other: fed by the outbox,
built aside in a generation of their own, compared by fingerprints.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from django.db import connection, transaction

from search.analysis import ANALYSER_VERSION
from search.batches import batches
from search.documents import SearchDocument
from search.engines.base import SearchUnavailable
from search.fingerprints import fingerprint
from search.models import SuggestedDocument, SuggestionGeneration, SuggestionKey, Word
from search.readings import HAN_LENGTH, PINYIN_LENGTH, compact, initials, sound, title_keys, vocabulary

#: Goes up when keys or words are made in another way.
KEYS = 1
VERSION = f"{KEYS} {ANALYSER_VERSION}"[:40]

#: Keys that are scanned for one answer, and documents that are compared: the best of these are shown.
_SCANNED, _LOOKED_AT = 200, 40
_ROWS = 2000
_PAGE_OF_KEYS = 1000


_INSERT_KEY = f"insert into {SuggestionKey._meta.db_table}(generation_id, document_id, prefix) values (%s, %s, %s)"  # noqa: S608


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
        with transaction.atomic():
            _Writer(_active()).upsert(list(documents))

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        with transaction.atomic():
            _Writer(_active()).delete(keys)

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
        self._writer = _Writer(generation)
        self._open = True

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what the build has under their keys."""
        with transaction.atomic():
            self._writer.upsert(list(documents))

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        with transaction.atomic():
            self._writer.delete(keys)

    def activate(self) -> None:
        """Let this generation answer; the old one is removed."""
        old = list(SuggestionGeneration.objects.exclude(pk=self._generation).values_list("pk", flat=True))
        with transaction.atomic():
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


class _Writer:
    """Writes one generation, inside the caller's transaction."""

    def __init__(self, generation: int) -> None:
        self._generation = generation
        self._documents = SuggestedDocument.objects.filter(generation=generation)

    def upsert(self, documents: list[SearchDocument]) -> None:
        by_key = {document.key: document for document in documents}
        marks = {key: fingerprint(document) for key, document in by_key.items()}
        stored = {row.key: row for row in self._documents.filter(key__in=by_key)}
        changed = [key for key in by_key if key not in stored or stored[key].fingerprint != marks[key]]
        delta = self._forget([stored[key] for key in changed if key in stored])
        rows = [self._row(by_key[key], marks[key]) for key in changed]
        for row in rows:
            delta.update(row.words.split())
        SuggestedDocument.objects.bulk_create(rows)
        self._add_keys(rows)
        self._count(delta)

    def delete(self, keys: Iterable[str]) -> None:
        for batch in batches(keys, 500):
            self._count(self._forget(list(self._documents.filter(key__in=batch))))

    def _add_keys(self, rows: list[SuggestedDocument]) -> None:
        # Dozens of keys a document: objects would cost more than all the rest.
        keys = (
            (self._generation, row.pk, key.encode(errors="replace")) for row in rows for key in title_keys(row.title)
        )
        with connection.cursor() as cursor:
            for batch in batches(keys, _ROWS):
                cursor.executemany(_INSERT_KEY, batch)

    def _row(self, document: SearchDocument, mark: str) -> SuggestedDocument:
        words = vocabulary(f"{document.title}\n{document.body}")
        return SuggestedDocument(
            generation_id=self._generation,
            key=document.key,
            fingerprint=mark,
            title=document.title,
            url=document.url,
            date=document.date,
            words=" ".join(sorted(words)),
        )

    def _forget(self, rows: list[SuggestedDocument]) -> Counter[str]:
        """Remove these rows; what that takes from the vocabulary."""
        numbers = [row.pk for row in rows]
        SuggestionKey.objects.filter(document__in=numbers).delete()
        SuggestedDocument.objects.filter(pk__in=numbers).delete()
        delta: Counter[str] = Counter()
        for row in rows:
            delta.subtract(row.words.split())
        return delta

    def _count(self, delta: Counter[str]) -> None:
        changed = {text: change for text, change in delta.items() if change}
        for texts in batches(sorted(changed), 500):
            known = {word.text: word for word in Word.objects.filter(generation=self._generation, text__in=texts)}
            for word in known.values():
                word.documents = max(0, word.documents + changed[word.text])
            Word.objects.bulk_update((word for word in known.values() if word.documents), ["documents"])
            Word.objects.filter(pk__in=[word.pk for word in known.values() if not word.documents]).delete()
            Word.objects.bulk_create(
                [
                    Word(
                        generation_id=self._generation,
                        text=text,
                        sound=sound(text),
                        initials=initials(text),
                        documents=changed[text],
                    )
                    for text in texts
                    if text not in known and changed[text] > 0
                ]
            )


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
