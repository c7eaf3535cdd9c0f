"""How documents become rows behind suggestions and did-you-mean: plain rows, dozens a document, written in bulk."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from search.batches import batches
from search.documents import SearchDocument
from search.fingerprints import fingerprint
from search.models import SuggestedDocument, SuggestionKey, Word
from search.readings import initials, sound, title_keys, vocabulary

#: Values in one condition.
_ROWS = 500
_VALUES = ("fingerprint", "title", "url", "date", "words")
_UPDATE_DOCUMENT = (
    f"update {SuggestedDocument._meta.db_table} set {', '.join(f'{name} = %s' for name in _VALUES)} where id = %s"  # noqa: S608
)
_COUNT_WORD = (
    f"update {Word._meta.db_table}"  # noqa: S608
    " set documents = max(0, documents + %s) where generation_id = %s and text = %s"
)
_COUNT_WORDS = (
    f"update {Word._meta.db_table}"  # noqa: S608
    " set documents = greatest(0, documents + change) from unnest(%s::text[], %s::int[]) as delta(word, change)"
    " where generation_id = %s and text = word"
)


class WordCounts:
    """What is to be added to the vocabulary of one generation and taken from it."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self._changes: Counter[str] = Counter()

    def add(self, words: Iterable[str]) -> None:
        """One more document has these words."""
        self._changes.update(words)

    def take(self, words: Iterable[str]) -> None:
        """One document less has these words."""
        self._changes.subtract(words)

    def merge(self, other: "WordCounts") -> None:
        """What another one has counted as well."""
        for text, change in other._changes.items():
            self._changes[text] += change

    def __len__(self) -> int:
        return len(self._changes)

    def write(self) -> None:
        """Write all of it down, inside the caller's transaction."""
        for texts in batches(sorted(text for text, change in self._changes.items() if change), _ROWS):
            self._write(texts)
        self._changes.clear()

    def _write(self, texts: list[str]) -> None:
        changes = self._changes
        words = Word.objects.filter(generation=self.generation)
        known = set(words.filter(text__in=texts).values_list("text", flat=True))
        self._count(sorted(known))
        if fewer := [text for text in known if changes[text] < 0]:
            words.filter(text__in=fewer, documents=0).delete()
        fresh = [text for text in texts if text not in known and changes[text] > 0]
        _insert(
            Word,
            ("generation_id", "text", "sound", "initials", "documents"),
            [(self.generation, text, sound(text), initials(text), changes[text]) for text in fresh],
        )

    def _count(self, known: list[str]) -> None:
        changes = [self._changes[text] for text in known]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_COUNT_WORDS, [known, changes, self.generation])
            else:
                rows = [(change, self.generation, text) for text, change in zip(known, changes, strict=True)]
                cursor.executemany(_COUNT_WORD, rows)


class _Stored(NamedTuple):
    """What is known of a document that is there."""

    pk: int
    fingerprint: str
    title: str
    words: str


class DocumentWriter:
    """Writes the documents of one generation, inside the caller's transaction; their words go to the counts."""

    def __init__(self, generation: int, counts: WordCounts) -> None:
        self._generation = generation
        self._counts = counts
        self._documents = SuggestedDocument.objects.filter(generation=generation)

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what was there under their keys; what is the same stays untouched."""
        by_key = {document.key: document for document in documents}
        rows = self._documents.filter(key__in=by_key).values_list("key", *_Stored._fields)
        stored = {key: _Stored(*values) for key, *values in rows}
        self._add([document for key, document in by_key.items() if key not in stored])
        self._change([(row, by_key[key]) for key, row in stored.items() if row.fingerprint != fingerprint(by_key[key])])

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys."""
        for batch in batches(keys, _ROWS):
            gone = dict(self._documents.filter(key__in=batch).values_list("pk", "words"))
            self._remove_titles(list(gone))
            SuggestedDocument.objects.filter(pk__in=gone).delete()
            for words in gone.values():
                self._counts.take(words.split())

    def _add(self, documents: list[SearchDocument]) -> None:
        for batch in batches(documents, _ROWS):
            rows = [(self._generation, document.key, *self._values(document)) for document in batch]
            _insert(SuggestedDocument, ("generation_id", "key", *_VALUES), rows)
            keys = [document.key for document in batch]
            numbers = dict(self._documents.filter(key__in=keys).values_list("key", "pk"))
            self._add_titles((numbers[document.key], document.title) for document in batch)

    def _change(self, pairs: list[tuple[_Stored, SearchDocument]]) -> None:
        """Most changes are in the body alone: what is typed for a title stays as long as the title does."""
        if not pairs:
            return
        with connection.cursor() as cursor:
            cursor.executemany(_UPDATE_DOCUMENT, [(*self._values(document), row.pk) for row, document in pairs])
        for row, _ in pairs:
            self._counts.take(row.words.split())
        retitled = [(row.pk, document.title) for row, document in pairs if row.title != document.title]
        self._remove_titles([number for number, _ in retitled])
        self._add_titles(retitled)

    def _values(self, document: SearchDocument) -> tuple[Any, ...]:
        """What is stored in the columns of `_VALUES`; the words are counted."""
        words = vocabulary(f"{document.title}\n{document.body}")
        self._counts.add(words)
        day = connection.ops.adapt_datefield_value(document.date)
        return fingerprint(document), document.title, document.url, day, " ".join(sorted(words))

    def _add_titles(self, titles: Iterable[tuple[int, str]]) -> None:
        rows = [
            (self._generation, number, key.encode(errors="replace"))
            for number, title in titles
            for key in title_keys(title)
        ]
        _insert(SuggestionKey, ("generation_id", "document_id", "prefix"), rows)

    def _remove_titles(self, numbers: list[int]) -> None:
        if numbers:
            SuggestionKey.objects.filter(document__in=numbers).delete()


def _insert(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert plain rows the fastest way that the database has: objects would cost more than all the rest."""
    if not rows:
        return
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"copy {into} from stdin") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"insert into {into} values ({', '.join(['%s'] * len(columns))})", rows)  # noqa: S608
