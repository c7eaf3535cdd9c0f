"""Requests, by the name of their view."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from prometheus_client import Counter, Histogram

#: Rooms whose requests are not counted, in any language.
UNCOUNTED = ("feedback/",)

_REQUESTS = Counter("sunlight_requests", "Requests answered.", ["view", "method", "status"])
_SECONDS = Histogram(
    "sunlight_request_seconds",
    "Seconds to the answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
#: Where the page cache notes whose answer it gave; looking the view up cost a quarter of the time of a kept page.
_KEPT_VIEW = "sunlight.kept_view"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class CountRequests:
    """Counts what was answered, and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        if not is_uncounted(request.path_info):
            view = _view(request)
            # A method is whatever a program sends: others than ours would make figures without end.
            method = request.method if request.method in _METHODS else "other"
            _REQUESTS.labels(view, method, response.status_code).inc()
            _SECONDS.labels(view).observe(time.perf_counter() - started)
        return response


def is_uncounted(path: str) -> bool:
    """Whether a path leads into a room of which nothing is counted."""
    first, _, rest = path.lstrip("/").partition("/")
    inside = rest if first in dict(settings.LANGUAGES) else path.lstrip("/")
    return inside.startswith(UNCOUNTED)


def _view(request: HttpRequest) -> str:
    """The name of the view; where no view was asked and none is noted, it is looked up."""
    if kept := request.META.get(_KEPT_VIEW):
        return str(kept)
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return "none"
    return match.view_name or "unnamed"
