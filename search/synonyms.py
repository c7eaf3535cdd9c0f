"""Words that mean the same, as staff declare them."""

from collections import defaultdict

from search.analysis import normalise, trimmed
from search.models import SynonymGroup
from search.refreshed import Refreshed


def expand(text: str) -> tuple[str, ...]:
    """The normalised term itself, then the other wordings of it in the order in which staff wrote them."""
    term = trimmed(normalise(text))
    return (term, *_others.value().get(term, ()))


def _load() -> dict[str, tuple[str, ...]]:
    others: dict[str, dict[str, None]] = defaultdict(dict)
    for group in SynonymGroup.objects.order_by("pk"):
        for term in group.terms:
            others[term].update(dict.fromkeys(other for other in group.terms if other != term))
    return {term: tuple(words) for term, words in others.items()}


_others = Refreshed(_load)
