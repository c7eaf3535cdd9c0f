"""Cases as a spreadsheet for the office: a row each, names as anybody may read them, nothing that runs as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.cases.models import Case
from search.exporting.formats import safe

#: Rows read at once; memory holds one batch.
BATCH = 500
_BOM = b"\xef\xbb\xbf"
_AND = "；"

_PARTS = ("violations", "subjects__rank", "subjects__measures__grade")
_BESIDE = ("unit", "region", "stage", "source")


class InBatches:
    """The rows of a queryset, a batch at a time."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.model = rows.model
        self._rows = rows.select_related(*_BESIDE).prefetch_related(*_PARTS)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows.iterator(chunk_size=BATCH))


class SafeExport:
    """For views of Wagtail that export: batches, a mark for Excel before CSV, and no formulas."""

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponse:
        """The file."""
        response: HttpResponse = super().as_spreadsheet(InBatches(queryset), spreadsheet_format)  # type: ignore[misc]
        return response

    def stream_csv(self, queryset: Iterable[Any]) -> Iterator[bytes]:
        """With the mark by which spreadsheets know UTF-8."""
        yield _BOM
        yield from super().stream_csv(queryset)  # type: ignore[misc]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The cell, with an apostrophe where a spreadsheet would take it for a formula."""
        cell = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe(cell) if isinstance(cell, str) else cell


def _subjects(part: Callable[[Any], Any]) -> Callable[[Case], str]:
    return lambda case: _AND.join(str(part(subject) or "—") for subject in case.subjects.all())


#: Column by column: the heading and what stands below it.
COLUMNS: Mapping[str, tuple[str | Promise, Callable[[Any], Any]]] = {
    "number": (pgettext_lazy("case", "Number"), lambda case: case.pk),
    "external_id": (_("number at the office"), lambda case: case.external_id or ""),
    "heading": (_("heading"), lambda case: case.heading),
    "unit_code": (_("code of the unit"), lambda case: case.unit.code if case.unit else ""),
    "unit": (_("unit concerned"), lambda case: case.unit.name if case.unit else ""),
    "region": (_("region"), lambda case: case.region.name if case.region else ""),
    "quarter": (_("quarter of the statistics"), lambda case: case.quarter),
    "concluded_on": (_("dealt with on"), lambda case: case.concluded_on),
    "violation_codes": (
        _("codes of the violations"),
        lambda case: _AND.join(each.code for each in case.violations.all()),
    ),
    "violations": (_("violations"), lambda case: _AND.join(each.label for each in case.violations.all())),
    "stage": (_("stage"), lambda case: case.stage.label if case.stage else ""),
    "source": (_("source of the case"), lambda case: case.source.label if case.source else ""),
    "live": (_("approved"), lambda case: _("yes") if case.live else _("no")),
    "subjects": (_("subjects"), _subjects(lambda subject: subject.public_name or subject.post_then)),
    "ranks": (_("rank groups"), _subjects(lambda subject: subject.rank and subject.rank.label)),
    "responsibilities": (_("responsibilities"), _subjects(lambda subject: subject.get_responsibility_display())),
    "measures": (_("measures"), _subjects(lambda subject: "、".join(str(each) for each in subject.measures.all()))),
}


class CaseExport(SafeExport):
    """The columns of cases."""

    list_export = tuple(COLUMNS)
    export_filename = "cases"

    def get_heading(self, queryset: Any, field: str) -> str:
        """The name of a column."""
        return str(COLUMNS[field][0])

    def to_row_dict(self, item: Case) -> dict[str, Any]:
        """A row."""
        return {field: read(item) for field, (_heading, read) in COLUMNS.items()}
