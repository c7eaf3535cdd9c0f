"""The site as browsers take it in: as a search engine, and as something to put on the first screen of a phone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from home.models import SiteFrame
from home.templatetags.frame import language_tag, name_of

DAY = 24 * 60 * 60
#: The colours of the masthead and of the paper; see ``static/css/tokens.css``.
THEME, BACKGROUND = "#8f1a1c", "#faf7f2"


@require_safe
@cache_control(public=True, max_age=DAY)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description with which a browser searches this site from its address bar."""
    addresses = {
        "search": settings.SITE_URL + reverse("search"),
        "icon": settings.SITE_URL + static("img/favicon.svg"),
        "self": settings.SITE_URL + reverse("opensearch"),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "home/opensearch.xml", {"addresses": addresses}, content_type=kind)


@require_safe
@cache_control(public=True, max_age=DAY)
def manifest(request: HttpRequest) -> HttpResponseBase:
    """The web app manifest."""
    name = name_of(SiteFrame.for_request(request))
    described = {
        "name": name,
        "short_name": name,
        "lang": language_tag(),
        "dir": "ltr",
        "id": f"/?lang={get_language()}",
        "start_url": reverse("wagtail_serve", args=("",)),
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": THEME,
        "background_color": BACKGROUND,
        "icons": [
            {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "maskable"},
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")
