"""The page on which a reader chooses; the buttons in the head of every page lead here as well."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.modes.chosen import modes_of
from home.modes.kinds import MODES
from portal.content.origins import is_foreign

#: Seconds for which a browser keeps what was chosen: a year.
KEPT = 365 * 24 * 60 * 60
#: Longest address that is led back to, in characters.
LONGEST_ADDRESS = 2000


# No token: pages with the buttons are kept for all readers, and a token is of one. Nothing but the look of the site can
# be changed, and a form of another site is refused by what browsers say about where it comes from. Nothing is written
# into the database either, so no press waits for its lock.
@transaction.non_atomic_requests
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponseBase:
    """Show what there is to choose, or keep what was chosen and lead back. No answer is kept by anybody."""
    if request.method != "POST":
        response: HttpResponseBase = _page(request)
    elif is_foreign(request):
        response = render(request, "403.html", status=403)
    else:
        response = _chosen(request)
    add_never_cache_headers(response)
    return response


def _page(request: HttpRequest) -> HttpResponse:
    here = reverse("preferences")
    back = _came_from(request)
    context = {
        "chosen": [(mode, getattr(modes_of(request), mode.name)) for mode in MODES],
        "next": back if back and urlsplit(back).path != here else f"{here}?saved=1",
        "is_saved": request.GET.get("saved") == "1",
    }
    return render(request, "home/preferences.html", context)


def _chosen(request: HttpRequest) -> HttpResponse:
    """Keep each mode that is named with a value of its own; the others stay as they are."""
    response = HttpResponseRedirect(_own(request.POST.get("next", "")) or reverse("preferences"))
    response.status_code = 303
    reset = "reset" in request.POST
    for mode in MODES:
        value = "" if reset else request.POST.get(mode.name)
        if value in mode.values:
            response.set_cookie(
                mode.name, value, max_age=KEPT, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
            )
        elif value == "":
            response.delete_cookie(mode.name, samesite="Lax")
    return response


def _came_from(request: HttpRequest) -> str:
    """The address of this site on which the reader followed the link; empty if it was another one's or is not known."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host():
        return ""
    return _own(referer._replace(scheme="", netloc="", fragment="").geturl())


def _own(address: str) -> str:
    """The address, if it leads to a page of this site and says so by beginning with a slash; else empty."""
    is_own = (
        address.startswith("/")
        and len(address) <= LONGEST_ADDRESS
        and address.isprintable()
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if is_own else ""
