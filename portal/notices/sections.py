"""The notices on a unit's page."""

from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.content.prepared import Given, PreparedQuery
from portal.notices.documents import SOURCES, NoticeSource
from portal.notices.models import NoticePage, NoticeQuerySet
from portal.organisations.models import Unit
from portal.organisations.sections import register_section

#: Shown on the unit's page; all of them are a search away.
LATEST = 20
#: What a card shows.
_COLUMNS = (
    "title",
    "url_path",
    "depth",
    "document_number",
    "published_on",
    "issuing_unit__name",
    "issuing_unit__name_en",
)


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
    which = {"issuing_unit__path__startswith": unit.path} if with_below else {"issuing_unit": unit}
    total, notices = 0, list[NoticePage]()
    for source in SOURCES:
        found = list(_newest(_issued(source, which))) if with_below else _of_unit(source).ask(unit=unit.pk)
        # One more than is shown says that there are more to count.
        total += _issued(source, which).count() if len(found) > LATEST else len(found)
        notices += found
    notices.sort(key=lambda notice: (notice.published_on, notice.pk), reverse=True)
    return _Found(total, notices[:LATEST])


@cache
def _of_unit(source: NoticeSource) -> PreparedQuery[NoticePage]:
    return PreparedQuery(_newest(_issued(source, {"issuing_unit": Given("unit")})))


def _issued(source: NoticeSource, which: dict[str, Any]) -> NoticeQuerySet:
    published: NoticeQuerySet = source.model.objects.published()
    return published.filter(**which)


def _newest(notices: NoticeQuerySet) -> NoticeQuerySet:
    return notices.newest_first().select_related("issuing_unit").only(*_COLUMNS)[: LATEST + 1]
