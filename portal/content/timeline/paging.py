"""Cuts a page out of a query set by its place in the timeline, not by counting: page 200 costs what page 1 does."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from portal.content.timeline.entries import Asked, Place

Row = TypeVar("Row", bound=Model)


def dated(rows: QuerySet[Row, Row], asked: Asked, source: str, *, day: str) -> QuerySet[Row, Row]:
    """The page of rows with a date in the column ``day``."""
    if asked.year:
        rows = rows.filter(**{f"{day}__range": (date(asked.year, 1, 1), date(asked.year, 12, 31))})
    if asked.before:
        rows = rows.filter(_below(asked.before, source, day, _first_day(asked.before.day)))
    return rows.order_by(f"-{day}", "-pk")[: asked.limit]


def partly_dated(rows: QuerySet[Row, Row], asked: Asked, source: str, *, day: str) -> QuerySet[Row, Row]:
    """The page of rows whose day may be known to the month or year alone, or not at all; these come last."""
    if asked.year:
        rows = rows.filter(**{f"{day}__gte": f"{asked.year:04d}", f"{day}__lt": f"{asked.year + 1:04d}"})
    if asked.before:
        rows = rows.filter(_below(asked.before, source, day, asked.before.day))
    return rows.order_by(f"-{day}", "-pk")[: asked.limit]


def first_of(rows: QuerySet[Any, Any], *, day: str) -> str:
    """The earliest day in a column of dates or texts; empty where none is known."""
    known = rows.exclude(**{f"{day}__isnull": True}).order_by(day, "pk").values_list(day, flat=True)
    return next((str(value) for value in known[:1]), "")


def _below(place: Place, source: str, day: str, value: Any) -> Q:
    """What comes after a place: earlier days, and of the same day what comes later in the order of places."""
    if value is None:
        return Q(pk__in=())
    earlier = Q(**{f"{day}__lt": value})
    is_whole = str(value) == place.day
    if not is_whole or source > place.source:
        return earlier
    if source < place.source:
        return Q(**{f"{day}__lte": value})
    return earlier | Q(**{day: value, "pk__lt": place.number})


def _first_day(text: str) -> date | None:
    """The first day that a place may mean; rows with dates all stand above the places without a day."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None
    year, month, day = (*parts, 1, 1)[:3]
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
