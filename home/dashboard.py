"""What staff find when they enter the admin: what waits for them, and whether all is well.

Every panel is shown only to those who can do something about it, and names only pages that they may change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.core.cache import cache
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PageQuerySet, Revision, WorkflowState, get_default_page_content_type
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from portal.cases.models import Case
from portal.cases.statistics.quarters import Quarter
from portal.content.health.views import checked
from portal.content.models.pages import Reader
from portal.notices.models import CaseNoticePage, InspectionPage, WarningPage
from portal.operations.jobs import registered_jobs
from portal.operations.readiness import job_states, living_workers, outbox_state
from search.models import SearchConsumer

#: Entries that a panel shows at most.
LENGTH = 10
#: Days ahead in which something counts as ending soon.
SOON_DAYS = 14
#: Seconds for which the counts of the health page are kept.
HEALTH_SECONDS = 300
#: Scheduled publications that are looked through for those of this user.
SCHEDULES = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a panel: what happens to it, and when."""

    page: Page
    when: date | datetime
    note: str | Promise = ""


class DashboardPanel(Component):
    """A panel of the dashboard that is made for one user."""

    def __init__(self, user: Reader) -> None:
        self.user = user

    def own_pages(self) -> PageQuerySet:
        """The pages that this user may change."""
        pages: PageQuerySet = policy_registry.get_by_type(Page).instances_user_has_permission_for(self.user, "change")
        return pages


class FiguresPanel(DashboardPanel):
    """What the public got since the quarter began."""

    name = "figures"
    order = 100
    template_name = "home/dashboard/figures.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Counts of what anybody may read."""
        since = Quarter.of(timezone.localdate()).first_day
        notices, warnings = CaseNoticePage.objects.published(), WarningPage.objects.published()
        figures = (
            (_("Case notices this quarter"), notices.filter(published_on__gte=since).count()),
            (_("Warnings this quarter"), warnings.filter(published_on__gte=since).count()),
            (_("Warnings in force today"), warnings.in_force().count()),
            (_("Cases that readers may read"), Case.objects.published().count()),
            (_("Inspections open now"), InspectionPage.objects.published().open_now().count()),
        )
        return {"figures": figures, "since": since}


class PagesPanel(DashboardPanel):
    """A list of pages with a date each."""

    template_name = "home/dashboard/pages.html"
    heading: ClassVar[str | Promise]
    #: Said when there are none.
    nothing: ClassVar[str | Promise]
    icon: ClassVar[str]

    def entries(self) -> Iterable[Entry]:
        """The pages, in the order in which they matter."""
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The first of them."""
        entries = list(self.entries())
        return {"panel": self, "entries": entries[:LENGTH], "more": max(0, len(entries) - LENGTH)}


class DraftsPanel(PagesPanel):
    """What this user began or changed, and what came back from review."""

    name = "drafts"
    order = 230
    icon = "draft"
    heading = _("To finish")
    nothing = _("None of your texts waits to be finished.")

    def entries(self) -> Iterable[Entry]:
        """The newest first; not what is on its way through review or scheduled, nor what was taken down."""
        waiting = WorkflowState.objects.filter(base_content_type=get_default_page_content_type())
        under_review = set(_numbers(waiting.filter(status=WorkflowState.STATUS_IN_PROGRESS)))
        returned = set(_numbers(waiting.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)))
        never_seen = Q(live=False) & Q(first_published_at=None)
        changed = Q(has_unpublished_changes=True) & (
            Q(live=True) | Q(latest_revision__created_at__gt=F("last_published_at"))
        )
        mine = self.own_pages().filter(
            never_seen | changed, latest_revision__user=self.user.pk, latest_revision__approved_go_live_at=None
        )
        pages = mine.exclude(pk__in=under_review).order_by("-latest_revision_created_at")
        for page in pages[: LENGTH + 1]:
            note = _("Returned with remarks") if page.pk in returned else _note_of_draft(page)
            yield Entry(page, page.latest_revision_created_at or timezone.now(), note)


class EndingPanel(PagesPanel):
    """What readers lose soon, unless somebody prolongs it."""

    name = "ending"
    order = 240
    icon = "time"
    heading = _("Ending soon")
    nothing = _("Nothing ends within two weeks.")

    def entries(self) -> Iterable[Entry]:
        """Warnings and inspections whose last day comes, and pages that will be taken down; the next first."""
        today = timezone.localdate()
        last = today + timedelta(days=SOON_DAYS)
        own = self.own_pages().live()
        taken_down = own.filter(expire_at__lt=_end_of(last)).order_by("expire_at")[: LENGTH + 1]
        found = [Entry(page, page.expire_at, _("Will be taken down")) for page in taken_down]
        for model, field, note in (
            (WarningPage, "valid_to", _("Last day in force")),
            (InspectionPage, "closes_on", _("Last day for letters, calls and visits")),
        ):
            pages = model.objects.live().filter(**{f"{field}__range": (today, last)}, pk__in=own.values("pk"))
            pages = pages.order_by(field).defer_streamfields()[: LENGTH + 1]
            found += [Entry(page, getattr(page, field), note) for page in pages]
        return sorted(found, key=lambda entry: _day_of(entry.when))


class ScheduledPanel(PagesPanel):
    """What will go out by itself."""

    name = "scheduled"
    order = 245
    icon = "calendar-check"
    heading = pgettext_lazy("panel of the dashboard", "Scheduled")
    nothing = _("Nothing is scheduled for publication.")

    def entries(self) -> Iterable[Entry]:
        """The next first."""
        revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
        times = [(int(key), at) for key, at in revisions.values_list("object_id", "approved_go_live_at")[:SCHEDULES]]
        pages = self.own_pages().in_bulk([key for key, _at in times])
        return [Entry(pages[key], at, _("Goes out by itself")) for key, at in times if key in pages]


class HealthPanel(DashboardPanel):
    """Whether search follows and the periodic jobs run; on top while something is late."""

    name = "health"
    template_name = "home/dashboard/health.html"

    def __init__(self, user: Reader) -> None:
        super().__init__(user)
        now = timezone.now()
        self.indexes, self.jobs = outbox_state(now), job_states(now)
        self.well = not any(entry["late"] for entry in (*self.indexes.values(), *self.jobs.values()))
        self.well = self.well and living_workers(now).exists() and all(entry["ok"] for entry in self.jobs.values())
        self.order = 400 if self.well else 90

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The indexes, and only those jobs that are late or failed."""
        states = ((job.label, self.jobs[job.name]) for job in registered_jobs())
        troubled = [label for label, state in states if state["late"] or not state["ok"]]
        return {"indexes": self.indexes, "troubled": troubled, "well": self.well}


class ContentHealthPanel(DashboardPanel):
    """How much there is to mend among this user's pages; the health page says what."""

    name = "content_health"
    template_name = "home/dashboard/content_health.html"
    order = 235

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The counts of a few minutes ago at most: the checks look through every page."""
        return cache.get_or_set(f"content-health:{self.user.pk}", self._counts, timeout=HEALTH_SECONDS) or {}

    def _counts(self) -> dict[str, Any]:
        found = [each for each in checked(self.user) if each.findings.total]
        return {
            "counts": [(str(each.check.title), each.findings.total, each.fails) for each in found],
            "total": sum(each.findings.total for each in found),
        }


def panels_for(user: Reader) -> list[Component]:
    """The panels that are of use to a user, besides Wagtail's own."""
    panels: list[Component] = []
    if user_has_any_page_permission(user):
        panels += [FiguresPanel(user), DraftsPanel(user), EndingPanel(user), ScheduledPanel(user)]
        panels.append(ContentHealthPanel(user))
    if ModelPermissionPolicy(SearchConsumer).user_has_permission(user, "view"):
        panels.append(HealthPanel(user))
    return panels


def _note_of_draft(page: Page) -> str | Promise:
    return _("Changed since it was published") if page.live else _("Not yet published")


def _numbers(states: Any) -> Iterable[int]:
    return map(int, states.values_list("object_id", flat=True))


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _day_of(when: date | datetime) -> date:
    return timezone.localtime(when).date() if isinstance(when, datetime) else when
