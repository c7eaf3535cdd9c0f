"""Rows of all kinds of notices in one query, whatever kinds there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.notices.documents import SOURCES, NoticeSource
from portal.notices.models import NoticeQuerySet
from search.queries import SearchQuery, Sort


def united(
    rows: Callable[[NoticeSource], QuerySet[Any, Any]], sources: Iterable[NoticeSource] = SOURCES
) -> QuerySet[Any, Any]:
    """The rows that ``rows`` makes for each of these kinds, one at least; all must have the same columns."""
    first, *others = (rows(source).order_by() for source in sources)
    return first.union(*others, all=True)


def published(source: NoticeSource, begin: date | None, end: date | None) -> NoticeQuerySet:
    """What anybody may read of a kind, published from a day to a day, both included."""
    found: NoticeQuerySet = source.model.objects.published()
    if begin:
        found = found.filter(published_on__gte=begin)
    return found.filter(published_on__lte=end) if end else found


def search_address(**filters: tuple[str, ...]) -> str:
    """The search that lists what was counted, in the reader's language, newest first.

    Only notices are counted here; search knows other documents too.
    """
    kinds = tuple(source.name for source in SOURCES)
    chosen = {"kind": kinds, **{name: codes for name, codes in filters.items() if codes}}
    return f"{reverse('search')}?{SearchQuery(filters=chosen, sort=Sort.DATE).address}"
