"""Rows of all kinds of notices in one query, whatever kinds there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.content.prepared import Given
from portal.notices.documents import SOURCES, NoticeSource
from portal.notices.models import NoticeQuerySet
from search.queries import SearchQuery, Sort


def united(
    rows: Callable[[NoticeSource], QuerySet[Any, Any]], sources: Iterable[NoticeSource] = SOURCES
) -> QuerySet[Any, Any]:
    """The rows that ``rows`` makes for each of these kinds, one at least; all must have the same columns."""
    first, *others = (rows(source).order_by() for source in sources)
    return first.union(*others, all=True)


def published(source: NoticeSource) -> NoticeQuerySet:
    """For a prepared query: what anybody may read of a kind, published from ``begin`` to ``end``, both included."""
    found: NoticeQuerySet = source.model.objects.published()
    return found.filter(published_on__gte=Given("begin"), published_on__lte=Given("end"))


def first_of(source: NoticeSource, notices: NoticeQuerySet, limit: int) -> QuerySet[Any, Any]:
    """The newest of these: a part of a union may not be ordered, the query that it is taken from may."""
    found: QuerySet[Any, Any] = source.model.objects.filter(pk__in=notices.newest_first().values("pk")[:limit])
    return found


def search_address(begin: date | None = None, end: date | None = None, **filters: tuple[str, ...]) -> str:
    """The search that lists what was counted, published from ``begin`` to ``end``, in the reader's language.

    Only notices are counted here; search knows other documents too.
    """
    kinds = tuple(source.name for source in SOURCES)
    chosen = {"kind": kinds, **{name: codes for name, codes in filters.items() if codes}}
    query = SearchQuery(filters=chosen, date_from=begin, date_to=end, sort=Sort.DATE)
    return f"{reverse('search')}?{query.address}"
