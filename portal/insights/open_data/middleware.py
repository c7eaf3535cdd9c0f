"""What all open data has in common: any page may read it, and nobody may take so much that others get nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from portal.insights.open_data.limits import Allowance, spend

#: Where the interface is; feeds are open to other pages as well, but cost less and are counted by nobody.
API = "/api/"
_FEEDS = ("/feed/", "/feed.json", "/case.json")
#: Headers that a page of another site may read.
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
_DAY = "86400"


class OpenAccess:
    """CORS for reading and the limit of requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_api = request.path_info.startswith(API)
        if not is_api and not request.path_info.endswith(_FEEDS):
            return self._get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _opened(_preflight())
        return _opened(self._within_limit(request) if is_api else self._get_response(request))

    def _within_limit(self, request: HttpRequest) -> HttpResponseBase:
        standing = spend(request, Allowance("requests", settings.OPEN_DATA_PER_MINUTE, 60))
        if standing is not None and standing.is_spent:
            told = {"errors": {"rate": "Too many requests just now. Go on after the seconds of Retry-After."}}
            return JsonResponse(told, status=429, headers=standing.headers())
        response = self._answer(request)
        if standing is not None:
            for name, value in standing.headers().items():
                response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """The interface knows GET alone; for HEAD it answers the same, and the server leaves the body out."""
        if request.method != "HEAD":
            return self._get_response(request)
        request.method = "GET"
        try:
            return self._get_response(request)
        finally:
            request.method = "HEAD"


def _preflight() -> HttpResponse:
    allowed = {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": _DAY,
    }
    return HttpResponse(status=204, headers=allowed)


def _opened(response: HttpResponseBase) -> HttpResponseBase:
    # Nothing here depends on who asks, so any page of any site may read it; never with its reader's cookies.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response
