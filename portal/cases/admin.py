"""The admin screen of the official lists."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from portal.cases.models import Term


class TermForm(WagtailAdminModelForm):
    """A term; list and code are set once, the parent is of the same list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["taxonomy"].disabled = self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Keep the lists apart, and each a tree."""
        cleaned: dict[str, Any] = super().clean()
        parent: Term | None = cleaned.get("parent")
        if parent and parent.taxonomy != cleaned.get("taxonomy"):
            self.add_error("parent", ValidationError(_("The parent is of the other list.")))
        if parent and self.instance.pk and self._is_above(parent):
            self.add_error("parent", ValidationError(_("It cannot stand below itself.")))
        return cleaned

    def _is_above(self, term: Term) -> bool:
        at: Term | None = term
        while at is not None:
            if at.pk == self.instance.pk:
                return True
            at = at.parent
        return False


class TermViewSet(ModelViewSet):
    """Violations and forms: /admin/terms/."""

    model = Term
    name = "terms"
    icon = "list-ul"
    menu_label = _("Official lists")
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "code", "taxonomy", "parent", "sort_order"]
    list_filter = ["taxonomy"]
    search_fields = ["name", "name_en", "code"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("name_en"),
            FieldRowPanel([FieldPanel("taxonomy"), FieldPanel("code")]),
            FieldRowPanel([FieldPanel("parent"), FieldPanel("sort_order")]),
        ],
        base_form_class=TermForm,
    )
