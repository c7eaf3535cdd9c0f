"""The admin screens of search: synonyms, promoted results, what is searched for, and the state of the indexes."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, Table
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from search import statistics
from search.admin_reports import ReportView, ReportViewSet, Section
from search.models import PromotedResult, QueryCount, SearchConsumer, SynonymGroup
from search.promotions import is_public

#: Days that the report on searches looks back: what can be chosen, and what is shown first.
PERIODS = (7, 30, 365)
DEFAULT_PERIOD = 30


class SynonymViewSet(ModelViewSet):
    """Synonyms: /admin/synonyms/."""

    model = SynonymGroup
    name = "synonyms"
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display: ClassVar[list[Any]] = ["words", DateColumn("updated_at", label=_("Updated"))]
    search_fields: ClassVar[list[str]] = ["words"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("words")])


class PromotionFilters(WagtailFilterSet):
    """How the list of promoted results is narrowed."""

    shown = django_filters.BooleanFilter(method="by_day", label=_("Shown today"))

    class Meta:
        model = PromotedResult
        fields: ClassVar[list[str]] = []

    def by_day(self, queryset: QuerySet[PromotedResult], name: str, value: bool) -> QuerySet[PromotedResult]:
        """Those whose time it is, or those whose time it is not."""
        today = timezone.localdate()
        late = Q(active_from__gt=today) | Q(active_until__lt=today)
        return queryset.exclude(late) if value else queryset.filter(late)


class PromotedResultViewSet(ModelViewSet):
    """Promoted results: /admin/promoted-results/."""

    model = PromotedResult
    name = "promoted_results"
    url_prefix = "promoted-results"
    icon = "pick"
    menu_label = _("Promoted results")
    list_display: ClassVar[list[Any]] = [
        "title",
        "words",
        DateColumn("active_from", label=_("Shown from")),
        DateColumn("active_until", label=_("Shown until")),
        BooleanColumn("is_public", label=_("Anybody may read it"), accessor=lambda entry: is_public(entry.url)),
    ]
    search_fields: ClassVar[list[str]] = ["title", "words", "url"]
    filterset_class = PromotionFilters
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("words"),
            FieldPanel("title"),
            FieldPanel("url"),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_until")]),
        ]
    )


class StatisticsView(ReportView):
    """The searches of the last days."""

    page_title = _("What is searched for")
    header_icon = "search"
    permission_policy = ModelPermissionPolicy(QueryCount)

    @property
    def days(self) -> int:
        """How far the report looks back."""
        asked = self.request.GET.get("days", "")
        return next((days for days in PERIODS if str(days) == asked), DEFAULT_PERIOD)

    def sections(self) -> Iterable[Section]:
        """The most frequent texts, and those that found nothing."""
        statistics.flush()
        since = timezone.localdate() - timedelta(days=self.days)
        searches = Column("searches", label=_("Searches"))
        top = list(statistics.top_queries(since))
        columns = [Column("text", label=_("Searched text")), searches, Column("total", label=_("Results"))]
        yield Section(_("Most frequent"), Table(columns, top), not top)
        empty = list(statistics.queries_without_results(since))
        columns = [Column("text", label=_("Searched text")), Column("empty", label=_("Without results")), searches]
        yield Section(_("Without results"), Table(columns, empty), not empty)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, and the periods to choose from."""
        return super().get_context_data(periods=PERIODS, days=self.days, **kwargs)


class IndexStateView(ReportView):
    """Which indexes there are, and how far behind they are."""

    page_title = _("Search indexes")
    header_icon = "resubmit"
    permission_policy = ModelPermissionPolicy(SearchConsumer)

    def sections(self) -> Iterable[Section]:
        """One row for each index."""
        rows = list(SearchConsumer.objects.annotate(waiting=Count("entries"), oldest=Min("entries__created_at")))
        columns = [
            Column("name", label=_("Index")),
            Column("get_kind_display", label=_("Kind")),
            Column("waiting", label=_("Waiting changes")),
            DateColumn("oldest", label=_("Oldest of them")),
            DateColumn("applied_at", label=_("Last applied")),
            DateColumn("rebuilt_at", label=_("Last rebuilt")),
            Column("last_error", label=_("Last error")),
        ]
        yield Section(_("Indexes"), Table(columns, rows), not rows)


class SearchGroup(ViewSetGroup):
    """All of search under one entry of the menu."""

    menu_label = _("Search")
    menu_name = "search"
    menu_icon = "search"
    items = (
        SynonymViewSet,
        PromotedResultViewSet,
        ReportViewSet("search_statistics", url_prefix="search-statistics", icon="search", view_class=StatisticsView),
        ReportViewSet("search_indexes", url_prefix="search-indexes", icon="resubmit", view_class=IndexStateView),
    )
