"""Answers "not modified" for views whose addresses have no end, so that none of their answers is kept.

The tag of such an answer is made of the stamp of all that is public, not of the answer: whoever asks again with the
tag of the last time is told by one small query that nothing has changed, without the answer being made. A program that
polls a feed or the open data every second costs next to nothing, and sees a change at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.http import parse_etags

from portal.content.caching.entries import CACHE_CONTROL, INDEX_SECONDS
from portal.content.caching.release import release_mark
from portal.content.models.stamps import PageStamp
from search import reliance


class StampedAnswers:
    """Stands behind the page cache, for what that does not keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PAGE_CACHE:
            raise MiddlewareNotUsed
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # One that the page cache is about to keep gets its tag there.
        if request.method not in ("GET", "HEAD") or hasattr(request, "making") or not _is_stamped(request):
            return self._get_response(request)
        try:
            stamp = PageStamp.current()
        except DatabaseError:
            return self._get_response(request)
        # The first is that of answers from the database alone, the second of those that an index had a part in.
        tags = (_tag(request, stamp), _tag(request, stamp, int(time.time() / INDEX_SECONDS)))
        known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if held := next((tag for tag in tags if tag in known), None):
            return _with_tag(HttpResponseNotModified(), held)
        with reliance.watched() as relied:
            response = self._get_response(request)
        if response.status_code != 200 or relied.is_behind or response.has_header("Cache-Control"):
            return response
        return _with_tag(response, tags[relied.has_searched])


def _is_stamped(request: HttpRequest) -> bool:
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
    return match.view_name in settings.STAMPED_VIEWS or match.namespace in settings.STAMPED_NAMESPACES


def _tag(request: HttpRequest, stamp: str, minute: int = 0) -> str:
    parts = (stamp, release_mark(), timezone.localdate().isoformat(), request.build_absolute_uri(), str(minute))
    digest = blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'"{digest.hexdigest()}"'


def _with_tag(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
