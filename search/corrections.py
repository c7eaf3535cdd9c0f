"""Did you mean: other wordings of a text that are found where the text itself is not.

Words that sound the same come first (围规, 违规), or that are typed so (weigui), then sounds that are often confused
(z and zh, n and ng, l and n), then initials and one slip of the keyboard in Latin letters.
"""

import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from search import parsing, synonyms
from search.analysis import is_han, runs
from search.engines import registry
from search.engines.base import EngineQuery, SearchUnavailable
from search.models import Word
from search.parsing import Term
from search.readings import pinyin, sound

MOST_CORRECTIONS = 3
_LOOKED_AT = 50
#: Longest stretch of Han that is taken for one misspelt word, and longest Latin word with a slip.
_LONGEST_STRETCH, _LONGEST_SLIP = 4, 16
_LONGEST_TERM = 24


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    #: How far it is from what was typed; then by how many documents have it.
    distance: int
    documents: int

    @property
    def order(self) -> tuple[int, int, str]:
        return self.distance, -self.documents, self.text


def corrections(text: str) -> tuple[str, ...]:
    """Wordings that find something, best first, at most three; none when nothing better is known."""
    terms = parsing.parse(text)
    wanted = [term for term in terms if not term.excluded]
    options = [_for_term(term.text) for term in wanted]
    if not any(options):
        return ()
    texts: dict[str, None] = {}
    for place in range(MOST_CORRECTIONS):
        chosen = [
            Term(choice[min(place, len(choice) - 1)], term.quoted) if choice else term
            for term, choice in zip(wanted, options, strict=True)
        ]
        texts.setdefault(_written(chosen + [term for term in terms if term.excluded]))
    return tuple(found for found in texts if _finds(found))


def _written(terms: Iterable[Term]) -> str:
    return " ".join("-" * term.excluded + (f'"{term.text}"' if term.quoted else term.text) for term in terms)


def _finds(text: str) -> bool:
    """Whether a search for it is not empty, as far as any engine can say."""
    match = parsing.exact(text, parsing.parse(text), synonyms.expand)
    for engine in registry.engines():
        try:
            return bool(engine.search(EngineQuery(match=match, limit=0)).total)
        except SearchUnavailable:
            continue
    return False


def _for_term(term: str) -> tuple[str, ...]:
    typed = "".join(runs(term))
    if len(term) > _LONGEST_TERM:
        return ()
    candidates: Iterable[_Candidate] = ()
    if typed.isascii() and typed.isalpha():
        candidates = _typed(typed)
    elif runs(term) == [term] and is_han(term):
        candidates = _heard(term)
    best = sorted(set(candidates), key=lambda candidate: candidate.order)
    texts = dict.fromkeys(candidate.text for candidate in best if candidate.text != term)
    return tuple(texts)[:MOST_CORRECTIONS]


def _words() -> QuerySet[Word]:
    return Word.objects.filter(generation__active=True).order_by("-documents")


def _typed(typed: str) -> list[_Candidate]:
    """For Latin letters: pinyin, then initials, then a word with one slip."""
    heard = sound(typed)
    found = [
        _Candidate(word.text, 0 if typed in {pinyin(word.text), word.text} else 1, word.documents)
        for word in _words().filter(sound=heard)[:_LOOKED_AT]
    ]
    if not found and 2 <= len(typed) <= 8:
        by_initials = _words().filter(initials=typed)[:MOST_CORRECTIONS]
        found = [_Candidate(word.text, 2, word.documents) for word in by_initials]
    if not found and 4 <= len(heard) <= _LONGEST_SLIP:
        slipped = _words().filter(sound__in=set(_slips(heard)))[:_LOOKED_AT]
        found = [_Candidate(word.text, 3, word.documents) for word in slipped]
    return found


def _slips(text: str) -> Iterator[str]:
    """Everything that one letter more, less, other, or one place away makes of it."""
    for place in range(len(text) + 1):
        head, tail = text[:place], text[place:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _heard(term: str) -> Iterator[_Candidate]:
    """For Han: any stretch that is no word here, by a word that sounds like it."""
    stretches = {
        (start, end): term[start:end]
        for start in range(len(term))
        for end in range(start + 2, min(start + _LONGEST_STRETCH, len(term)) + 1)
    }
    known = set(_words().filter(text__in=set(stretches.values())).values_list("text", flat=True))
    sounds = {place: sound(stretch) for place, stretch in stretches.items() if stretch not in known}
    alike = list(_words().filter(sound__in=set(sounds.values()))[:_LOOKED_AT])
    for (start, end), heard in sounds.items():
        for word in alike:
            if word.sound == heard and len(word.text) == end - start:
                distance = 0 if pinyin(word.text) == pinyin(term[start:end]) else 1
                yield _Candidate(term[:start] + word.text + term[end:], distance, word.documents)
