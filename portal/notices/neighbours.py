"""The notices before and after one in its section, found by the query that finds the notice itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.notices.models import NoticePage, NoticeQuerySet


class Neighbour(NamedTuple):
    """Another notice of the section."""

    title: str
    url: str


def nearest(model: type[NoticePage]) -> dict[str, Subquery]:
    """Annotations for a query of notices: the public one before and the one after each by date, as far as any."""
    day, number = OuterRef("published_on"), OuterRef("pk")
    published: NoticeQuerySet = model.objects.published()
    # The plain comparison of days besides lets the database walk its index from there.
    before = published.filter(Q(published_on__lt=day) | Q(pk__lt=number), published_on__lte=day)
    after = published.filter(Q(published_on__gt=day) | Q(pk__gt=number), published_on__gte=day)
    return {"earlier": _first(before, "-published_on", "-pk"), "later": _first(after, "published_on", "pk")}


def neighbours(notice: NoticePage, request: HttpRequest) -> dict[str, Neighbour | None]:
    """``earlier`` and ``later`` of a notice that was read with `nearest`.

    None at the ends, in a preview, and for an internal notice, which stands in no list of its section.
    """
    return {side: _neighbour(notice, getattr(notice, side, None), request) for side in ("earlier", "later")}


def _first(notices: NoticeQuerySet, *order: str) -> Subquery:
    found = JSONObject(title=F("title"), slug=F("slug"))
    return Subquery(notices.order_by(*order).values(found=found)[:1])


def _neighbour(notice: NoticePage, found: dict[str, Any] | None, request: HttpRequest) -> Neighbour | None:
    if found is None or notice.is_internal:
        return None
    section = notice.get_parent().get_url(request) or "/"
    return Neighbour(found["title"], f"{section}{found['slug']}/")
