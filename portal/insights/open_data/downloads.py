"""`/open-data/cases.csv` and its sisters: a whole set as a file; the same address and the same bytes for everybody."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.content.caching.entries import CACHE_CONTROL
from portal.insights.open_data.files import EVERY, Collection, File, current
from portal.insights.open_data.limits import Allowance, spend
from portal.insights.open_data.middleware import EXPOSED
from portal.insights.open_data.package import described
from portal.insights.open_data.sets.base import DataSet, data_set
from portal.insights.open_data.writing import FORMATS, Writer, stream
from search.engines.base import SearchUnavailable

#: Files that one process makes at a time, so that readers of pages are not kept waiting.
AT_ONCE = 2
RETRY_SECONDS = 60
#: Seconds between two looks of the worker whether files are to be made anew.
PREPARED_EVERY = int(EVERY.total_seconds())
_turns = BoundedSemaphore(AT_ONCE)
_NAME = re.compile(r"([a-z]+)\.([a-z0-9.]+)")


@require_safe
def whole_set(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file that lies ready, or the same made while it is sent."""
    found = _NAME.fullmatch(name)
    data, kind = (data_set(found[1]), FORMATS.get(found[2])) if found else (None, None)
    if data is None or kind is None:
        raise Http404
    ready = current()
    file = ready.files.get(name) if ready else None
    # Whoever has the file already is sent nothing, and nothing is counted.
    if file and (unchanged := get_conditional_response(request, f'"{file.sha256}"')):
        return _fresh(unchanged)
    standing = spend(request, Allowance("files", settings.OPEN_DATA_FILES_PER_HOUR, 60 * 60))
    if standing is not None and standing.is_spent:
        return _later(429, standing.reset, standing.headers())
    response = _given(ready, file, kind) if ready and file else _made(data, kind, name)
    if standing is not None and response.status_code == 200:
        for header, value in standing.headers().items():
            response.headers[header] = value
    return response


@require_safe
def checksums(request: HttpRequest) -> HttpResponse:
    """The checksums of the files that lie ready, as ``sha256sum --check`` reads them; later where none do."""
    ready = current()
    if ready is None:
        return _later(503, PREPARED_EVERY)
    lines = [f"{file.sha256}  {file.name}\n" for file in ready.files.values()]
    return _tagged(request, HttpResponse("".join(lines), content_type="text/plain; charset=utf-8"))


@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """The whole described for programs, as a Data Package (frictionlessdata.io): files, fields, licence, checksums."""
    return _tagged(request, JsonResponse(described(current()), json_dumps_params={"ensure_ascii": False}))


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A short answer that is made anyway: whoever has it is not sent it again."""
    tag = f'"{sha256(response.content).hexdigest()}"'
    response.headers["ETag"] = tag
    given: HttpResponse = _fresh(get_conditional_response(request, tag, response=response))
    return given


def _given(ready: Collection, file: File, kind: type[Writer]) -> HttpResponseBase:
    try:
        opened = ready.path(file).open("rb")
    except FileNotFoundError:
        # Another process has just put newer ones in their place.
        return _later(503, 1)
    response = FileResponse(opened, content_type=kind.content_type, as_attachment=True, filename=file.name)
    response.headers["ETag"] = f'"{file.sha256}"'
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response.headers["X-As-Of"] = ready.as_of
    return _fresh(response)


def _made(data: DataSet, kind: type[Writer], name: str) -> HttpResponseBase:
    if not _turns.acquire(blocking=False):
        return _later(503, RETRY_SECONDS)
    pieces = _Turn(stream(data, kind))
    try:
        pieces.begin()
    except SearchUnavailable:
        pieces.close()
        return _later(503, RETRY_SECONDS)
    except BaseException:
        pieces.close()
        raise
    response = StreamingHttpResponse(pieces, content_type=kind.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-As-Of"] = timezone.localtime().isoformat(timespec="seconds")
    return _fresh(response)


class _Turn:
    """The pieces of a file that is being made; Django closes it with the answer, however that ends."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._first: list[bytes] = []
        self._is_open = True

    def begin(self) -> None:
        """Make the head and the first batch, so that what fails at once is answered and not cut off."""
        self._first = [piece for _number, piece in zip(range(2), self._pieces, strict=False)]

    def __iter__(self) -> Iterator[bytes]:
        yield from self._first
        yield from self._pieces

    def close(self) -> None:
        """Let the next one begin."""
        if self._is_open:
            self._is_open = False
            _turns.release()


def _later(status: int, seconds: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal that readers and programs alike can read: when to come again."""
    why = _("You have taken many files within the hour.") if status == 429 else _("The file is not ready just now.")
    again = ngettext("Please try again in %(n)d second.", "Please try again in %(n)d seconds.", seconds)
    text = f"{why} {again % {'n': seconds}}\n"
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=dict(headers or {}))
    response.headers["Retry-After"] = str(seconds)
    given: HttpResponse = _fresh(response)
    given.headers["Cache-Control"] = "no-store"
    return given


def _fresh(response: Any) -> Any:
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["X-Robots-Tag"] = "noindex"
    return response
