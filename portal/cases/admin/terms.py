"""The admin screens of the official lists: what is in use is closed with a last day, never deleted or recoded."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from portal.cases.admin.term_forms import TermForm, TermListForm
from portal.cases.models import Term, TermList


class KeptDelete(generic.DeleteView):
    """Says why something stays instead of failing."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete it, or go back to it with the reason."""
        # The deletion itself knows all uses; Wagtail would refuse some of them without a word.
        self.usage = None
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            messages.error(self.request, _("Not deleted: %(reason)s") % {"reason": self.reason(error)})
            return HttpResponseRedirect(reverse(self.edit_url_name, args=[self.object.pk]))
        return response

    def reason(self, error: ProtectedError) -> str:
        """Why, in words."""
        return str(error.args[0])


class TermDelete(KeptDelete):
    """Deletes a term that nothing uses."""

    def reason(self, error: ProtectedError) -> str:
        """What to do instead."""
        return str(_("The term is in use. Give it a last day instead; old records keep it."))


class TermListDelete(KeptDelete):
    """Deletes a list without terms."""

    def reason(self, error: ProtectedError) -> str:
        """What to do instead."""
        return str(_("The list still has terms."))


class TermFilters(WagtailFilterSet):
    """How the terms are narrowed: a list, and what is in force."""

    taxonomy = django_filters.ModelChoiceFilter(
        queryset=TermList.objects.order_by("name"), to_field_name="code", label=pgettext_lazy("official list", "List")
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("Validity"),
        choices=[("now", _("in force")), ("closed", _("no longer in force")), ("coming", _("not yet in force"))],
    )

    class Meta:
        model = Term
        fields = ["taxonomy", "state"]

    def by_state(self, terms: Any, name: str, value: str) -> Any:
        """The terms in force today, those that were, or those that will be."""
        return {"now": terms.valid, "closed": terms.closed, "coming": terms.coming}[value]()


class TermIndex(generic.IndexView):
    """The terms with what they name."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """In one query."""
        terms: QuerySet[Any] = super().get_base_queryset()
        return terms.select_related("taxonomy", "parent", "successor", "counts_as")


def _edit(row: Model) -> str:
    return reverse(f"{'terms' if isinstance(row, Term) else 'termlists'}:edit", args=[row.pk])


class TermViewSet(ModelViewSet):
    """Terms: /admin/terms/."""

    model = Term
    name = "terms"
    icon = "list-ul"
    menu_label = _("Terms")
    index_view_class = TermIndex
    delete_view_class = TermDelete
    copy_view_enabled = False
    list_display = [
        TitleColumn("name", label=pgettext_lazy("official list", "Term"), sort_key="name", get_url=_edit),
        Column("code", label=_("Code"), sort_key="code"),
        Column("taxonomy", label=pgettext_lazy("official list", "List"), sort_key="taxonomy"),
        Column("parent", label=_("Belongs to")),
        Column("valid_from", label=_("valid from"), sort_key="valid_from"),
        Column("valid_until", label=_("valid until"), sort_key="valid_until"),
        Column("successor", label=_("replaced by")),
        Column("counts_as", label=_("counted as")),
    ]
    filterset_class = TermFilters
    search_fields = ["name", "name_en", "code"]
    ordering = ["taxonomy", "sort_order", "code"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("name_en"),
                    FieldRowPanel([FieldPanel("taxonomy"), FieldPanel("code")]),
                    FieldRowPanel([FieldPanel("parent"), FieldPanel("sort_order")]),
                ],
                heading=pgettext_lazy("official list", "Term"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel("successor"),
                    FieldPanel("counts_as"),
                ],
                heading=_("Validity"),
            ),
            MultiFieldPanel([FieldPanel("influence"), FieldPanel("facts")], heading=_("Further facts")),
        ],
        base_form_class=TermForm,
    )


class TermListViewSet(ModelViewSet):
    """Lists: /admin/termlists/."""

    model = TermList
    name = "termlists"
    icon = "list-ol"
    menu_label = pgettext_lazy("official list", "Lists")
    delete_view_class = TermListDelete
    copy_view_enabled = False
    list_display = [
        TitleColumn("name", label=pgettext_lazy("official list", "List"), sort_key="name", get_url=_edit),
        Column("code", label=_("Code"), sort_key="code"),
        Column("measure_scale", label=_("scale of measures"), accessor="get_measure_scale_display"),
        Column("note", label=_("note")),
    ]
    search_fields = ["name", "name_en", "code"]
    ordering = ["code"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("name_en"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("measure_scale")]),
            FieldPanel("note"),
        ],
        base_form_class=TermListForm,
    )


class OfficialLists(ViewSetGroup):
    """The menu."""

    menu_label = _("Official lists")
    menu_icon = "list-ul"
    menu_order = 260
    items = (TermViewSet, TermListViewSet)
