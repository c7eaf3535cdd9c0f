"""The admin of cases: /admin/cases/."""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.snippets.views import snippets

from portal.cases.admin.case_chooser import CaseChooser, with_words
from portal.cases.admin.case_export import CaseExport
from portal.cases.admin.case_filters import CaseFilters
from portal.cases.admin.case_panels import case_edit_handler
from portal.cases.admin.case_reading import CaseReading
from portal.cases.admin.terms import KeptDelete
from portal.cases.models import Case

#: The button by which an editor puts the own text in place of a newer version, having been told of it.
REPLACE = "replaces_revision"


class CaseIndex(CaseExport, snippets.IndexView):
    """The list."""

    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Any]:
        """With what the columns show."""
        cases: QuerySet[Any] = super().get_base_queryset()
        return cases.select_related("unit", "stage")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By substring, so that two characters of Chinese find something."""
        return with_words(queryset, self.search_query) if self.is_searching else queryset


class SavedOnPurpose:
    """No saving on the way: a half-typed measure is no version, and half a name has no place in the history."""

    def setup(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail has it, without saving by itself."""
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class CaseCreate(SavedOnPurpose, snippets.CreateView):
    """Entering a case."""


class CaseEdit(SavedOnPurpose, snippets.EditView):
    """Editing. Whoever began on a version that is not the newest is told, and nothing is overwritten in silence."""

    def get_object(self, queryset: Any = None) -> Any:
        """The newest version. A save waits for another one of the same case, so that it sees what that wrote."""
        if self.request.method == "POST" and not getattr(self, "object", None):
            list(Case.objects.select_for_update().filter(pk=self.kwargs["pk"]).values_list("pk"))
        return super().get_object(queryset)

    def is_valid(self, form: Any) -> bool:
        """Refuse what was written over an older version, unless its writer has seen that and says so."""
        self.outdated = not self.expects_json_response and self._is_outdated()
        if not self.outdated:
            return bool(super().is_valid(form))
        # The form shows its own faults besides.
        form.is_valid()
        self.produced_error_message = self._told()
        return False

    def _is_outdated(self) -> bool:
        newest = self.latest_revision
        if not newest or self.request.POST.get(REPLACE) == str(newest.pk):
            return False
        begun = ("overwrite_revision_id", "loaded_revision_id")
        # Without a mark the page was opened before there was any version.
        return self.is_out_of_date or not any(self.request.POST.get(name) for name in begun)

    def _told(self) -> SafeString:
        revision = self.latest_revision
        text = _(
            "Not saved: %(user)s saved a newer version at %(time)s. Below is what you typed. "
            "Compare it with the newer version, then save it on purpose in its place, or open the case again."
        ) % {
            "user": get_user_display_name(revision.user) if revision.user else _("somebody"),
            "time": localtime(revision.created_at).strftime("%H:%M:%S"),
        }
        return format_html(
            '{} <a class="button button-small button-secondary" href="{}" target="_blank" rel="noreferrer">{}</a> '
            '<button type="submit" class="button button-small button-secondary" form="w-editor-form"'
            ' name="{}" value="{}">{}</button>',
            text,
            self.get_edit_url(),
            _("Open the newer version"),
            REPLACE,
            revision.pk,
            _("Save mine in its place"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """After a refusal the page still stands on the older version."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if getattr(self, "outdated", False):
            shown = copy.copy(self.object)
            shown.latest_revision_id = self.request.POST.get("loaded_revision_id") or "0"
            context["object"] = shown
            context["loaded_revision_created_at"] = self.request.POST.get("loaded_revision_created_at", "")
        return context


class CaseDelete(KeptDelete, snippets.DeleteView):
    """Deletes a case that nothing shows."""

    def reason(self, error: ProtectedError) -> str:
        """Which pages show it."""
        return kept_by(error)


def kept_by(error: ProtectedError) -> str:
    """The pages that hold a case, or why it stays otherwise."""
    pages = [getattr(held, "page", held) for held in error.protected_objects]
    if not pages:
        return str(error.args[0])
    titles = format_html_join("、", "{}", ((str(page),) for page in pages[:5]))
    return format_html("{} {}", _("The case stands in notices; withdraw it there first:"), titles)


class CaseViewSet(snippets.SnippetViewSet):
    """Cases: list, form, history."""

    model = Case
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Cases")
    menu_name = "cases"
    menu_order = 140
    add_to_admin_menu = True
    copy_view_enabled = False
    admin_url_namespace = "cases"
    base_url_path = "cases"
    index_view_class = CaseIndex
    add_view_class = CaseCreate
    edit_view_class = CaseEdit
    delete_view_class = CaseDelete
    inspect_view_enabled = True
    inspect_view_class = CaseReading
    chooser_viewset_class = CaseChooser
    filterset_class = CaseFilters
    search_fields = ["heading"]
    list_display = [
        "heading",
        Column("unit", label=gettext_lazy("Unit"), sort_key="unit__name"),
        Column("quarter", label=gettext_lazy("Quarter"), sort_key="quarter"),
        Column("stage", label=gettext_lazy("Stage")),
        UpdatedAtColumn(),
    ]
    list_export = CaseExport.list_export
    list_per_page = 50
    ordering = ["-pk"]
    edit_handler = case_edit_handler
