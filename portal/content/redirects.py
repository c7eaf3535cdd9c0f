"""Old addresses lead to new ones, for those who may read what is there."""

from urllib.parse import urlparse

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from portal.content.models.pages import PortalPage


class ReadersRedirects(RedirectMiddleware):
    """Wagtail's redirects; to everybody else the old address of an internal or hidden page does not exist either."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Redirect what was not found, if the page there is for this reader."""
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response:
            return response
        page = _target(request)
        if page is None or page.is_published():
            return answer
        if not page.may_read(request.user):
            return response
        answer["Cache-Control"] = "private, no-store"
        return answer


def _target(request: HttpRequest) -> PortalPage | None:
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    redirect = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
    page = redirect.redirect_page.specific if redirect and redirect.redirect_page else None
    return page if isinstance(page, PortalPage) else None
