"""The newest notices of some kinds in two queries, whatever kinds there are."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import CharField, QuerySet, Value

from home.figures.rows import first_of, united
from portal.content.prepared import PreparedList, PreparedQuery
from portal.notices.documents import SOURCES, NoticeSource
from portal.notices.models import NoticePage
from portal.organisations.models import Unit

#: What a card in a list shows.
_COLUMNS = ("page_ptr_id", "title", "url_path", "depth", "document_number", "published_on", "issuing_unit_id")

_units = PreparedList(lambda keys: Unit.objects.filter(pk__in=keys))


def latest(kinds: Collection[str], limit: int) -> list[NoticePage]:
    """Notices that anybody may read, the newest first, with the columns of a card alone."""
    sources = tuple(source for source in SOURCES if source.name in kinds)
    if not sources:
        return []
    models = {source.name: source.model for source in sources}
    found = _rows(sources, limit).ask()
    issuing = {row["issuing_unit_id"] for row in found if row["issuing_unit_id"]}
    units = {unit.pk: unit for unit in _units.ask(list(issuing))}
    return [models[row.pop("of_kind")](**row, issuing_unit=units.get(row.pop("issuing_unit_id"))) for row in found]


@lru_cache(maxsize=32)
def _rows(sources: tuple[NoticeSource, ...], limit: int) -> PreparedQuery[Any]:
    newest = united(lambda source: _newest(source, limit), sources)
    return PreparedQuery(newest.order_by("-published_on", "-page_ptr_id")[:limit])


def _newest(source: NoticeSource, limit: int) -> QuerySet[Any, Any]:
    newest = first_of(source, source.model.objects.published(), limit)
    return newest.annotate(of_kind=Value(source.name, CharField())).values("of_kind", *_COLUMNS)
