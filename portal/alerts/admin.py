"""This room in the admin: which units have acknowledged their warnings, and how the mail stands. No address shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.alerts.models import Followed, Mail, Subscription, WarningReceipt
from portal.content.admin import ReadingPolicy, ReadingViewSet
from search.admin_reports import ReportView, ReportViewSet, Section

#: What fewer follow is not shown: it could be known who they are.
FEW = 5
#: Rows of a table that has no end by itself.
LONGEST = 20

register_permission_policy(WarningReceipt, ReadingPolicy(WarningReceipt))


class ReceiptFilters(WagtailFilterSet):
    """Which receipts are looked at."""

    open = django_filters.BooleanFilter(method="by_open", label=_("Not acknowledged yet"))
    chased = django_filters.BooleanFilter(method="by_chased", label=_("Reminded"))

    class Meta:
        model = WarningReceipt
        fields: ClassVar[list[str]] = ["unit"]

    def by_open(self, receipts: QuerySet[WarningReceipt], name: str, value: bool) -> QuerySet[WarningReceipt]:
        """Those that are awaited, or those that are there."""
        return receipts.filter(acknowledged_at__isnull=value)

    def by_chased(self, receipts: QuerySet[WarningReceipt], name: str, value: bool) -> QuerySet[WarningReceipt]:
        """Those whose unit was reminded, or not."""
        return receipts.filter(reminders__gt=0) if value else receipts.filter(reminders=0)


class WarningReceiptViewSet(ReadingViewSet):
    """Receipts of warnings, to read only: /admin/warning-receipts/. They follow from what units do."""

    model = WarningReceipt
    name = "warning_receipts"
    url_prefix = "warning-receipts"
    icon = "warning"
    menu_label = _("Receipts of warnings")
    list_display: ClassVar[list[Any]] = [
        Column("page", label=_("Warning"), accessor="page"),
        Column("unit", label=_("Unit")),
        DateColumn("told_at", label=_("Told"), sort_key="told_at"),
        Column("reminders", label=_("Reminders"), sort_key="reminders"),
        DateColumn("acknowledged_at", label=_("Acknowledged"), sort_key="acknowledged_at"),
        Column("acknowledged_by", label=_("By")),
    ]
    list_export: ClassVar[list[str]] = ["page", "unit", "told_at", "reminders", "acknowledged_at", "acknowledged_by"]
    filterset_class = ReceiptFilters


class AlertsReport(ReportView):
    """How many follow, and how the mail stands."""

    page_title = _("Alerts by mail")
    header_icon = "mail"
    permission_policy = ModelPermissionPolicy(Subscription)

    def sections(self) -> Iterable[Section]:
        """Counts alone: who follows what is nobody's to know."""
        yield _subscriptions()
        yield _mails()
        yield _errors()
        yield _followed_most()


def _subscriptions() -> Section:
    rhythms = Subscription.objects.values("rhythm").annotate(
        active=Count("pk", filter=Q(confirmed_at__isnull=False)),
        asked=Count("pk", filter=Q(confirmed_at__isnull=True)),
    )
    labels = dict(Subscription._meta.get_field("rhythm").flatchoices)
    rows = [{**row, "label": labels[row["rhythm"]]} for row in rhythms.order_by("rhythm")]
    columns = [
        Column("label", label=pgettext_lazy("mail comes", "How often")),
        Column("active", label=_("Confirmed")),
        Column("asked", label=_("Not confirmed yet")),
    ]
    return Section(_("Subscriptions"), Table(columns, rows), not rows)


def _mails() -> Section:
    counted = Mail.objects.values("state", "kind").annotate(mails=Count("pk"), oldest=Min("created_at"))
    rows = [
        {**row, "label": Mail.State(row["state"]).label, "what": Mail.Kind(row["kind"]).label}
        for row in counted.order_by("state", "kind")
    ]
    columns = [
        Column("label", label=pgettext("column", "State")),
        Column("what", label=_("Kind")),
        Column("mails", label=_("Mails")),
        DateColumn("oldest", label=_("Oldest of them")),
    ]
    return Section(_("Mail of the last days"), Table(columns, rows), not rows)


def _errors() -> Section:
    counted = Mail.objects.exclude(error="").values("error").annotate(mails=Count("pk"))
    rows = list(counted.order_by("-mails")[:LONGEST])
    columns = [Column("error", label=_("Error")), Column("mails", label=_("Mails"))]
    return Section(_("What mail servers said"), Table(columns, rows), not rows)


def _followed_most() -> Section:
    several = Followed.objects.annotate(followers=Count("subscriptions")).filter(followers__gte=FEW)
    most = several.order_by("-followers", "pk")[:LONGEST]
    rows = [{"what": str(followed), "followers": followed.followers} for followed in most]
    columns = [Column("what", label=_("What")), Column("followers", label=_("Followers"))]
    return Section(_("Followed most"), Table(columns, rows), not rows)


class AlertsReportViewSet(ReportViewSet):
    """The report: /admin/alerts/."""

    menu_hook = "register_reports_menu_item"


viewsets: tuple[ViewSet, ...] = (
    WarningReceiptViewSet(),
    AlertsReportViewSet("alerts_report", url_prefix="alerts", icon="mail", view_class=AlertsReport),
)
