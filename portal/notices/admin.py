"""Lists of notices in the admin: what an editor wants to see of many at once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.notices.models import BulletinPage, CaseNoticePage, ClarificationPage, InspectionPage, WarningPage
from portal.notices.reading_desk.hooks import ReadingDesk

_first = [BulkActionsColumn("bulk_actions"), PageTitleColumn("title", label=_("Title"), sort_key="title")]
_facts = [
    Column("document_number", label=_("Document number"), sort_key="document_number"),
    Column("issuing_unit", label=_("Issuing unit")),
    Column("published_on", label=_("Date of publication"), sort_key="published_on"),
    Column("scope", label=_("Scope"), accessor="get_scope_display", sort_key="scope"),
]
_last = [UpdatedAtColumn(), PageStatusColumn("status", label=_("Status"), sort_key="live")]


class CaseNoticeListing(PageListingViewSet):
    """All case notices: /admin/case-notices/."""

    model = CaseNoticePage
    name = "case-notices"
    icon = "doc-full"
    menu_label = _("Case notices")
    list_display = [*_first, *_facts, *_last]
    list_filter = ["scope", "live", "published_on"]


class WarningListing(PageListingViewSet):
    """All warnings: /admin/warnings/."""

    model = WarningPage
    name = "warnings"
    icon = "warning"
    menu_label = _("Warnings")
    list_display = [
        *_first,
        *_facts,
        Column("valid_to", label=_("In force until"), sort_key="valid_to"),
        *_last,
    ]
    list_filter = ["scope", "warning_kind", "live", "valid_to"]


class BulletinListing(PageListingViewSet):
    """All quarterly bulletins: /admin/bulletins/."""

    model = BulletinPage
    name = "bulletins"
    icon = "table"
    menu_label = _("Quarterly bulletins")
    list_display = [
        *_first,
        Column("year", label=_("Year"), sort_key="year"),
        Column("quarter_number", label=_("Quarter"), accessor="get_quarter_number_display", sort_key="quarter_number"),
        Column("unit", label=_("Unit counted")),
        Column("published_on", label=_("Date of publication"), sort_key="published_on"),
        Column("scope", label=_("Scope"), accessor="get_scope_display", sort_key="scope"),
        *_last,
    ]
    list_filter = ["scope", "year", "quarter_number", "live"]


class ClarificationListing(PageListingViewSet):
    """All clarifications: /admin/clarifications/."""

    model = ClarificationPage
    name = "clarifications"
    icon = "success"
    menu_label = _("Clarifications")
    list_display = [
        *_first,
        Column("clarified_on", label=_("Cleared on"), sort_key="clarified_on"),
        Column("visit_on", label=_("Follow-up visit"), sort_key="visit_on"),
        *_facts,
        *_last,
    ]
    list_filter = ["scope", "mode", "live", "clarified_on"]


class InspectionListing(PageListingViewSet):
    """All rounds of inspection: /admin/inspections/."""

    model = InspectionPage
    name = "inspections"
    icon = "view"
    menu_label = _("Inspections")
    list_display = [
        *_first,
        Column("closes_on", label=_("Open until"), sort_key="closes_on"),
        *_facts,
        *_last,
    ]
    list_filter = ["scope", "inspection_type", "live", "closes_on"]


class NoticesGroup(ViewSetGroup):
    """The menu."""

    menu_label = _("Notices")
    menu_icon = "doc-full"
    menu_order = 150
    items = (
        CaseNoticeListing,
        WarningListing,
        BulletinListing,
        ClarificationListing,
        InspectionListing,
        ReadingDesk,
    )
