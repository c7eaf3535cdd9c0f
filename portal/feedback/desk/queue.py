"""The queue: what this account may know of, by what stands in clear."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from portal.cases.lists import listed_terms
from portal.feedback.desk.saved_views import saved_views
from portal.feedback.desk.tabs import NEAR_DAYS, TABS, counts, tab, unread
from portal.feedback.models import Channel, Kind, Priority, State, Submission
from portal.feedback.models.submissions import SubmissionQuerySet
from portal.feedback.roles import Right, may
from portal.organisations.choosers import unit_chooser
from portal.organisations.models import Unit

#: The list of the categories of tips and inquiries.
CATEGORIES = ("violation", "petition_illegal", "inquiry_type")


def categories() -> list[tuple[int, str]]:
    """The terms of these lists, from the copy in memory."""
    rows = [term for term in listed_terms().values() if term.taxonomy in CATEGORIES]
    return [(term.number, term.label) for term in sorted(rows, key=lambda term: (term.taxonomy, term.sort_order))]


class QueueFilters(WagtailFilterSet):
    """What staff sort by; nothing of it is what a citizen wrote."""

    kind = django_filters.MultipleChoiceFilter(choices=Kind.choices, label=pgettext_lazy("submission", "Kind"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, label=pgettext_lazy("submission", "State"))
    channel = django_filters.MultipleChoiceFilter(choices=Channel.choices, label=_("Channel"))
    category = django_filters.ChoiceFilter(choices=lambda: categories(), field_name="category_id", label=_("Category"))
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), label=_("Unit"), widget=unit_chooser.widget_class
    )
    is_named = django_filters.BooleanFilter(label=_("Named"))
    priority = django_filters.MultipleChoiceFilter(choices=Priority.choices, label=_("Priority"))
    received_on = django_filters.DateFromToRangeFilter(label=_("Received on"), widget=DateRangePickerWidget)
    due_on = django_filters.DateFromToRangeFilter(label=_("Due on"), widget=DateRangePickerWidget)

    class Meta:
        model = Submission
        fields: ClassVar[list[str]] = []


class Queue(IndexView):
    """The list. Whose it is decides `visible_to` alone."""

    template_name = "feedback/desk/queue.html"
    page_title = _("Tips and inquiries")
    paginate_by = 30

    @cached_property
    def visible(self) -> SubmissionQuerySet:
        """All that this account may know of."""
        return Submission.objects.visible_to(self.request.user)

    def get_base_queryset(self) -> QuerySet[Submission]:
        """The chosen pile, with all that a row shows, in one query."""
        chosen = self.visible.filter(tab(self.request.GET.get("tab")).rows())
        return chosen.select_related("category", "unit").annotate(has_unread=unread())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the piles and the own saved views."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = tab(self.request.GET.get("tab"))
        numbers = counts(self.visible)
        context["tabs"] = [(each, numbers.get(each.code), each is now) for each in TABS]
        context["saved_views"] = saved_views(self.request.user)
        context["may_record"] = may(self.request.user, Right.RECORD)
        context["may_search"] = may(self.request.user, Right.OPEN_CONTENT)
        context["may_clear"] = now.code == "flood" and may(self.request.user, Right.ACCEPT)
        context["query"] = self.request.GET.urlencode()
        return context


def _file_address(submission: Submission) -> str:
    return reverse("feedback_desk:file", args=[submission.pk])


def due_mark(submission: Submission) -> SafeString | str:
    """The due day with a word and a colour; a colour alone tells nobody anything."""
    if submission.due_on is None or not submission.is_open:
        return "–"
    left = (submission.due_on - timezone.localdate()).days
    if left < 0:
        kind, text = "late", gettext("overdue by %(days)d days") % {"days": -left}
    elif left <= NEAR_DAYS:
        kind, text = "near", gettext("%(days)d days left") % {"days": left}
    else:
        kind, text = "calm", ""
    day = date_format(submission.due_on, "SHORT_DATE_FORMAT")
    return format_html('<span class="due due--{}"><time>{}</time> <small>{}</small></span>', kind, day, text)


def _signs(submission: Any) -> str:
    signs = [gettext("unread message")] if submission.has_unread else []
    if submission.priority != Priority.NORMAL:
        signs.append(str(submission.get_priority_display()))
    return " · ".join(signs) or "–"


COLUMNS: list[Column] = [
    TitleColumn("reference", label=_("File number"), accessor=str, get_url=_file_address),
    Column("kind", label=pgettext_lazy("submission", "Kind"), accessor="get_kind_display", sort_key="kind"),
    Column("state", label=pgettext_lazy("submission", "State"), accessor="get_state_display", sort_key="state"),
    Column("category", label=_("Category"), accessor=lambda row: row.category or "–"),
    Column("unit", label=_("Unit"), accessor=lambda row: row.unit or "–"),
    Column("channel", label=_("Channel"), accessor="get_channel_display"),
    Column("received_on", label=_("Received on"), sort_key="received_on"),
    Column("due_on", label=_("Due"), accessor=due_mark, sort_key="due_on"),
    Column("signs", label=_("Note"), accessor=_signs),
]
