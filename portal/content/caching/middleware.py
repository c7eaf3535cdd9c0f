"""Answers anonymous readers of public pages from what is kept."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from wagtail.models import Site

from portal.content.caching import keys
from portal.content.caching.entries import CONDITIONS, INDEX_SECONDS, Entry, answer, can_be_kept, last_moment, take
from portal.content.caching.flights import Flights
from portal.content.caching.memory import remember_under
from portal.content.models.stamps import PageStamp
from search import reliance

#: Seconds that a reader waits for another one's page before he has it made for himself.
PATIENCE = 3.0


class PageCache:
    """Stands before everything that costs time. Costs a kept page one small query: whether it still holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PAGE_CACHE:
            raise MiddlewareNotUsed
        self._get_response = get_response
        self._flights = Flights(PATIENCE)
        self._seen = ""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if keys.is_personal(request):
            return self._personal(request)
        key = keys.key_of(request)
        if key is None:
            return self._get_response(request)
        kept: Entry | None = caches["pages"].get(key)
        if kept is None and not keys.leads_to_kept_page(request):
            return self._get_response(request)
        try:
            stamp = PageStamp.current()
        except DatabaseError:
            # Without the database nobody knows whether the page still holds.
            return self._get_response(request)
        if kept and kept.holds(stamp):
            return answer(request, kept)
        return self._made_once(request, key, stamp, kept)

    def _personal(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", "private, no-cache")
            patch_vary_headers(response, ("Cookie",))
        return response

    def _made_once(self, request: HttpRequest, key: str, stamp: str, before: Entry | None) -> HttpResponseBase:
        if request.method == "HEAD":
            # Its answer may lack the body that others need.
            return self._get_response(request)
        if self._flights.enter(key):
            try:
                return self._make(request, key, stamp, before)
            finally:
                self._flights.leave(key)
        made: Entry | None = caches["pages"].get(key)
        return answer(request, made) if made and made.holds(stamp) else self._get_response(request)

    def _make(self, request: HttpRequest, key: str, stamp: str, before: Entry | None) -> HttpResponseBase:
        """Render the page, and keep it under the stamp from before: what changes meanwhile has another one."""
        self._forget_old_addresses(stamp)
        remember_under(request, stamp)
        started, midnight = time.time(), last_moment()
        # A view that answers them by itself would give less than the whole page.
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        with reliance.watched() as relied:
            response = self._get_response(request)
        request.META.update(conditions)
        if not isinstance(response, HttpResponse) or not can_be_kept(request, response, relied):
            patch_vary_headers(response, ("Cookie",))
            return response
        expires = min(midnight, started + INDEX_SECONDS) if relied.has_searched else midnight
        view = request.resolver_match.view_name if request.resolver_match else ""
        entry = take(response, view=view, stamp=stamp, expires=expires, before=before)
        caches["pages"].set(key, entry, timeout=max(1, expires - time.time()))
        return answer(request, entry)

    def _forget_old_addresses(self, stamp: str) -> None:
        """Wagtail keeps the roots of sites in this process for an hour; another process may have changed them."""
        if stamp != self._seen:
            Site.clear_site_root_paths_cache()
            self._seen = stamp
