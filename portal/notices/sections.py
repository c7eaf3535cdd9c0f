"""The notices on a unit's page."""

from itertools import islice
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.notices.documents import SOURCES
from portal.notices.models import NoticePage
from portal.organisations.models import Unit
from portal.organisations.sections import register_section

#: Shown on the unit's page; all of them are a search away.
LATEST = 20


class _Found(NamedTuple):
    total: int
    latest: list[NoticePage]


def register() -> None:
    """Hand the section to the unit pages."""
    register_section("notices", unit_notices, order=10)


def unit_notices(request: HttpRequest, unit: Unit) -> SafeString:
    """The latest public notices of the unit; with ``?below=1`` those of all units below it too."""
    with_below = request.GET.get("below") == "1"
    found = _notices(unit, with_below=with_below)
    context = {"unit": unit, "total": found.total, "notices": found.latest, "with_below": with_below}
    return render_to_string("notices/unit_notices.html", context, request)


def _notices(unit: Unit, *, with_below: bool) -> _Found:
    own = Q(issuing_unit__path__startswith=unit.path) if with_below else Q(issuing_unit=unit)
    total, notices = 0, []
    for source in SOURCES:
        published = source.model.objects.published().filter(own)
        total += published.count()
        notices += published.newest_first().select_related("issuing_unit").defer("body", "attachments")[:LATEST]
    notices.sort(key=lambda notice: (notice.published_on, notice.pk), reverse=True)
    return _Found(total, list(islice(notices, LATEST)))
