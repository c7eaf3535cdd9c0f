"""The public list of changes and its feed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from portal.content.changes.entries import entries
from portal.content.changes.feeds import FEED_SIZE, feed_of
from portal.content.models.changes import PublicChange
from search.feed_formats import FORMATS

PAGE_SIZE = 50


@require_safe
def changes(request: HttpRequest, kind: str = "") -> HttpResponse:
    """All changes, or those of a kind, the newest first."""
    found = Paginator(_changes(kind), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "entries": entries(found.object_list),
        "page_obj": found,
        "kinds": PublicChange.Kind.choices,
        "chosen": kind,
        # Each page of a list lists other changes: it is itself, not another address of the first.
        "canonical_query": f"?page={found.number}" if found.number > 1 else "",
    }
    return render(request, "content/changes/changes.html", context)


@require_safe
@conditional_page
def changes_feed(request: HttpRequest, kind: str = "", form: str = "atom") -> HttpResponse:
    """The same as a feed."""
    return FORMATS[form](feed_of(request, entries(_changes(kind)[:FEED_SIZE]), kind))


def _changes(kind: str) -> QuerySet[PublicChange]:
    """Raises `Http404` for a kind that there is not."""
    found = PublicChange.objects.order_by("-at", "-pk")
    if not kind:
        return found
    if kind not in PublicChange.Kind.values:
        raise Http404
    return found.filter(kind=kind)
