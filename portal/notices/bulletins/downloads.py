"""`/bulletins/<address>/<table>.csv` and its sisters: one table of a bulletin as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.cases.statistics.tables import Column, Ratio, Table
from portal.content.tables.files import FORMATS, Cell, Sheet
from portal.notices.bulletins.grids import Grid, grid
from portal.notices.bulletins.presentation import Figures, shown_figures
from portal.notices.models import BulletinPage


@require_safe
def table_file(request: HttpRequest, slug: str, table: str, extension: str) -> HttpResponseBase:
    """A table of the revision asked for (``?revision=``, the newest without). 404 for whoever may not read the page."""
    kind = FORMATS.get(extension)
    page = _readable(request, slug)
    figures = shown_figures(page, request.GET.get("revision", ""))
    found = next((each for each in figures.tables if each.code == table), None)
    if kind is None or found is None:
        raise Http404
    response = HttpResponse(kind.write(sheet(page, figures, found)), content_type=kind.content_type)
    number = f"-r{figures.frozen.number}" if figures.frozen else ""
    name = f"{page.quarter}-{table}{number}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    if page.is_internal:
        patch_cache_control(response, private=True, no_store=True)
    return response


def sheet(page: BulletinPage, figures: Figures, table: Table) -> Sheet:
    """A table on its way into a file: numbers as numbers, and beside it what to know of them."""
    laid = grid(table)
    units = [pgettext("column", "Unit of count")] if laid.has_units_in_rows else []
    names = [f"{head.label}（{head.unit}）" if head.unit else head.label for head in laid.columns]
    header = [[pgettext("column", "Item"), *units, *names]]
    if laid.groups:
        spread = [group.label for group in laid.groups for _each in range(group.span)]
        header.insert(0, ["", *("" for _unit in units), *spread])
    rows: list[list[Cell]] = [
        [
            ": ".join(filter(None, (group, line.label))),
            *([line.unit] if laid.has_units_in_rows else []),
            *(_cell(cell.number, cell.text, cell.is_rounded) for cell in line.cells),
        ]
        for line, group in zip(laid.lines, _groups(laid), strict=True)
    ]
    return Sheet(laid.label, header, rows, _about(page, figures, laid), _record(page, figures, table))


def _readable(request: HttpRequest, slug: str) -> BulletinPage:
    for page in BulletinPage.objects.filter(slug=slug, live=True).select_related("unit"):
        public = BulletinPage.objects.published().filter(pk=page.pk).exists()
        if public or (page.is_internal and page.may_read(request.user)):
            return page
    raise Http404


def _cell(number: int | Decimal | None, text: str, is_rounded: bool) -> Cell:
    """Exact figures are numbers; rounded ones stay as they are written, or they would seem exact."""
    return text if number is None or is_rounded else number


def _groups(laid: Grid) -> list[str]:
    """The heading under which each row stands."""
    found: list[str] = []
    for line in laid.lines:
        found.append(line.group or (found[-1] if found else ""))
    return found


def _about(page: BulletinPage, figures: Figures, laid: Grid) -> list[tuple[str, str]]:
    about = [
        (_("Bulletin"), page.title),
        (_("Quarter"), str(page.quarter)),
        (_("Unit counted"), page.unit.name if page.unit else _("everything on the portal")),
    ]
    if figures.compiled_at:
        about.append((_("As of"), localtime(figures.compiled_at).isoformat(timespec="minutes")))
    if figures.frozen:
        about.append((_("Revision"), str(figures.frozen.number)))
    about += [(line.label, note) for line in laid.lines for note in line.notes]
    return about


def _record(page: BulletinPage, figures: Figures, table: Table) -> dict[str, Any]:
    """The table for programs: codes, both languages, each figure with its rounding and origin."""
    stored = table.as_json()
    derived = {
        f"{row.code}|{column.code}": _ratio(table.ratio(row.code, column))
        for row in table.rows
        for column in _derived(table)
    }
    return {
        "bulletin": page.title,
        "quarter": str(page.quarter),
        "unit": page.unit.code if page.unit else None,
        "query": dict(figures.query),
        "compiled_at": figures.compiled_at,
        "revision": figures.frozen.number if figures.frozen else None,
        "published_at": figures.frozen.published_at if figures.frozen else None,
        **stored,
        "percentages": derived,
    }


def _derived(table: Table) -> list[Column]:
    return [column for column in table.columns if column.derived]


def _ratio(ratio: Ratio) -> dict[str, Any]:
    return {"percent": ratio.percent} if ratio.percent is not None else {"percent": None, "reason": ratio.reason}
