"""`/inspections/<address>/ledger.csv` and its sisters: the public ledger of a round as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.content.tables.files import FORMATS, Cell, Sheet
from portal.notices.inspections.ledgers import Line, state_labels, tally
from portal.notices.inspections.presentation import units_of
from portal.notices.models import InspectionPage


@require_safe
def ledger_file(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """The ledger of today. 404 for whoever may not read the page."""
    kind = FORMATS.get(extension)
    page = _readable(request, slug)
    if kind is None:
        raise Http404
    response = HttpResponse(kind.write(sheet(page)), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="ledger-{page.pk}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    if page.is_internal:
        patch_cache_control(response, private=True, no_store=True)
    return response


def sheet(page: InspectionPage) -> Sheet:
    """The ledger on its way into a file."""
    lines = [line for unit in units_of(page) for line in unit.lines]
    header = [
        pgettext("column", "No."), _("Unit"), _("Problem"), _("What is done"), _("Responsible"),
        pgettext("column", "Due"), pgettext("rectification", "State"), _("What shows it"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [line.number, line.unit, line.problem, line.measure, line.owner, _day(line), line.state_label, line.evidence]
        for line in lines
    ]
    counted = tally(lines, state_labels().items())
    about = [
        (_("Inspection"), page.title),
        (_("As of"), timezone.localdate().isoformat()),
        (pgettext("ledger", "Problems"), str(counted.total)),
        (_("Rectified"), f"{counted.percent}%" if counted.percent is not None else "—"),
    ]
    return Sheet(page.title, [header], rows, about, _record(page, lines))


def _record(page: InspectionPage, lines: list[Line]) -> dict[str, object]:
    items = [
        {
            "number": line.number,
            "unit": line.unit,
            "problem": line.problem,
            "measure": line.measure,
            "owner": line.owner,
            "due": _day(line) or None,
            "state": line.state,
            "evidence": line.evidence,
        }
        for line in lines
    ]
    return {"inspection": page.title, "as_of": timezone.localdate().isoformat(), "items": items}


def _day(line: Line) -> str:
    return line.due.isoformat() if line.due else ""


def _readable(request: HttpRequest, slug: str) -> InspectionPage:
    for page in InspectionPage.objects.filter(slug=slug, live=True):
        public = InspectionPage.objects.published().filter(pk=page.pk).exists()
        if public or (page.is_internal and page.may_read(request.user)):
            return page
    raise Http404
