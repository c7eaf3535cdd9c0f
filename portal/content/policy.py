"""The Content-Security-Policy of every page: what a browser may load, run and send for it.

Pages of citizens (`portal.feedback.shelter`) and files (`portal.content.media`) say more themselves, and keep what they
say. The admin is Wagtail's, whose screens have scripts and styles within them: there only what can do without is said.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import reverse

STYLES = "style-src 'self'"
#: What a page of the portal loads, runs and sends; each says besides who may frame it.
OWN_FILES = (
    f"default-src 'none'; {STYLES}; script-src 'self'; worker-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
PUBLIC = f"{OWN_FILES}; frame-ancestors 'self'"
ADMIN = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'self'"


class ContentPolicy:
    """Adds the policy to what is a page and has none; outside of the page cache, so that what is kept has it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        # This page asks for no file, and is shown when nothing works.
        self._failure = PUBLIC.replace(STYLES, f"{STYLES} {_style_of('500.html')}")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        # A developer's page of a failure is full of scripts.
        if response.get("Content-Type", "").startswith("text/html") and not (settings.DEBUG and _failed(response)):
            response.headers.setdefault("Content-Security-Policy", self._policy(request, response))
        return response

    def _policy(self, request: HttpRequest, response: HttpResponseBase) -> str:
        if response.status_code == 500:
            return self._failure
        is_door = request.path_info == reverse("wagtailadmin_login")
        return ADMIN if request.path_info.startswith(reverse("wagtailadmin_home")) and not is_door else PUBLIC


def _failed(response: HttpResponseBase) -> bool:
    return response.status_code in (404, 500)


def _style_of(template: str) -> str:
    """The style within a page by its digest, which allows it and nothing else."""
    found = re.search(r"<style>(.*?)</style>", str(get_template(template).render()), re.DOTALL)
    return f"'sha256-{b64encode(sha256(found[1].encode()).digest()).decode()}'" if found else ""
