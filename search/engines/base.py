"""The port: what an engine is asked and what it answers. No engine sees a user's raw text or parses a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from search.documents import SearchDocument


class SearchUnavailable(Exception):
    """The engine cannot answer now (down, slow, full, no index yet). Never shown as "nothing found"."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A normalised run of text that must stand in title or body as it is."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What must be found: every group has one phrase that matches, and no excluded phrase does.

    A group holds alternatives (a term and its synonyms); an empty group is never found. No groups: every document.
    """

    groups: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()
    #: One matching group is enough (the last of the three ways in which a long question is read).
    any_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineQuery:
    match: Match
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    #: True: newest first. False: candidate order, that is by number of groups found, then number of groups found in
    #: the title, then newest first. Newest first is date, then number, both descending, then the name of the source.
    by_date: bool = False
    offset: int = 0
    limit: int = 20
    #: Facets to count; a facet's own filter does not narrow its own counts.
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineResults:
    total: int
    documents: tuple[SearchDocument, ...]
    #: Facet name to code to number of documents; codes with no document are left out.
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    done: int
    total: int


class Index(Protocol):
    """Anything kept in step with the documents by the outbox: engines, and the suggestion tables."""

    def upsert(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what was there under their keys. Atomic, and durable on return."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; unknown ones are no error."""

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """Key and `search.fingerprints.fingerprint` of everything stored, ordered by key, in flat memory."""


class BuildInProgress(Exception):
    """Another process is building this engine's index."""


class Build(Protocol):
    """An index being built aside, seen by nobody before `activate`; one that is killed is removed by the next."""

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Store these documents, replacing what the build has under their keys; call it with hundreds at a time."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; unknown ones are no error."""

    def activate(self) -> None:
        """Put this index in the place of the one that answers, at once and for every process; removes the old one."""

    def abandon(self) -> None:
        """Remove all of it; the index that answers stays. Harmless after `activate`."""


class SearchEngine(Index, Protocol):
    """An index that also answers."""

    name: str

    def search(self, query: EngineQuery) -> EngineResults:
        """Answer, or raise `SearchUnavailable` within two seconds."""

    def ready(self) -> bool:
        """Whether there is an index of this analyser's version to search."""

    def begin_build(self) -> Build:
        """Start an empty index of this analyser's version; raises `BuildInProgress` or `SearchUnavailable`."""
