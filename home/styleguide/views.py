"""The style guide: /styleguide/."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.styleguide.samples import samples
from home.styleguide.tokens import tokens


@require_safe
@cache_control(private=True, no_store=True)
def styleguide(request: HttpRequest) -> HttpResponseBase:
    """Tokens and components, for whoever may enter the admin; for others there is no such page."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    site = Site.find_for_request(request)
    context = {
        "swatches": list(tokens().swatches()),
        "contrasts": list(tokens().contrasts()),
        "sizes": tokens().named(r"text-\w+"),
        "spaces": tokens().named(r"s\d"),
        "faces": tokens().named("sans|song|kai"),
        "samples": samples(site.root_page.url_path if site else "/"),
    }
    response = render(request, "home/styleguide.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
