"""Working days, time limits and steps of escalation in the admin."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from portal.feedback.clocks.warnings import missing_years
from portal.feedback.models import EscalationStep, TimeLimit, Workday
from portal.feedback.roles import Right, may


class WorkdayFilters(WagtailFilterSet):
    """A year at a time."""

    # What a database takes for a year.
    year = django_filters.NumberFilter(
        field_name="date", lookup_expr="year", label=_("Year"), min_value=MINYEAR, max_value=MAXYEAR
    )

    class Meta:
        model = Workday
        fields = ["year", "is_work"]


class WorkdayViewSet(ModelViewSet):
    """Holidays and make-up days: /admin/workdays/."""

    model = Workday
    name = "workdays"
    icon = "date"
    menu_label = _("Working days")
    copy_view_enabled = False
    list_display = [
        TitleColumn("date", label=_("date"), sort_key="date", get_url=lambda row: _edit("workdays", row)),
        BooleanColumn("is_work", label=_("working day")),
        Column("note", label=_("note")),
    ]
    filterset_class = WorkdayFilters
    ordering = ["-date"]
    list_per_page = 60
    edit_handler = ObjectList([FieldRowPanel([FieldPanel("date"), FieldPanel("is_work")]), FieldPanel("note")])


class TimeLimitViewSet(ModelViewSet):
    """Time limits: /admin/timelimits/. Clocks that run keep the day that they were given."""

    model = TimeLimit
    name = "timelimits"
    icon = "history"
    menu_label = _("Time limits")
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "code", label=_("limit"), accessor="get_code_display", get_url=lambda row: _edit("timelimits", row)
        ),
        Column("amount", label=_("how long")),
        Column("measure", label=_("counted in"), accessor="get_measure_display"),
        Column("extension", label=_("extension")),
        Column("remind_before", label=_("remind before")),
        BooleanColumn("is_for_named", label=_("only for named reporters")),
    ]
    ordering = ["id"]
    edit_handler = ObjectList(
        [
            FieldPanel("code", read_only=True),
            FieldRowPanel([FieldPanel("amount"), FieldPanel("measure")]),
            FieldRowPanel([FieldPanel("extension"), FieldPanel("remind_before")]),
            FieldPanel("is_for_named"),
        ]
    )


class EscalationStepViewSet(ModelViewSet):
    """Who learns of what is late, and when: /admin/escalationsteps/."""

    model = EscalationStep
    name = "escalationsteps"
    icon = "arrow-up"
    menu_label = _("Escalation")
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "level", label=_("level"), accessor="get_level_display", get_url=lambda row: _edit("escalationsteps", row)
        ),
        Column("days_after", label=_("working days after the due day")),
    ]
    ordering = ["level"]
    edit_handler = ObjectList([FieldPanel("level", read_only=True), FieldPanel("days_after")])


class Limits(ViewSetGroup):
    """The menu."""

    menu_label = pgettext_lazy("menu", "Limits and holidays")
    menu_icon = "date"
    menu_order = 270
    items = (WorkdayViewSet, TimeLimitViewSet, EscalationStepViewSet)


class MissingCalendar(Component):
    """On the first page of the admin: which year's holidays nobody has entered."""

    name = "missing_calendar"
    template_name = "feedback/admin/missing_calendar.html"
    order = 40

    def __init__(self, years: list[int], user: Any) -> None:
        self.years, self.user = years, user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The years, and whether this user may enter them."""
        return {"years": self.years, "may_enter": self.user.has_perm("feedback.add_workday")}


def panels_for(user: Any) -> list[Component]:
    """The warning, for those who work with due days."""
    years = missing_years() if may(user, Right.VIEW) or user.has_perm("feedback.add_workday") else []
    return [MissingCalendar(years, user)] if years else []


def _edit(name: str, row: Any) -> str:
    return reverse(f"{name}:edit", args=[row.pk])
