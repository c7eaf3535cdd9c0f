"""One kept answer: how it is taken from a response, and given to a reader."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from datetime import time as clock
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from search.reliance import Reliance

#: Longest body that is kept, in bytes.
LONGEST = 1024 * 1024
#: Seconds for which an answer from a search index is kept: a repair or a rebuild changes one without the database.
INDEX_SECONDS = 60
#: Browsers and proxies may keep a page but ask each time whether it still holds: what is taken down is gone at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
#: With one of these a reader asks whether his copy still holds.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
#: Where a request says which view made the kept answer; no header of a reader can be called so.
KEPT_VIEW = "sunlight.kept_view"
_OF_EVERY_ANSWER = ("Cache-Control", "ETag", "Last-Modified", "Vary")
#: These are looked at before the others.
_PRECEDING = frozenset({"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})
#: The address alone says the language, whatever Django's middleware adds.
_HARMLESS_VARIATION = frozenset({"cookie", "accept-language"})


class Entry(NamedTuple):
    """A page as it was made under a stamp."""

    stamp: str
    #: Seconds since 1970 after which it does not hold whatever the stamp says.
    expires: float
    headers: dict[str, str]
    body: bytes
    etag: str
    #: Whole seconds since 1970.
    modified: int
    #: Name of the view that made it.
    view: str

    def holds(self, stamp: str) -> bool:
        """Whether nothing has changed since it was made."""
        return self.stamp == stamp and time.time() < self.expires


def can_be_kept(request: HttpRequest, response: HttpResponseBase, reliance: Reliance) -> bool:
    """Whether everybody gets this answer. A view that says anything about caching itself is left alone."""
    match = request.resolver_match
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and match is not None
        and match.view_name in settings.PAGE_CACHE_VIEWS
        and not response.cookies
        and not response.has_header("Cache-Control")
        and _varies_by(response) <= _HARMLESS_VARIATION
        and len(response.content) <= LONGEST
        and not reliance.is_behind
    )


def take(response: HttpResponse, *, view: str, stamp: str, expires: float, before: Entry | None) -> Entry:
    """Keep a response; a page that came out as before keeps its date, so that readers' copies hold on."""
    body = response.content
    kind = response.get("Content-Type", "").encode()
    etag = f'"{blake2b(body, key=kind[:64], digest_size=12).hexdigest()}"'
    modified = int(time.time())
    if before:
        modified = before.modified if before.etag == etag else max(modified, before.modified + 1)
    headers = {
        **dict(response.headers.items()),
        "Cache-Control": CACHE_CONTROL,
        "Content-Length": str(len(body)),
        "ETag": etag,
        "Last-Modified": http_date(modified),
        "Vary": "Cookie",
    }
    return Entry(stamp, expires, headers, body, etag, modified, view)


def answer(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    """The page, or 304 to a reader who has it. Notes on the request whose view it was, for who counts them."""
    request.META[KEPT_VIEW] = entry.view
    asked = [name for name in CONDITIONS if name in request.META]
    if not asked:
        return _whole(request, entry)
    if asked[0] == "HTTP_IF_NONE_MATCH" and request.META[asked[0]] == entry.etag and not _PRECEDING.intersection(asked):
        # What nearly every browser asks; Django's reading of all conditions costs more than the whole page.
        short: HttpResponseBase | None = HttpResponseNotModified()
    else:
        short = get_conditional_response(request, entry.etag, entry.modified)
    if short is None:
        return _whole(request, entry)
    for name in _OF_EVERY_ANSWER:
        short.headers[name] = entry.headers[name]
    return short


def _whole(request: HttpRequest, entry: Entry) -> HttpResponse:
    return HttpResponse(b"" if request.method == "HEAD" else entry.body, headers=entry.headers)


def last_moment() -> float:
    """Until when a page made now may be kept: warnings come into force and end at midnight. Seconds since 1970."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, clock.min)).timestamp()


def _varies_by(response: HttpResponse) -> set[str]:
    return {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}
