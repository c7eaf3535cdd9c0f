"""All that is followed, in memory, filed by what a document must have to fit."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max

from portal.alerts.matching.needles import Haystack, Needle, needle
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
            candidates: dict[int, Needle] = {}
            for anchor in haystack.anchors & self._filed.keys():
                candidates.update(self._filed[anchor])
            return sorted(number for number, found in candidates.items() if found.fits(haystack))

    def _forget(self) -> None:
        self._filed: dict[str, dict[int, Needle]] = defaultdict(dict)
        self._known: dict[int, tuple[str, ...]] = {}
        self._last = 0
        self._wordings: tuple[Any, ...] = ()

    def _refresh(self) -> None:
        wordings = tuple(SynonymGroup.objects.aggregate(count=Count("pk"), last=Max("updated_at")).values())
        if wordings != self._wordings:
            self._forget()
            self._wordings = wordings
        searches = Followed.objects.filter(document="")
        fresh = searches.filter(pk__gt=self._last).order_by("pk")
        self._add(fresh.iterator(chunk_size=_BATCH))
        if searches.count() != len(self._known):
            left = set(searches.values_list("pk", flat=True))
            for number in self._known.keys() - left:
                self._remove(number)

    def _add(self, searches: Iterable[Followed]) -> None:
        for followed in searches:
            made = needle(followed)
            anchors = tuple(dict.fromkeys(made.anchors()))
            for anchor in anchors:
                self._filed[anchor][made.number] = made
            self._known[made.number] = anchors
            self._last = made.number

    def _remove(self, number: int) -> None:
        for anchor in self._known.pop(number):
            del self._filed[anchor][number]
