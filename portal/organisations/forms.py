"""The editing forms of regions and units: the place in the tree is a field like any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.organisations.choosers import region_chooser, unit_chooser
from portal.organisations.models import CodedNode, Region, Unit

Node = TypeVar("Node", bound=CodedNode)


class NodeForm(WagtailAdminModelForm, Generic[Node]):
    """A node with its parent; the code is set once."""

    parent: forms.ModelChoiceField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
            self.initial.setdefault("parent", self.instance.get_parent())

    def clean_code(self) -> str:
        """Refuse a code that differs from another one only by its case: addresses do not tell them apart."""
        code: str = self.cleaned_data["code"]
        if type(self.instance).objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This code is taken."))
        return code

    def clean_parent(self) -> Node | None:
        """Refuse a place below itself."""
        parent: Node | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError(_("It cannot stand below itself."))
        return parent

    def save(self, commit: bool = True) -> Node:
        """Store the node in its place, and the name that it had until yesterday; one transaction."""
        before = self.initial["name"] if self.instance.pk and "name" in self.changed_data else ""
        node: Node = super().save(commit=False)
        if not commit:
            return node
        parent: Node | None = self.cleaned_data["parent"]
        with transaction.atomic():
            if node.pk:
                node.save()
                node.place_below(parent)
            elif parent:
                parent.add_child(instance=node)
            else:
                type(node).add_root(instance=node)
            if before:
                self._keep(node, before)
        return node

    def _keep(self, node: Node, name: str) -> None:
        """Let its past be found under both names; nothing is added where the editor says when it had this one."""
        former = type(node).former_names.rel.related_model.objects
        own = {type(node)._meta.model_name: node, "name": name}
        if not former.filter(**own).exists():
            former.create(**own, valid_until=timezone.localdate() - timedelta(days=1))


class RegionForm(NodeForm[Region]):
    """A region."""

    parent = forms.ModelChoiceField(
        Region.objects.all(),
        required=False,
        label=_("Belongs to"),
        widget=region_chooser.widget_class,
        help_text=_("The region above it; empty at the top. Everything below moves along."),
    )


class UnitForm(NodeForm[Unit]):
    """A unit."""

    parent = forms.ModelChoiceField(
        Unit.objects.all(),
        required=False,
        label=_("Belongs to"),
        widget=unit_chooser.widget_class,
        help_text=_("The unit above it; empty at the top. Everything below moves along."),
    )

    def clean(self) -> dict[str, Any]:
        """A unit does not follow itself."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and cleaned.get("successor") == self.instance:
            self.add_error("successor", _("A unit cannot be its own successor."))
        return cleaned
