"""What an app hands to search: plain documents, and the sources that build them.

Search knows no app of the portal. An app registers a `DocumentSource` in its `AppConfig.ready`; events, rebuild and
check all read from that one source, so they cannot disagree about what is public.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One public document as the engines see it: plain text, never HTML, never anything internal."""

    #: Stable and unique over all sources: ``"<source name>:<primary key>"``.
    key: str
    #: Primary key in its source; breaks ties between documents of one date.
    number: int
    #: What readers know it by: ``case``, ``warning``, …; also the value of the facet ``kind``.
    kind: str
    title: str
    #: Path of the document on this site, without a language prefix.
    url: str
    #: The day readers know it by (publication); the only date that filters and sorting use.
    date: date
    #: Name of the issuing unit, as shown in results; may be empty.
    unit: str = ""
    #: Plain text that is searched and quoted in snippets; paragraphs parted by a line feed.
    body: str = ""
    #: Facet name to the codes it has, **ancestors included**, so a tree filter is one equality and counts are exact.
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class DocumentSource(Protocol):
    """Where one family of documents comes from. Registered once, at start."""

    #: Short, stable, without a colon: ``notice``.
    name: str

    def build(self, numbers: Iterable[int]) -> Iterator[SearchDocument]:
        """The documents of these primary keys that are public **now**; one that is missing here must not be found."""

    def numbers(self) -> Iterator[int]:
        """Every primary key that is public now, in ascending order, in flat memory."""

    def count(self) -> int:
        """How many there are, for progress."""


_sources: dict[str, DocumentSource] = {}


class UnknownSource(LookupError):
    """A key names a source that no app has registered."""


def register_source(source: DocumentSource) -> None:
    """Make a source known; the name may be taken only once."""
    if ":" in source.name or _sources.get(source.name, source) is not source:
        raise ValueError(f"document source name not usable: {source.name!r}")
    _sources[source.name] = source


def sources() -> tuple[DocumentSource, ...]:
    """All registered sources, in the order of their names."""
    return tuple(_sources[name] for name in sorted(_sources))


def document_key(source: str, number: int) -> str:
    """The key under which a document is known to every engine."""
    return f"{source}:{number}"


def split_key(key: str) -> tuple[DocumentSource, int]:
    """The source and primary key behind a key."""
    name, _, number = key.partition(":")
    try:
        return _sources[name], int(number)
    except (KeyError, ValueError):
        raise UnknownSource(key) from None
