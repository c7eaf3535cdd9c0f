"""What is answered where nothing was found: the way to where it went, or that it was withdrawn."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from portal.content.addresses import without_language
from portal.content.gone import gone_page
from portal.content.models.pages import PortalPage
from portal.content.models.tombstones import Tombstone


class OldAddresses:
    """Old addresses lead to new ones, for those who may read what is there; withdrawn ones answer 410.

    To everybody else the old address of an internal or hidden page does not exist either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return _moved(request) or _withdrawn(request) or response


def _moved(request: HttpRequest) -> HttpResponseBase | None:
    redirect = _redirect(request)
    if redirect is None or redirect.link is None:
        return None
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    answer = kind(redirect.link)
    page = redirect.redirect_page.specific if redirect.redirect_page else None
    if isinstance(page, PortalPage) and not page.is_published():
        if not page.may_read(request.user):
            return None
        answer["Cache-Control"] = "private, no-store"
    return answer


def _redirect(request: HttpRequest) -> Redirect | None:
    """The stored redirect that fits best: as asked, without the query string, without the language; in one query."""
    address = request.get_full_path()
    whole = without_language(address)
    forms = [each for form in (address, urlsplit(address).path, whole, urlsplit(whole).path) for each in _stored(form)]
    found = Redirect.get_for_site(Site.find_for_request(request)).filter(old_path__in=_possible(forms))
    return min(found, key=lambda redirect: (forms.index(redirect.old_path), redirect.site_id is None), default=None)


def _stored(address: str) -> tuple[str, str]:
    """An address as redirects are stored: decoded, or as it was sent."""
    return Redirect.normalise_path(address), Redirect.normalise_path(address, decode_unicode=False)


def _possible(paths: list[str]) -> set[str]:
    """Those that a database takes."""
    return {path for path in paths if "\0" not in path}


def _withdrawn(request: HttpRequest) -> HttpResponseBase | None:
    path = Redirect.normalise_path(without_language(request.path))
    stone = Tombstone.objects.filter(path__in=_possible([path])).first()
    return gone_page(request, stone) if stone else None
