"""The site map that people read; the one for robots is in `portal.content.robots`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.models import HomePage, StandardPage
from portal.organisations.models import Unit

#: Of the tree of units, what a reader takes in; all of it has a page of its own.
UNIT_LEVELS = 2


@require_safe
def site_map(request: HttpRequest) -> HttpResponseBase:
    """Sections, standing pages and the upper units."""
    return render(request, "home/site_map.html", {"standing": _standing_pages(), "units": _units()})


def _standing_pages() -> list[StandardPage]:
    """The published ones in the order of their tree; each knows its ``level``, from 1."""
    pages = list(StandardPage.objects.published().order_by("path").defer_streamfields())
    top = HomePage.objects.values_list("depth", flat=True).first() or 0
    for page in pages:
        page.level = page.depth - top
    return pages


def _units() -> Any:
    return Unit.objects.filter(depth__lte=UNIT_LEVELS, closed_on__isnull=True).order_by("path")
