"""What every template needs: the frame of the site and the way to the other language."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.models import SiteFrame


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """The settings of this site, read only when a template uses them."""
    return {"frame": SimpleLazyObject(lambda: SiteFrame.for_request(request))}
