"""The internal notices (党内通报) of the reader's own units."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from portal.content.models.pages import Reader
from portal.notices.models import NoticePage

PAGE_SIZE = 20


@login_required
@require_safe
def internal_notices(request: HttpRequest) -> HttpResponseBase:
    """The signed-in reader's list, newest first."""
    page = _page_of_notices(request.user, request.GET.get("page", "1"))
    response = TemplateResponse(request, "notices/internal.html", {"notices": page.object_list, "page_obj": page})
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page_of_notices(user: Reader, number: str) -> ResultPage[NoticePage]:
    """One page over all kinds: the keys are sorted together, then only the notices of this page are read."""
    kinds = NoticePage.__subclasses__()
    keys, *others = [
        kind.objects.internal_for(user).public().order_by().values_list("pk", "published_on") for kind in kinds
    ]
    page = Paginator(keys.union(*others).order_by("-published_on", "-pk"), PAGE_SIZE).get_page(number)
    wanted = [key for key, _day in page.object_list]
    found: dict[int, NoticePage] = {}
    for kind in kinds:
        found |= kind.objects.filter(pk__in=wanted).select_related("issuing_unit").defer_streamfields().in_bulk()
    page.object_list = [found[key] for key in wanted]
    return page
