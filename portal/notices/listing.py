"""The filtered, paged list of a section: a search that is fixed to one kind, newest first.

Filters, counts and order are therefore those of the search page. What is shown is asked of the database once more, so
that nothing unpublished a moment ago is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.html import conditional_escape

from portal.content.prepared import Given, PreparedQuery
from portal.notices.documents import SOURCES, NoticeSource
from search import presentation, service
from search.documents import SearchDocument, document_key
from search.engines.base import SearchUnavailable
from search.forms import read_query
from search.paging import Paging
from search.queries import SearchQuery, Sort
from search.results import SearchResult, SearchResults
from search.takeaways import taking_along

if TYPE_CHECKING:
    from portal.notices.models import NoticeIndexPage, NoticePage, NoticeQuerySet

#: What a line of a list shows of a notice besides what search says of it.
_SHOWN = ("document_number", "summary", "valid_from", "valid_to")
#: What the address of a list cannot change.
_FIXED = ("kind", "sort")


def listing_context(index: NoticeIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The template context of one page of a section's list.

    The names are those of the search page, and ``notices`` for the page objects of ``results``. When no engine can
    answer, ``search_unavailable`` is true and the list is whole: nothing narrows it, nothing is counted.
    """
    cleaned = read_query(request.GET, own=(presentation.WHOLE,))
    wanted = replace(cleaned.query, filters={**cleaned.query.filters, "kind": (index.kind,)}, sort=Sort.DATE)
    try:
        found = _existing_page(wanted)
    except SearchUnavailable:
        return _plain_list(index, wanted)
    notices = _published(index, (result.id for result in found.results))
    shown = replace(
        found,
        query=_address(found.query),
        results=tuple(result for result in found.results if result.id in notices),
    )
    return {
        **_frame(shown, [notices[result.id] for result in shown.results]),
        **presentation.around(shown, cleaned, without=_FIXED, whole=request.GET.get(presentation.WHOLE, "")),
        **taking_along(found.query, found.total),
        "search_unavailable": False,
    }


def _existing_page(query: SearchQuery) -> SearchResults:
    """The results, of the last page where the address asks for one beyond it."""
    results = service.search(query)
    pages = Paging(query, results.total).pages
    return service.search(replace(query, page=pages)) if query.page > pages else results


def _plain_list(index: NoticeIndexPage, wanted: SearchQuery) -> dict[str, Any]:
    """The same page of the whole section, from the database alone."""
    notices = _notices(_source(index))
    query = SearchQuery(page=wanted.page, page_size=wanted.page_size)
    total = notices.count()
    query = replace(query, page=min(query.page, Paging(query, total).pages))
    start = (query.page - 1) * query.page_size
    pages = list(notices.newest_first()[start : start + query.page_size])
    documents = {document.number: document for document in _source(index).build(page.pk for page in pages)}
    rows = tuple(_result(documents[page.pk], page.summary) for page in pages if page.pk in documents)
    results = SearchResults(query=query, total=total, results=rows, facets={})
    return {**_frame(results, pages), "problems": [], "facets": (), "chips": [], "search_unavailable": True}


def _frame(results: SearchResults, notices: list[NoticePage]) -> dict[str, Any]:
    return {
        "query": results.query,
        "results": results,
        "notices": notices,
        "paging": Paging(results.query, results.total),
        # Each page of a list lists other notices: it is itself, not another address of the first.
        "canonical_query": f"?page={results.query.page}" if results.query.page > 1 else "",
    }


def _address(query: SearchQuery) -> SearchQuery:
    """The search as the addresses of this section write it: without what is fixed here."""
    filters = {name: codes for name, codes in query.filters.items() if name != "kind"}
    return replace(query, filters=filters, sort=Sort.RELEVANCE)


def _source(index: NoticeIndexPage) -> NoticeSource:
    (source,) = (source for source in SOURCES if source.name == index.kind)
    return source


def _notices(source: NoticeSource) -> NoticeQuerySet:
    published: NoticeQuerySet = source.model.objects.published()
    own = {field.name for field in source.model._meta.concrete_fields}
    return published.only(*own.intersection(_SHOWN))


def _published(index: NoticeIndexPage, keys: Iterable[str]) -> Mapping[str, NoticePage]:
    numbers = {f"number{place}": int(key.partition(":")[2]) for place, key in enumerate(keys)}
    found = _by_number(_source(index), len(numbers)).ask(**numbers) if numbers else []
    return {document_key(index.kind, notice.pk): notice for notice in found}


@lru_cache(maxsize=32)
def _by_number(source: NoticeSource, count: int) -> PreparedQuery[NoticePage]:
    """So many public notices by their primary keys; nearly every list asks for as many as fit on its page."""
    return PreparedQuery(_notices(source).filter(id__in=[Given(f"number{place}") for place in range(count)]))


def _result(document: SearchDocument, summary: str) -> SearchResult:
    return SearchResult(
        id=document.key,
        kind=document.kind,
        title=document.title,
        title_html=conditional_escape(document.title),
        url=document.url,
        date=document.date,
        unit=document.unit,
        snippet=conditional_escape(summary),
    )
