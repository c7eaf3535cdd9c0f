"""Reports in the admin: tables on a page of their own, for those who may see them. Any app may have some."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import Promise, cached_property
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its table."""

    heading: str | Promise
    table: Table
    is_empty: bool


class ReportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView, ABC):
    """Tables on a page of the admin, for those who may see them."""

    template_name = "search/admin/report.html"
    permission_required = "view"

    @abstractmethod
    def sections(self) -> Iterable[Section]:
        """What is shown."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, and the style that they ask for."""
        sections = list(self.sections())
        media = sum((section.table.media for section in sections), Media())
        context: dict[str, Any] = super().get_context_data(sections=sections, media=media, **kwargs)
        return context


class ReportMenuItem(MenuItem):
    """Shown to those who may see the report behind it."""

    policy: ModelPermissionPolicy

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return bool(self.policy.user_has_permission(request.user, "view"))


class ReportViewSet(ViewSet):
    """One report at an address of its own."""

    view_class: type[ReportView]

    @property
    def menu_label(self) -> Any:
        """The title of the page."""
        return self.view_class.page_title

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """An item that knows who may see it."""
        return type("ReportItem", (ReportMenuItem,), {"policy": self.view_class.permission_policy})

    def get_urlpatterns(self) -> list[URLPattern]:
        """The report itself."""
        return [path("", self.view_class.as_view(), name="index")]
