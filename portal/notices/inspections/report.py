"""The report of rectification that is late: /admin/reports/rectification-overdue/."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from portal.notices.inspections.ledgers import OVERDUE, SETTLED
from portal.notices.models import RectificationItem

RIGHTS = ["add", "change", "publish"]


def overdue_items(user: User | AnonymousUser) -> QuerySet[RectificationItem]:
    """The items that are late in the live rounds on which the user works, the longest overdue first."""
    late = Q(due__lt=timezone.localdate()) & ~Q(state__code__in=SETTLED)
    found = RectificationItem.objects.filter(late | Q(state__code=OVERDUE), inspected__page__live=True)
    mine = page_permission_policy.instances_user_has_any_permission_for(user, RIGHTS)
    found = found.filter(inspected__page__in=mine.values("pk"))
    return found.select_related("inspected__page", "inspected__unit", "owner_unit", "state").order_by("due", "pk")


def may_see(user: User | AnonymousUser) -> bool:
    """Whether the user works on pages at all."""
    return bool(page_permission_policy.user_has_any_permission(user, RIGHTS))


def _edit(item: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[item.inspected.page_id])


class RectificationOverdue(ReportView):
    """A row for each item that is late, linked to its round."""

    model = RectificationItem
    permission_policy = page_permission_policy
    any_permission_required = RIGHTS
    page_title = _("Rectification overdue")
    header_icon = "time"
    index_url_name = "rectification_overdue"
    index_results_url_name = "rectification_overdue_results"
    is_searchable = False
    columns = [
        TitleColumn("problem", label=_("Problem"), get_url=_edit),
        Column("unit", label=_("Unit"), accessor="inspected.unit"),
        Column("owner_unit", label=_("unit responsible")),
        Column("owner_post", label=_("post responsible")),
        Column("due", label=pgettext_lazy("column", "Due")),
        Column("round", label=_("Inspection"), accessor="inspected.page"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        """What is late today."""
        return overdue_items(self.request.user)
