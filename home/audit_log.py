"""The audit log in the admin, to read only: /admin/audit-log/."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import User
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import register_permission_policy

from portal.audit import actions
from portal.audit.models import AuditEntry
from portal.content.admin import ReadingPolicy, ReadingViewSet

register_permission_policy(AuditEntry, ReadingPolicy(AuditEntry))


class AuditFilters(WagtailFilterSet):
    """What an auditor looks for: a step, an object, an account, a time."""

    action = django_filters.MultipleChoiceFilter(choices=actions.choices, label=pgettext_lazy("audit log", "Step"))
    object_kind = django_filters.CharFilter(label=pgettext_lazy("audit log", "Kind of object"))
    object_key = django_filters.CharFilter(label=pgettext_lazy("audit log", "Number of the object"))
    actor_id = django_filters.NumberFilter(label=pgettext_lazy("audit log", "Number of the account"))
    actor_role = django_filters.CharFilter(label=pgettext_lazy("audit log", "Role"), lookup_expr="contains")
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = []


class AuditList(IndexView):
    """The newest first, with the place in the chain and the account's name of today."""

    def get_base_queryset(self) -> QuerySet[AuditEntry]:
        """With all that a row shows, in one query."""
        found: QuerySet[AuditEntry] = super().get_base_queryset()
        username = User.objects.filter(pk=OuterRef("actor_id")).values("username")[:1]
        return found.annotate(username=Subquery(username), position=F("link__position"))


def _place(entry: Any) -> str:
    """Until a worker has linked it, an entry has none."""
    return "–" if entry.position is None else str(entry.position)


def _who(entry: Any) -> str:
    return f"{entry.username or '–'} ({entry.actor_id})" if entry.actor_id else "–"


def _details(entry: AuditEntry) -> str:
    return json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""


class AuditViewSet(ReadingViewSet):
    """Only who may view the log comes in; nobody can do anything to it."""

    model = AuditEntry
    name = "audit_log"
    url_prefix = "audit-log"
    icon = "clipboard-list"
    menu_label = _("Audit log")
    index_view_class = AuditList
    filterset_class = AuditFilters
    list_display: ClassVar[list[Any]] = [
        Column("position", label=pgettext_lazy("audit log", "Place"), accessor=_place),
        DateColumn("at", label=_("When"), sort_key="at"),
        Column("action", label=pgettext_lazy("audit log", "Step"), accessor=lambda entry: actions.label(entry.action)),
        Column("object_kind", label=pgettext_lazy("audit log", "Kind of object")),
        Column("object_key", label=pgettext_lazy("audit log", "Number of the object")),
        Column("who", label=pgettext_lazy("audit log", "Account"), accessor=_who),
        Column("actor_role", label=pgettext_lazy("audit log", "Role")),
        Column("details", label=pgettext_lazy("audit log", "Details"), accessor=_details),
    ]
    list_export: ClassVar[list[str]] = [
        *("position", "at", "action", "object_kind", "object_key"),
        *("actor_id", "username", "actor_role", "details"),
    ]
