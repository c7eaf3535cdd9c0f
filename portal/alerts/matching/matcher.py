"""All that is followed, in memory, filed by what a document must have to fit."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max

from portal.alerts.matching.needles import Haystack, Kept, Needle, Wordings
from portal.alerts.models import Followed
from search.documents import SearchDocument
from search.models import SynonymGroup

#: Rows that are read at once.
_BATCH = 2000


class Matcher:
    """Of one process; it reads what has come since it last looked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forget()

    def fitting(self, document: SearchDocument) -> list[int]:
        """The keys of the followed searches that would find this document."""
        with self._lock:
            self._refresh()
            haystack = Haystack(document)
            numbers = set[int]()
            for anchor in haystack.anchors & self._filed.keys():
                numbers.update(self._filed[anchor])
            return sorted(number for number in numbers if self._needle(number).fits(haystack))

    def _needle(self, number: int) -> Needle:
        needle = self._needles.get(number)
        if needle is None:
            needle = self._needles[number] = self._known[number].needle(self._words)
        return needle

    def _forget(self) -> None:
        #: Numbers of searches by what a document must have to fit them.
        self._filed: dict[str, set[int]] = defaultdict(set)
        self._known: dict[int, Kept] = {}
        self._words = Wordings()
        #: Those that were asked already, taken apart.
        self._needles: dict[int, Needle] = {}
        self._last = 0
        self._wordings: tuple[Any, ...] = ()

    def _refresh(self) -> None:
        wordings = tuple(SynonymGroup.objects.aggregate(count=Count("pk"), last=Max("updated_at")).values())
        if wordings != self._wordings:
            self._forget()
            self._wordings = wordings
        searches = Followed.objects.filter(document="")
        fresh = searches.filter(pk__gt=self._last).order_by("pk")
        rows = fresh.values_list("pk", "text", "apart", "filters")
        self._add(Kept(*row) for row in rows.iterator(chunk_size=_BATCH))
        if searches.count() != len(self._known):
            left = set(searches.values_list("pk", flat=True))
            for number in self._known.keys() - left:
                self._remove(number)

    def _add(self, searches: Iterable[Kept]) -> None:
        for kept in searches:
            for anchor in kept.anchors(self._words):
                self._filed[anchor].add(kept.number)
            self._known[kept.number] = kept
            self._last = kept.number

    def _remove(self, number: int) -> None:
        kept = self._known.pop(number)
        self._needles.pop(number, None)
        for anchor in kept.anchors(self._words):
            self._filed[anchor].discard(number)
