"""The report of what is missing in cases: /admin/reports/cases-missing/."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from portal.cases.admin.case_export import SafeExport
from portal.cases.admin.case_filters import PlaceFilters
from portal.cases.missing import LACKS, lacking, lacks_of, with_lacks
from portal.cases.models import Case
from portal.cases.worklists import RIGHTS, address_for


class MissingFilters(PlaceFilters):
    """What is missing, and where."""

    missing = django_filters.ChoiceFilter(choices=tuple(LACKS.items()), method="by_missing", label=_("Missing"))
    approved = django_filters.ChoiceFilter(
        field_name="live", choices=[("yes", _("yes")), ("no", _("no"))], method="by_approval", label=_("Approved")
    )

    class Meta(PlaceFilters.Meta):
        fields = ["missing", "approved", "quarter", "unit"]

    def by_approval(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those that were approved, or the others."""
        return cases.filter(live=value == "yes")

    def by_missing(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those in which this is missing."""
        return cases.filter(lacking(value))


def _missing(case: Any) -> str:
    return "；".join(str(LACKS[lack]) for lack in lacks_of(case))


class CasesMissing(SafeExport, ReportView):
    """A row for each case in which anything is missing, linked to its form."""

    model = Case
    page_title = _("What is missing in cases")
    header_icon = "folder-open-inverse"
    filterset_class = MissingFilters
    index_url_name = "cases_missing"
    index_results_url_name = "cases_missing_results"
    any_permission_required = list(RIGHTS)
    default_ordering = "-pk"
    list_export = ("pk", "heading", "unit", "quarter", "missing")
    export_headings = {
        "pk": _("Number of the case"),
        "heading": _("heading"),
        "unit": _("unit concerned"),
        "quarter": _("Quarter"),
        "missing": _("Missing"),
    }
    export_filename = "cases-missing"

    @property
    def columns(self) -> list[Column]:
        """The heading leads to where this reader sees to the case."""
        return [
            TitleColumn("heading", label=_("heading"), get_url=lambda case: address_for(self.request.user, case)),
            Column("unit", label=_("unit concerned")),
            Column("quarter", label=_("Quarter")),
            Column("missing", label=_("Missing"), accessor=_missing),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        """The incomplete cases, in one question to the database."""
        self.queryset = with_lacks(Case.objects.select_related("unit"))
        queryset: QuerySet[Any] = super().get_queryset()
        return queryset

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A row of the export."""
        unit = item.unit.name if item.unit else ""
        values = (item.pk, item.heading, unit, item.quarter, _missing(item))
        return dict(zip(self.list_export, values, strict=True))
