"""`/admin/workbench/`: the page and the file of the comparison."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cases.statistics.quarters import Quarter
from portal.cases.worklists import may_see_all
from portal.content.tables.files import FORMATS
from portal.content.worklists import worklists
from portal.insights.workbench.comparing import assessment
from search import vocabularies

#: Items of a list that stand on the page.
SHOWN = 8


@require_safe
def workbench(request: HttpRequest) -> HttpResponseBase:
    """What waits, and how the units compare in the quarter asked for."""
    _refuse_others(request)
    quarter = _quarter(request)
    lists = [(each, each.find(request.user, SHOWN)) for each in worklists() if each.may(request.user)]
    context: dict[str, Any] = {
        "page_title": _("Supervisors' workbench"),
        "header_icon": "view",
        "lists": lists,
        "quarter": quarter,
        "quarters": _named(_quarters()),
        "sheet": assessment(quarter) if may_see_all(request.user) else None,
        "formats": [(extension, kind.label) for extension, kind in FORMATS.items()],
    }
    return TemplateResponse(request, "insights/admin/workbench.html", context)


@require_safe
def assessment_file(request: HttpRequest, extension: str) -> HttpResponseBase:
    """The comparison as a file."""
    if not may_see_all(request.user):
        raise PermissionDenied
    kind = FORMATS.get(extension)
    if kind is None:
        raise Http404
    quarter = _quarter(request)
    response = HttpResponse(kind.write(assessment(quarter)), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="assessment-{quarter}.{extension}"'
    response["Cache-Control"] = "private, no-store"
    return response


def may_work(request: HttpRequest) -> bool:
    """Whether there is anything for this user on the workbench."""
    return any(each.may(request.user) for each in worklists())


def _refuse_others(request: HttpRequest) -> None:
    if not may_work(request):
        raise PermissionDenied


def _quarter(request: HttpRequest) -> Quarter:
    """The quarter asked for, else the one that runs."""
    today = timezone.localdate()
    running = Quarter.of(today)
    try:
        asked = Quarter.parse(request.GET.get("quarter", ""))
    except ValueError:
        return running
    return running if asked.is_future(today) else asked


def _quarters() -> list[Quarter]:
    """The running one and those of three years before it."""
    return Quarter.of(timezone.localdate()).back(13)


def _named(quarters: list[Quarter]) -> list[tuple[str, str]]:
    """Their codes, with what readers call them."""
    labels = vocabularies.labels("quarter", [quarter.code for quarter in quarters])
    return [(quarter.code, labels[quarter.code].label) for quarter in quarters]
