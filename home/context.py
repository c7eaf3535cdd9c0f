"""What every template needs: the frame of the site and the way to the other language."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from home.models import SiteFrame
from portal.content.caching.memory import remembered


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """The settings of this site, read only when a template uses them."""
    return {"frame": SimpleLazyObject(lambda: remembered(request, "frame", lambda: _frame(request)))}


def _frame(request: HttpRequest) -> SiteFrame:
    """Not asked by request: Wagtail would keep that with the settings, and many share these."""
    frame: SiteFrame = SiteFrame.for_site(Site.find_for_request(request))
    return frame
