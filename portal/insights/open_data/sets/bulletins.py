"""The figures of quarterly bulletins as they were published last; the table has a row for each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.content.addresses import absolute, path_on_site, site_roots
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, Cell, DataSet, Part, Record, part_of
from portal.insights.open_data.sets.places import below
from portal.notices.bulletins.presentation import shown_figures
from portal.notices.models import BulletinPage
from portal.organisations.models import Unit


class BulletinRecord(Schema):
    """A bulletin with its tables."""

    id: int = explained(_("Number of the notice"), _("It never changes."))
    title: str = explained(_("Title"))
    url: str = explained(_("Address"), _("The page of the notice."))
    quarter: str = explained(_("Quarter"), _("Such as 2026Q3."))
    unit: str = explained(_("Unit counted"), _("Code; with everything below it. Empty: everything on the portal."))
    revision: int | None = explained(_("Revision"), _("Greater than 1: the figures were corrected."))
    compiled_at: str = explained(_("As of"), _("When the figures were compiled."))
    published_at: str = explained(_("Published at"), _("When this revision was published."))
    tables: list[dict[str, Any]] = explained(_("Tables"), _("Columns, rows, and figures with their rounding."))


class FigureRow(Schema):
    """A figure of a bulletin."""

    bulletin: int = explained(_("Number of the notice"), _("It never changes."))
    url: str = explained(_("Address"), _("The page of the notice."))
    quarter: str = explained(_("Quarter"), _("Such as 2026Q3."))
    unit: str = explained(_("Unit counted"), _("Code; with everything below it. Empty: everything on the portal."))
    revision: int | None = explained(_("Revision"), _("Greater than 1: the figures were corrected."))
    table: str = explained(_("Table"), _("Code."))
    table_name: str = explained(_("Name of the table"))
    row: str = explained(_("Row"), _("Code."))
    row_name: str = explained(_("Name of the row"))
    column: str = explained(_("Column"), _("Code."))
    column_name: str = explained(_("Name of the column"))
    unit_of_count: str = explained(_("Unit of count"), _("件, 件次, 起, 人, 人次 and 个 are different things."))
    value: int | None = explained(_("Figure"), _("Empty: not given, or hidden."))
    rounding: str = explained(_("Rounding"), _("Code: exact, wan (rounded to 0.1万), over (余)."))
    is_hidden: bool = explained(_("Hidden"), _("Too small to be told without telling of whom."))
    origin: str = explained(_("Origin"), _("Code: compiled (from the cases), typed (counted elsewhere)."))


class Bulletins(DataSet):
    """The bulletins with the figures of their newest revision."""

    code = "bulletins"
    title = gettext_lazy("Figures of the bulletins")
    summary = gettext_lazy("The tables of the quarterly bulletins as they were frozen, figure by figure.")
    record, row = BulletinRecord, FigureRow
    filters = ("unit", "quarter")

    def read(self, asked: Asked) -> Part:
        """In the order of their numbers."""
        pages = BulletinPage.objects.published().filter(pk__gt=int(asked.after or 0)).select_related("unit")
        pages = pages.filter(below(Unit, asked.chosen("unit"), "unit"), _quarters(asked.chosen("quarter")))
        roots = site_roots()
        found = list(pages.order_by("pk").defer_streamfields().defer("figures")[: asked.size + 1])
        return part_of([_record(page, roots) for page in found], asked, "id")

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """A row for each figure."""
        about = (record["id"], record["url"], record["quarter"], record["unit"], record["revision"])
        for table in record["tables"]:
            rows = {row["code"]: row for row in table["rows"]}
            columns = {each["code"]: each for each in table["columns"]}
            for place, figure in table["cells"].items():
                row, _bar, name = place.rpartition("|")
                if row in rows and name in columns:
                    yield (*about, table["code"], table["label"]["zh"], *_figure(rows[row], columns[name], figure))


def _quarters(codes: Sequence[str]) -> Q:
    if not codes:
        return Q()
    wanted = Q(pk__in=())
    for code in codes:
        year, _q, number = code.partition("Q")
        wanted |= Q(year=int(year), quarter_number=int(number)) if number else Q(year=int(year))
    return wanted


def _record(page: BulletinPage, roots: tuple[str, ...]) -> Record:
    figures = shown_figures(page, "")
    return {
        "id": page.pk,
        "title": page.title,
        "url": absolute(path_on_site(page.url_path, roots)),
        "quarter": str(page.quarter or ""),
        "unit": page.unit.code if page.unit else "",
        "revision": figures.frozen.number if figures.frozen else None,
        "compiled_at": figures.compiled_at.isoformat(timespec="seconds") if figures.compiled_at else "",
        "published_at": figures.frozen.published_at.isoformat(timespec="seconds") if figures.frozen else "",
        "tables": [table.as_json() for table in figures.tables],
    }


def _figure(row: dict[str, Any], column: dict[str, Any], figure: dict[str, Any]) -> tuple[Cell, ...]:
    names = [part["zh"] for part in (row.get("group"), row["label"]) if part]
    heads = [part["zh"] for part in (column.get("group"), column["label"]) if part]
    return (
        row["code"],
        ": ".join(names),
        column["code"],
        ": ".join(heads),
        column.get("unit") or row.get("unit", ""),
        figure["value"],
        figure.get("rounding", "exact"),
        figure.get("suppressed", False),
        figure.get("origin", "compiled"),
    )
