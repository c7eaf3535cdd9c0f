"""What official checks of sites ask of their sections (国办秘函〔2019〕19号): none blank, none left for two weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, Max, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from home.figures.rows import published, united
from portal.notices.documents import SOURCES, NoticeSource
from search import vocabularies

#: Days without anything new after which a section counts as left alone.
LEFT_AFTER = 14


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section as readers find it."""

    kind: str
    label: str
    #: When anything in it was last published or changed; None: it is blank.
    updated_on: date | None
    #: Notices that bear a day to come, which checks take for a wrong day.
    ahead: int

    @property
    def is_left(self) -> bool:
        """Whether nothing has happened in it for too long."""
        return bool(self.updated_on and self.updated_on < timezone.localdate() - timedelta(days=LEFT_AFTER))

    @property
    def is_well(self) -> bool:
        """Whether checks find nothing here."""
        return bool(self.updated_on) and not self.is_left and not self.ahead


def section_states() -> list[SectionState]:
    """Every kind of notice, in the order of the search filter; one query."""
    today = timezone.localdate()

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        found = published(source, None, None).annotate(of_kind=Value(source.name, CharField())).values("of_kind")
        counted = found.annotate(
            day=Max("published_on", filter=Q(published_on__lte=today)),
            changed=Max(TruncDate("last_published_at")),
            ahead=Count("pk", filter=Q(published_on__gt=today)),
        )
        return counted.values_list("of_kind", "day", "changed", "ahead")

    counted = {kind: (max(filter(None, days), default=None), ahead) for kind, *days, ahead in united(rows)}
    names = vocabularies.labels("kind", [source.name for source in SOURCES])
    return [
        SectionState(kind, names[kind].label, *counted.get(kind, (None, 0)))
        for kind in sorted(names, key=lambda kind: names[kind].order)
    ]
