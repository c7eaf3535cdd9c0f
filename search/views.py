"""The public search: page, feed and suggestions. The API is in `api.py`; all run the same `SearchQuery`."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from search import presentation, service, statistics, suggestions
from search.addresses import in_active_language
from search.engines.base import SearchUnavailable
from search.feed_formats import FORMATS
from search.feeds import FEED_SIZE, feed_of
from search.forms import CleanedQuery, read_query
from search.paging import Paging
from search.parsing import clean
from search.queries import Sort
from search.results import Reading, SearchResults
from search.takeaways import taking_along
from search.totals import totals
from search.wordings import other_wordings

RETRY_SECONDS = 30
SUGGESTIONS = 10


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The page of results; the address is the whole state."""
    cleaned = read_query(request.GET, own=(presentation.WHOLE,))
    try:
        results = _existing_page(cleaned)
    except SearchUnavailable:
        response = render(request, "search/unavailable.html", {"query": cleaned.query}, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    if results.query.text and results.query.page == 1:
        statistics.record(results.query.text, results.total)
    return render(request, "search/search.html", _context(results, cleaned, request.GET.get(presentation.WHOLE, "")))


@require_safe
@conditional_page
def search_feed(request: HttpRequest, form: str = "atom") -> HttpResponse:
    """The same search as a feed, newest first."""
    cleaned = read_query(request.GET, fixed={"sort": Sort.DATE, "page": 1, "page_size": FEED_SIZE})
    if cleaned.errors:
        lines = "\n".join(f"{name}: {reason}" for name, reason in cleaned.errors.items())
        return HttpResponseBadRequest(escape(lines), content_type="text/plain; charset=utf-8")
    try:
        results = service.search(cleaned.query)
    except SearchUnavailable:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return FORMATS[form](feed_of(request, results))


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that go on from what has been typed."""
    found = suggestions.suggest(clean(request.GET.get("q", "")), limit=SUGGESTIONS)
    return JsonResponse(
        {"suggestions": [{"text": entry.text, "url": in_active_language(entry.url)} for entry in found]}
    )


def _existing_page(cleaned: CleanedQuery) -> SearchResults:
    """The results, of the last page where the address asks for one beyond it."""
    results = service.search(cleaned.query)
    pages = Paging(results.query, results.total).pages
    if cleaned.query.page > pages:
        results = service.search(replace(cleaned.query, page=pages))
    return results


def _context(results: SearchResults, cleaned: CleanedQuery, whole: str) -> dict[str, Any]:
    query = results.query
    is_empty = bool(query.text) and not results.total
    is_poor = is_empty or (results.reading is Reading.ANY and query.page == 1)
    return {
        "query": query,
        "results": results,
        "paging": Paging(query, results.total),
        "totals": totals(results),
        "sorts": list(presentation.sort_links(query)),
        "corrections": [(text, "?" + replace(query, text=text, page=1).address) for text in results.corrections],
        "suggestions": suggestions.suggest(query.text, limit=SUGGESTIONS) if is_empty else (),
        "other_wordings": list(other_wordings(results)) if is_poor else (),
        **presentation.around(results, cleaned, whole=whole),
        **taking_along(query, results.total),
    }
