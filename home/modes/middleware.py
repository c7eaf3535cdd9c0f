"""Tells caches on the way to the reader that a page with a look depends on the reader's cookies."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from home.modes.context import has_look


class VaryByLook:
    """Adds ``Vary: Cookie`` to what was rendered in a look; the page cache does it for what it keeps."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if has_look(request):
            patch_vary_headers(response, ("Cookie",))
        return response
