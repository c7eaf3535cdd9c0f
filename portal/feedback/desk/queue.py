"""The queue: what this account may know of, by what stands in clear."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from portal.cases.lists import listed_terms
from portal.feedback.desk.saved_views import saved_views
from portal.feedback.desk.tabs import NEAR_DAYS, TABS, Tab, counts, tab, unread
from portal.feedback.models import Channel, Kind, Priority, State, Submission
from portal.feedback.models.submissions import SubmissionQuerySet
from portal.feedback.roles import Right, may
from portal.organisations.choosers import unit_chooser
from portal.organisations.models import Unit

#: Of a pile that is not counted.
MOST_LEAFED_THROUGH = 3000
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


class Cell(Column):
    """A cell without a template of its own: a page of the queue has hundreds."""

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        """The value in its cell."""
        return format_html("<td>{}</td>", self.get_value(instance))


class QueuePaginator(WagtailPaginator):
    """Counts only what the piles have not counted; of all that ever ended only so many as anybody would leaf through.

    Who looks for an older one than that has the filters, and what they find is counted to the last.
    """

    known: int | None = None
    most: int | None = None

    @cached_property
    def count(self) -> int:
        """How many rows there are to leaf through."""
        if self.known is not None:
            return self.known
        rows = self.object_list.order_by()
        return int((rows[: self.most] if self.most else rows).count())

    @cached_property
    def items_count_label(self) -> str:
        """As Wagtail says it, or that there are more."""
        if self.count == self.most:
            return gettext("the first %(most)s") % {"most": intcomma(self.most)}
        return str(super().items_count_label)


class Queue(IndexView):
    """The list. Whose it is decides `visible_to` alone."""

    template_name = "feedback/desk/queue.html"
    page_title = _("Tips and inquiries")

    @cached_property
    def visible(self) -> SubmissionQuerySet:
        """All that this account may know of."""
        return Submission.objects.visible_to(self.request.user)

    @cached_property
    def tab(self) -> Tab:
        """The chosen pile."""
        return tab(self.request.GET.get("tab"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Of each pile that is counted at all."""
        return counts(self.visible)

    def get_base_queryset(self) -> QuerySet[Submission]:
        """The chosen pile."""
        return self.visible.filter(self.tab.rows())

    def order_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """In an order without ties, so that no row stands on two pages and none on no page."""
        ordered: QuerySet[Submission] = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "pk")

    def paginate_queryset(self, queryset: QuerySet[Submission], page_size: int) -> tuple[Any, Any, Any, bool]:
        """One page, with all that a row shows read for its rows alone."""
        paginator = QueuePaginator(queryset, page_size)
        if not self.is_filtering:
            paginator.known = self.counts.get(self.tab.code)
            paginator.most = MOST_LEAFED_THROUGH if paginator.known is None else None
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        chosen = Submission.objects.filter(pk__in=page.object_list.values("pk"))
        rows = chosen.select_related("category", "unit").annotate(has_unread=unread())
        page.object_list = rows.order_by(*queryset.query.order_by)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the piles and the own saved views."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = self.tab
        context["tabs"] = [(each, self.counts.get(each.code), each is now) for each in TABS]
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
    return format_html(
        '<span class="due due--{}"><time>{}</time> <small>{}</small></span>', kind, submission.due_on.isoformat(), text
    )


def _signs(submission: Any) -> str:
    signs = [gettext("unread message")] if submission.has_unread else []
    if submission.priority != Priority.NORMAL:
        signs.append(str(submission.get_priority_display()))
    return " · ".join(signs) or "–"


COLUMNS: list[Column] = [
    TitleColumn("reference", label=_("File number"), accessor=str, get_url=_file_address),
    Cell("kind", label=pgettext_lazy("submission", "Kind"), accessor="get_kind_display", sort_key="kind"),
    Cell("state", label=pgettext_lazy("submission", "State"), accessor="get_state_display", sort_key="state"),
    Cell("category", label=_("Category"), accessor=lambda row: row.category or "–"),
    Cell("unit", label=_("Unit"), accessor=lambda row: row.unit or "–"),
    Cell("channel", label=_("Channel"), accessor="get_channel_display"),
    Cell("received_on", label=_("Received on"), sort_key="received_on"),
    Cell("due_on", label=_("Due"), accessor=due_mark, sort_key="due_on"),
    Cell("signs", label=_("Note"), accessor=_signs),
]
