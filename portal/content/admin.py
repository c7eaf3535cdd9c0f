"""Screens of the admin for what belongs to no single app: the withdrawn pages, the list of changes."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.content.models import PublicChange, Tombstone


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever has the right to view may view; nobody may do anything else, not even who may do everything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether this action is viewing, and allowed."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether viewing is among the actions, and allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class ReadingViewSet(ModelViewSet):
    """Rows to look at, among the reports; their model has a `ReadingPolicy`."""

    menu_hook = "register_reports_menu_item"
    copy_view_enabled = False
    # Wagtail makes a form for every model; the policy lets nobody come to it, so it is empty.
    edit_handler = ObjectList([])


register_permission_policy(Tombstone, ReadingPolicy(Tombstone))
register_permission_policy(PublicChange, ReadingPolicy(PublicChange))


class TombstoneViewSet(ReadingViewSet):
    """Withdrawn pages, to read only: /admin/withdrawn-pages/."""

    model = Tombstone
    name = "withdrawn_pages"
    url_prefix = "withdrawn-pages"
    icon = "history"
    menu_label = _("Withdrawn pages")
    list_display: ClassVar[list[Any]] = [
        "path",
        "kind",
        Column("dated", label=_("Date of the document"), sort_key="dated"),
        Column("withdrawn_on", label=_("Withdrawn on"), sort_key="withdrawn_on"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "withdrawn_on"]
    search_fields: ClassVar[list[str]] = ["path"]


class PublicChangeViewSet(ReadingViewSet):
    """The list of public changes, to read only: /admin/public-changes/."""

    model = PublicChange
    name = "public_changes"
    url_prefix = "public-changes"
    icon = "history"
    menu_label = _("List of changes")
    list_display: ClassVar[list[Any]] = [
        "url",
        Column("get_kind_display", label=_("Kind of change"), sort_key="kind"),
        "note",
        Column("at", label=_("When"), sort_key="at"),
    ]
    list_filter: ClassVar[list[str]] = ["kind", "at"]
    search_fields: ClassVar[list[str]] = ["url", "note"]
