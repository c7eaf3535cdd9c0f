"""Choosing a unit or region from a searchable list instead of a menu of hundreds."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from portal.organisations.models import CodedNode, Region, Unit

Node = TypeVar("Node", bound=CodedNode)

#: Where a word is looked for, by model.
SEARCHED = {
    Region: ("name", "name_en", "code", "former_names__name"),
    Unit: ("name", "name_en", "short_name", "code", "former_names__name"),
}


def named(nodes: QuerySet[Node], words: str) -> QuerySet[Node]:
    """Those with these words in a name, former ones included, or in the code."""
    wanted = Q()
    for field in SEARCHED[nodes.model]:
        wanted |= Q(**{f"{field}__icontains": words})
    # By key: a join to former names would list a node twice.
    return nodes.filter(pk__in=nodes.model.objects.filter(wanted).order_by().values("pk"))


class NodeFilterForm(BaseFilterForm):
    """The search field of the chooser."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Node]) -> QuerySet[Node]:
        """The nodes that answer to the words."""
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            return named(objects, words)
        return objects


class _NodeList(Generic[Node]):
    filter_form_class = NodeFilterForm
    ordering = "path"
    per_page = 20

    def get_object_list(self) -> QuerySet[Node]:
        """The nodes, each with the name of the one above it."""
        nodes: QuerySet[Node] = super().get_object_list()  # type: ignore[misc]
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - nodes.model.steplen)
        return nodes.annotate(parent_name=Subquery(nodes.model.objects.filter(path=above).order_by().values("name")))

    @property
    def columns(self) -> list[Column]:
        """Name, code, and what it belongs to, which tells namesakes apart."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("code", label=_("Code"), accessor="code"),
            Column("parent", label=_("Belongs to"), accessor="parent_name"),
        ]


class ChooseNode(_NodeList[Any], chooser.ChooseView):
    """The dialogue."""


class ChooseNodeResults(_NodeList[Any], chooser.ChooseResultsView):
    """Its list, when the words change."""


class NodeWidget(BaseChooser):
    """Wagtail's, but for what somebody typed into an address: it names nothing, and is no failure."""

    def get_instance(self, value: Any) -> Any:
        """The node of a primary key, or None."""
        try:
            return super().get_instance(value)
        except (ValueError, TypeError, OverflowError):
            return None


class NodeChooser(ChooserViewSet):
    """A chooser for one of the trees."""

    base_widget_class = NodeWidget
    choose_view_class = ChooseNode
    choose_results_view_class = ChooseNodeResults


class UnitChooser(NodeChooser):
    """Chooses a unit."""

    model = Unit
    icon = "group"
    choose_one_text = _("Choose a unit")
    choose_another_text = _("Choose another unit")
    edit_item_text = _("Edit this unit")


class RegionChooser(NodeChooser):
    """Chooses a region."""

    model = Region
    icon = "site"
    choose_one_text = _("Choose a region")
    choose_another_text = _("Choose another region")
    edit_item_text = _("Edit this region")


unit_chooser = UnitChooser("unit_chooser")
region_chooser = RegionChooser("region_chooser")
