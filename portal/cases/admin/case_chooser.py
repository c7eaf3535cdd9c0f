"""Finding cases by substring, in the list and when a notice chooses its cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from portal.cases.models import Case, Subject


def with_words(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Those with these words in heading, facts, unit or the office's number, or in a subject's name or post."""
    wanted = Q(heading__icontains=words) | Q(facts__icontains=words) | Q(external_id__icontains=words)
    wanted |= Q(unit__name__icontains=words)
    subjects = Subject.objects.filter(
        Q(name__icontains=words) | Q(post_then__icontains=words) | Q(post_now__icontains=words)
    )
    return cases.filter(wanted | Q(pk__in=subjects.order_by().values("case")))


class CaseFilterForm(BaseFilterForm):
    """The search field of the chooser."""

    q = forms.CharField(label=_("Words of the case"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Case]) -> QuerySet[Case]:
        """The cases with these words."""
        words = self.cleaned_data.get("q")
        if words:
            self.is_searching, self.search_query = True, words
            return with_words(objects, words)
        return objects


class _ForKeepers:
    """Cases hold what is not public. Wagtail's choosers open to whoever may enter the admin: auditors, handlers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who work with cases."""
        policy = policy_registry.get_by_type(Case)
        if not policy.user_has_any_permission(request.user, ("add", "change", "view")):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class _CaseList(_ForKeepers):
    filter_form_class = CaseFilterForm

    def get_object_list(self) -> QuerySet[Any]:
        """The newest first, with their units."""
        cases: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return cases.select_related("unit").order_by("-pk")

    @property
    def columns(self) -> list[Column]:
        """With the unit and the quarter, which tell cases apart."""
        more = [Column("unit", label=_("Unit")), Column("quarter", label=_("Quarter"))]
        return [*super().columns, *more]  # type: ignore[misc]


class ChooseCase(_CaseList, ChooseView):
    """The dialogue."""


class ChooseCaseResults(_CaseList, ChooseResultsView):
    """Its list, when the words change."""


class CaseChosen(_ForKeepers, SnippetChosenView):
    """The one that was chosen."""


class CasesChosen(_ForKeepers, SnippetChosenMultipleView):
    """Those that were."""


class CaseChooser(SnippetChooserViewSet):
    """Chooses cases for notices and warnings."""

    choose_view_class = ChooseCase
    choose_results_view_class = ChooseCaseResults
    chosen_view_class = CaseChosen
    chosen_multiple_view_class = CasesChosen
