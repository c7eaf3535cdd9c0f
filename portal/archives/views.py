"""`/units/<code>/archive/`: the page, its print-out, its feed and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from portal.archives.asking import Question
from portal.archives.feeds import feed_of
from portal.archives.files import MOST_ROWS, sheet
from portal.archives.reading import part, years
from portal.archives.scopes import Scope, staff_reader
from portal.archives.shown import by_year
from portal.content.tables.files import FORMATS
from portal.content.timeline.sources import timeline_sources
from portal.organisations.lookup import unit_of_code
from search.feed_formats import FORMATS as FEEDS

#: Entries on a page to print.
PRINTED = 500


@require_safe
def archive(request: HttpRequest, code: str) -> HttpResponseBase:
    """A page of the timeline; for the staff of the unit and above with what is internal, which no cache keeps."""
    return _page(request, code, "unit_archive", "archives/archive.html")


@require_safe
def archive_print(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same entries in one long table, for paper."""
    return _page(request, code, "unit_archive_print", "archives/print.html", size=PRINTED)


@require_safe
@conditional_page
def archive_feed(request: HttpRequest, code: str, form: str = "atom") -> HttpResponseBase:
    """What anybody may read, as a feed; the same for everybody who asks."""
    unit = unit_of_code(code)
    if unit.code != code:
        name = "unit_archive_feed" if form == "atom" else "unit_archive_json_feed"
        return redirect(name, code=unit.code, permanent=True)
    question = Question.read(request.GET).from_top
    scope = Scope.of(unit, below=question.below)
    return FEEDS[form](feed_of(request, scope, question))


@require_safe
def archive_file(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """What anybody may read, as a file; the newest `MOST_ROWS` entries of the question."""
    kind, unit = FORMATS.get(extension), unit_of_code(code)
    if kind is None:
        raise Http404
    question = Question.read(request.GET).from_top
    scope = Scope.of(unit, below=question.below)
    response = HttpResponse(kind.write(sheet(scope, question)), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="archive-{unit.code}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, code: str, name: str, template: str, *, size: int | None = None) -> HttpResponseBase:
    unit = unit_of_code(code)
    question = Question.read(request.GET)
    if unit.code != code:
        return redirect(reverse(name, args=(unit.code,)) + question.address, permanent=True)
    reader = staff_reader(request.user, unit)
    scope = Scope.of(unit, below=question.below)
    found = part(scope, question, reader=reader, **({"size": size} if size else {}))
    context = {
        "unit": unit,
        "scope": scope,
        "question": question,
        "years_of_entries": by_year(found.entries, scope),
        "further": found.further,
        "is_staff_view": reader is not None,
        "total": len(found.entries),
        **_choices(scope, question, years(scope, question, reader=reader)),
    }
    response = render(request, template, context)
    if reader is not None:
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
    elif question.address not in ("", "?below=1"):
        response["X-Robots-Tag"] = "noindex, follow"
    return response


def _choices(scope: Scope, question: Question, known_years: list[int]) -> dict[str, Any]:
    """What can be asked instead, and where it leads."""
    top = question.from_top
    return {
        "kinds": [(name, source.label, name in question.kinds) for name, source in timeline_sources().items()],
        "years": known_years,
        "with_below": replace(top, below=True).address,
        "without_below": replace(top, below=False).address,
        "files": [(extension, kind.label) for extension, kind in FORMATS.items()],
        "most_rows": MOST_ROWS,
        "top": top,
    }
