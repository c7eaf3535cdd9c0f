"""What a file says of each document: the same for every format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from search import vocabularies
from search.addresses import in_active_language
from search.documents import SearchDocument
from search.queries import FACETS
from search.vocabularies import Label

#: The facets that become columns; the quarter follows from the date.
FACETS_OF_RECORDS = tuple(name for name in FACETS if name != "quarter")


@dataclass(frozen=True, slots=True)
class Named:
    """A code and what it is called."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Record:
    """One document, without its text."""

    id: str
    title: str
    #: With scheme and host.
    url: str
    date: date
    #: Facet name to its codes, without those that another code of the same document lies below.
    facets: dict[str, tuple[Named, ...]]


class Labels:
    """The words of codes in the language in use, each looked up once for a whole file."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Label]] = {}

    def named(self, facet: str, codes: tuple[str, ...]) -> tuple[Named, ...]:
        """The most precise of these codes, in the order of the facet."""
        known = self._known.setdefault(facet, {})
        if missing := tuple(code for code in codes if code not in known):
            known.update(vocabularies.labels(facet, missing))
        labels = [known[code] for code in codes]
        precise = [
            (label.order, code)
            for code, label in zip(codes, labels, strict=True)
            if not any(_is_above(label, other) for other in labels)
        ]
        return tuple(Named(code, known[code].label) for _order, code in sorted(precise))


def records(documents: Iterable[SearchDocument], absolute: Callable[[str], str]) -> Iterator[Record]:
    """A record for each document; ``absolute`` puts scheme and host before a path."""
    labels = Labels()
    for document in documents:
        facets = {name: labels.named(name, document.facets.get(name, ())) for name in FACETS_OF_RECORDS}
        url = absolute(in_active_language(document.url))
        yield Record(document.key, document.title, url, document.date, facets)


def _is_above(label: Label, other: Label) -> bool:
    """Whether the other lies below it: orders are paths, of steps of one length or parted by slashes."""
    if not label.order or label.depth >= other.depth or not other.order.startswith(label.order):
        return False
    return "/" not in other.order or other.order[len(label.order)] == "/"
