"""`/search/export.csv` and its sisters: the parameters of the search page, answered with a file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from threading import BoundedSemaphore

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search import service
from search.engines.base import SearchUnavailable
from search.exporting.formats import FORMATS, About, Format
from search.exporting.records import records
from search.forms import read_query
from search.queries import DEFAULT_PAGE_SIZE, Sort

#: Rows of one file; who wants more narrows the search, for example by year.
MOST_ROWS = 10_000
#: Files that one process makes at a time, so that readers of pages are not kept waiting.
AT_ONCE = 2
RETRY_SECONDS = 20
#: Bytes that are sent at a time.
PIECE = 32 * 1024

_turns = BoundedSemaphore(AT_ONCE)


class Turn:
    """The bytes of one file; Django closes it with the answer, however that ends."""

    def __init__(self, chunks: Iterator[bytes], close: Callable[[], None]) -> None:
        self.close = close
        self._chunks = chunks
        # Made piece by piece after the view is done: the words must stay those of the reader's language.
        self._language = translation.get_language() or settings.LANGUAGE_CODE

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = bytearray()
        with translation.override(self._language):
            while len(piece) < PIECE and (chunk := next(self._chunks, None)) is not None:
                piece += chunk
        if not piece:
            raise StopIteration
        return bytes(piece)


@require_safe
@cache_control(no_store=True)
def export(request: HttpRequest, extension: str) -> HttpResponseBase:
    """All that the search finds, newest first, up to `MOST_ROWS`."""
    kind = FORMATS.get(extension)
    if kind is None:
        raise Http404
    cleaned = read_query(request.GET, fixed={"page": 1})
    if cleaned.errors:
        lines = "\n".join(f"{name}: {reason}" for name, reason in cleaned.errors.items())
        return HttpResponseBadRequest(escape(lines), content_type="text/plain; charset=utf-8")
    if not _turns.acquire(blocking=False):
        return _later()
    with ExitStack() as stack:
        stack.callback(_turns.release)
        try:
            found = service.scan(cleaned.query, most=MOST_ROWS)
        except SearchUnavailable:
            return _later()
        response = _file(request, found, kind, stack.pop_all().close)
    response["Content-Disposition"] = f'attachment; filename="{_name(found.total)}.{extension}"'
    response["X-Total-Count"] = str(found.total)
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, found: service.Scan, kind: Format, close: Callable[[], None]) -> StreamingHttpResponse:
    shown = replace(found.query, sort=Sort.RELEVANCE, page_size=DEFAULT_PAGE_SIZE).address
    page = request.build_absolute_uri(f"{reverse('search')}?{shown}")
    about = About(page, timezone.localdate(), found.total, min(found.total, MOST_ROWS))
    chunks = kind.write(records(found.documents, request.build_absolute_uri), about)
    return StreamingHttpResponse(Turn(chunks, close), content_type=kind.content_type)


def _name(total: int) -> str:
    """Says when the file was made, and that it is not the whole."""
    return f"search-{timezone.localdate():%Y%m%d}" + (f"-first-{MOST_ROWS}" if total > MOST_ROWS else "")


def _later() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
