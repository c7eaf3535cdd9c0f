"""How lists of cases are narrowed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet

from portal.cases.missing import LACKS, lacking
from portal.cases.models import Case, Subject, Term
from portal.cases.publication import is_published
from portal.cases.relations import terms_leading_to
from portal.organisations.models import Unit


def _quarters() -> list[tuple[str, str]]:
    found = Case.objects.exclude(quarter="").order_by("-quarter").values_list("quarter", flat=True).distinct()
    return [(quarter, quarter) for quarter in found]


class UnitTreeFilter(django_filters.ModelChoiceFilter):
    """A unit with all below it."""

    def filter(self, queryset: QuerySet[Any], value: Unit | None) -> QuerySet[Any]:
        """The cases of the unit and of those below it."""
        return queryset.filter(unit__path__startswith=value.path) if value else queryset


class PlaceFilters(WagtailFilterSet):
    """The quarter and the unit."""

    quarter = django_filters.ChoiceFilter(choices=_quarters, label=_("Quarter"))
    unit = UnitTreeFilter(queryset=Unit.objects.order_by("path"), label=_("Unit, with those below it"))

    class Meta:
        model = Case
        fields = ["quarter", "unit"]


class CaseFilters(PlaceFilters):
    """All that editors narrow the list of cases by."""

    violation = django_filters.ModelChoiceFilter(
        queryset=Term.objects.of(Term.Taxonomy.VIOLATION).order_by("sort_order", "code"),
        method="by_violation",
        label=_("Violation"),
    )
    stage = django_filters.ModelChoiceFilter(
        queryset=Term.objects.of("case_stage").order_by("sort_order", "code"), label=_("Stage")
    )
    public = django_filters.ChoiceFilter(
        choices=[("yes", _("public")), ("no", _("not public"))],
        method="by_public",
        label=pgettext_lazy("filter", "Public"),
    )
    missing = django_filters.ChoiceFilter(choices=tuple(LACKS.items()), method="by_missing", label=_("Missing"))
    names = django_filters.ChoiceFilter(
        choices=[("masked", _("masked after their time"))], method="by_names", label=_("Names")
    )

    class Meta(PlaceFilters.Meta):
        fields = ["quarter", "unit", "violation", "stage", "public", "missing", "names"]

    def by_violation(self, cases: QuerySet[Case], name: str, value: Term) -> QuerySet[Case]:
        """Of the violation, of one below it or of one that counts as it today."""
        through = Case.violations.through.objects.filter(case=OuterRef("pk"), term__in=terms_leading_to(value))
        return cases.filter(Exists(through))

    def by_public(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """What readers see, or do not."""
        public = is_published() & Q(live=True)
        return cases.filter(public if value == "yes" else ~public)

    def by_missing(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those in which this is missing."""
        return cases.filter(lacking(value))

    def by_names(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Those in which a name has passed its time."""
        return cases.filter(Exists(Subject.objects.filter(case=OuterRef("pk"), masked_on__isnull=False)))
