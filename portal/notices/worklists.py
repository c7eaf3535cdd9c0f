"""What supervisors look for in notices: problems that should have been rectified by now."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.cases.worklists import may_see_all
from portal.content.models.pages import Reader
from portal.content.worklists import Found, Item, Worklist, register_worklist
from portal.notices.inspections.ledgers import SETTLED
from portal.notices.models import InspectionPage, RectificationItem


def overdue() -> QuerySet[RectificationItem]:
    """The items of live ledgers whose day has passed and that are not settled."""
    open_items = RectificationItem.objects.exclude(state__code__in=SETTLED)
    return open_items.filter(due__lt=timezone.localdate(), inspected__page__live=True)


def _may(user: Reader) -> bool:
    return _may_edit(user) or may_see_all(user)


def _may_edit(user: Reader) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, ("add", "change", "publish")))


def _find(user: Reader, most: int) -> Found:
    items, may_edit = overdue().select_related("inspected__unit", "inspected__page", "owner_unit"), _may_edit(user)
    if not may_edit:
        # Supervisors read the page as it is published; what is internal is for the units that it names.
        items = items.filter(inspected__page__in=InspectionPage.objects.published())
    return Found(items.count(), tuple(_item(item, may_edit) for item in items.order_by("due", "pk")[:most]))


def _item(item: RectificationItem, may_edit: bool) -> Item:
    days = (timezone.localdate() - item.due).days if item.due else 0
    late = ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    unit = item.owner_unit or item.inspected.unit
    due = _("due %(day)s") % {"day": date_format(item.due, "Y-m-d") if item.due else "—"}
    page = item.inspected.page
    address = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else page.get_url() or ""
    return Item(item.problem[:120], address, " · ".join((unit.label, due, late)))


def register() -> None:
    """Hand the list to the workbench."""
    register_worklist(_OVERDUE)


_OVERDUE = Worklist(
    "rectification",
    gettext_lazy("Rectification overdue"),
    gettext_lazy("The day by which a problem was to be put right has passed, and it is not settled."),
    _may,
    _find,
)
