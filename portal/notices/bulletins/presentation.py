"""What the page of a bulletin shows: the frozen tables of a revision, their checks, charts and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from portal.cases.statistics.tables import Table
from portal.content.models import Correction
from portal.content.tables.files import FORMATS
from portal.notices.bulletins.charts import drawn
from portal.notices.bulletins.grids import grid
from portal.notices.models.bulletins import BulletinFigures, BulletinPage, read_tables


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures shown: those of a revision, or of a draft in preview."""

    tables: tuple[Table, ...]
    compiled_at: datetime | None
    query: Mapping[str, Any]
    #: None in a preview.
    frozen: BulletinFigures | None


def bulletin_context(page: BulletinPage, request: HttpRequest, given: Sequence[Correction]) -> dict[str, Any]:
    """The template context of one bulletin; ``given`` are the notes on all of it. 404 for a revision there is not."""
    if getattr(request, "is_preview", False):
        revisions: list[BulletinFigures] = []
        figures = Figures(page.tables, page.compiled_at, page.figures.get("query", {}), None)
    else:
        # With all their tables: a bulletin has few revisions, and a page costs one query less.
        revisions = list(page.frozen.order_by("-number").defer("counted"))
        figures = _chosen(revisions, request.GET.get("revision", ""))
    charts = {chart.table: chart.drawings for chart in drawn(figures.tables)}
    return {
        "quarter": page.quarter,
        "figures": figures,
        "grids": [(grid(table), charts.get(table.code, ())) for table in figures.tables],
        "formats": FORMATS,
        "revisions": revisions,
        "corrections": _beside(revisions, given),
        "is_latest": figures.frozen is None or figures.frozen.number == (revisions[0].number if revisions else 0),
        "is_running": bool(
            page.quarter and figures.compiled_at and page.quarter.is_running(figures.compiled_at.date())
        ),
        "changes": [_in_language(change) for change in figures.frozen.changes] if figures.frozen else [],
    }


def shown_figures(page: BulletinPage, number: str) -> Figures:
    """The figures of a revision by its number; the newest without one. 404 where there is none of that number."""
    return _chosen(page.frozen.order_by("-number").defer("counted"), number)


def _chosen(revisions: Iterable[BulletinFigures], number: str) -> Figures:
    """Of revisions with the newest first."""
    found = next((each for each in revisions if number in ("", str(each.number))), None)
    if found is None:
        if number:
            raise Http404
        return Figures((), None, {}, None)
    return Figures(read_tables({"tables": found.tables}), found.compiled_at, found.query, found)


def _beside(revisions: Iterable[BulletinFigures], given: Sequence[Correction]) -> list[Correction]:
    """The notes that no revision of the figures bears: readers are told once."""
    told = {revision.note for revision in revisions} - {""}
    return [each for each in given if "\n".join(filter(None, (each.what, each.why))) not in told]


def _in_language(change: Mapping[str, Any]) -> dict[str, str]:
    language = "en" if get_language() == "en" else "zh"
    return {
        name: (value.get(language) or value["zh"]) if isinstance(value, dict) else value
        for name, value in change.items()
    }
