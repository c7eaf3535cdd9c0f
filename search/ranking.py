"""The order of the best: one scorer for all engines, over the candidates each of them finds in the same order.

Beyond `CANDIDATES` hits the engines' own order stands. The weights were set by hand and are tuned with real questions.
"""

from collections.abc import Callable, Iterable
from datetime import date

from search.analysis import finder, is_han, normalise, runs
from search.documents import SearchDocument
from search.engines.base import Match, Phrase

CANDIDATES = 100

#: What one group is worth: found at all, in the title, and at most for how often it stands in the body.
FOUND, IN_TITLE, IN_BODY = 2.0, 3.0, 2.0
#: As many mentions in a body are worth half of `IN_BODY`.
SATURATION = 1.5
#: What a document of today is worth, and after how many days half of it is left.
RECENT, HALF_LIFE = 1.5, 730.5
#: Characters of a body that count: a long report mentions everything somewhere.
SCORED_BODY = 4000

Counter = Callable[[str], int]


def rank(documents: Iterable[SearchDocument], match: Match, today: date) -> list[SearchDocument]:
    """Best first. The same documents give the same order, whatever order they come in."""
    groups = [[_counter(phrase) for phrase in group] for group in match.groups]
    scored = [(_score(document, groups, today), document) for document in documents]
    scored.sort(key=lambda pair: pair[1].key)
    scored.sort(key=lambda pair: (pair[0], pair[1].date, pair[1].number), reverse=True)
    return [document for _, document in scored]


def _score(document: SearchDocument, groups: list[list[Counter]], today: date) -> float:
    title, body = normalise(document.title), normalise(document.body[:SCORED_BODY])
    age = max((today - document.date).days, 0)
    score = RECENT * 0.5 ** (age / HALF_LIFE)
    for group in groups:
        in_title = any(count(title) for count in group)
        mentions = sum(count(body) for count in group)
        score += FOUND * (in_title or mentions > 0) + IN_TITLE * in_title + IN_BODY * mentions / (mentions + SATURATION)
    return score


def _counter(phrase: Phrase) -> Counter:
    """How often a phrase stands in normalised text."""
    if len(runs(phrase.text)) == 1 and is_han(phrase.text):
        return lambda text: text.count(phrase.text)
    pattern = finder(phrase.text)
    return lambda text: sum(1 for _ in pattern.finditer(text))
