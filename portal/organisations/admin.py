"""The admin screens of regions, units and staff."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from portal.organisations.choosers import named
from portal.organisations.forms import RegionForm, UnitForm
from portal.organisations.models import CodedNode, Region, StaffMembership, Unit


def _indented(node: CodedNode) -> str:
    """The name, further to the right the deeper it stands."""
    return "\u3000" * (node.depth - 1) + ("└ " if node.depth > 1 else "") + node.name


def _name_column(viewset: str) -> TitleColumn:
    return TitleColumn(
        "name", label=_("Name"), accessor=_indented, get_url=lambda node: reverse(f"{viewset}:edit", args=[node.pk])
    )


def _former_names() -> InlinePanel:
    """The names that a node had; one that is changed in the form is added by itself."""
    return InlinePanel(
        "former_names",
        [FieldPanel("name"), FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])],
        heading=_("Former names"),
        help_text=_("Old notices and searches by an old name still lead here."),
    )


class NodeIndex(generic.IndexView):
    """A tree as a list, parents before children."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """The nodes with their regions."""
        nodes: QuerySet[Any] = super().get_base_queryset()
        return nodes.select_related("region") if self.model is Unit else nodes

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By name or code, former names included."""
        return named(queryset, self.search_query) if self.is_searching else queryset


class NodeDelete(generic.DeleteView):
    """Says why something stays instead of failing."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, or go back to it with the reason."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            messages.error(self.request, _("Not deleted: %(reason)s") % {"reason": error.args[0]})
            return HttpResponseRedirect(self.get_edit_url())
        return response

    def get_edit_url(self) -> str:
        """Where the thing is edited."""
        return reverse(self.edit_url_name, args=[self.object.pk])


class RegionTreeFilter(django_filters.ModelChoiceFilter):
    """A region with everything below it."""

    def filter(self, queryset: QuerySet[Any], value: Region | None) -> QuerySet[Any]:
        """Units of the region and of those below it."""
        return queryset.filter(region__path__startswith=value.path) if value else queryset


class UnitFilters(WagtailFilterSet):
    """How the list of units is narrowed."""

    region = RegionTreeFilter(queryset=Region.objects.order_by("path"), label=_("Region"))

    class Meta:
        model = Unit
        fields = ["kind", "region"]


class NodeViewSet(ModelViewSet):
    """Common to both trees."""

    index_view_class = NodeIndex
    delete_view_class = NodeDelete
    copy_view_enabled = False
    ordering = ["path"]
    search_fields = ["name"]
    list_per_page = 50


class UnitViewSet(NodeViewSet):
    """Units: /admin/units/."""

    model = Unit
    name = "units"
    icon = "group"
    menu_label = _("Units")
    list_display = [
        _name_column("units"),
        Column("code", label=_("Code"), accessor="code", sort_key="code"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("region", label=_("Region"), accessor="region"),
        Column("closed_on", label=_("Closed on"), accessor="closed_on", sort_key="closed_on"),
    ]
    filterset_class = UnitFilters
    list_export = ["code", "name", "name_en", "short_name", "kind", "region", "closed_on"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("short_name"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
                ],
                heading=_("Name"),
            ),
            MultiFieldPanel([FieldPanel("parent"), FieldPanel("region")], heading=_("Place")),
            _former_names(),
            MultiFieldPanel([FieldPanel("closed_on"), FieldPanel("successor")], heading=_("End")),
        ],
        base_form_class=UnitForm,
    )


class RegionViewSet(NodeViewSet):
    """Regions: /admin/regions/."""

    model = Region
    name = "regions"
    icon = "site"
    menu_label = _("Regions")
    list_display = [
        _name_column("regions"),
        Column("code", label=_("Code"), accessor="code", sort_key="code"),
        Column("name_en", label=_("Name in English"), accessor="name_en"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("name_en"),
            FieldPanel("code", help_text=_("That of GB/T 2260 where there is one.")),
            FieldPanel("parent"),
            _former_names(),
            FieldRowPanel([FieldPanel("tile_column"), FieldPanel("tile_row")], heading=_("Place in the tile map")),
        ],
        base_form_class=RegionForm,
    )


class StaffMembershipViewSet(ModelViewSet):
    """Who works where: /admin/staff/."""

    model = StaffMembership
    name = "staff"
    icon = "user"
    menu_label = _("Staff")
    copy_view_enabled = False
    list_display = ["user", "unit", "post", "since", "until"]
    list_filter = ["user"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "unit__name", "unit__code", "post"]
    ordering = ["unit__path", "user__username"]
    panels = [
        FieldRowPanel([FieldPanel("user"), FieldPanel("unit")]),
        FieldPanel("post"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]


class UnitsGroup(ViewSetGroup):
    """The menu."""

    menu_label = _("Units")
    menu_icon = "group"
    menu_order = 250
    items = (UnitViewSet, RegionViewSet, StaffMembershipViewSet)
