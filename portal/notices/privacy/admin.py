"""The report of overrides: who let which kinds of findings stand, where and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permissions import register_permission_policy

from portal.content.admin import ReadingPolicy, ReadingViewSet
from portal.privacy.models import ScanOverride

register_permission_policy(ScanOverride, ReadingPolicy(ScanOverride))


class OverrideList(IndexView):
    """The newest first."""

    def get_base_queryset(self) -> QuerySet[ScanOverride]:
        """With all that a row shows."""
        found: QuerySet[ScanOverride] = super().get_base_queryset()
        return found.select_related("user").prefetch_related("findings")


class OverrideViewSet(ReadingViewSet):
    """Privacy overrides, to read only: /admin/privacy-overrides/."""

    model = ScanOverride
    name = "privacy_overrides"
    url_prefix = "privacy-overrides"
    icon = "warning"
    menu_label = _("Privacy overrides")
    index_view_class = OverrideList
    list_display: ClassVar[list[Any]] = [
        TitleColumn("title", label=_("Title"), sort_key="title"),
        Column("kinds", label=_("What may stand"), accessor="kinds"),
        "reason",
        "user",
        DateColumn("at", label=_("When"), sort_key="at"),
    ]
    list_filter: ClassVar[list[str]] = ["user", "at"]
    list_export: ClassVar[list[str]] = ["title", "kinds", "reason", "user", "at"]
    search_fields: ClassVar[list[str]] = ["title", "reason"]
