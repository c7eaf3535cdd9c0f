"""Background work in the admin: the periodic jobs in one table, the workers, and the tasks that were given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.ui.tables import Column, DateColumn, Table
from wagtail.permission_policies import ModelPermissionPolicy

from portal.operations.jobs import Job, registered_jobs
from portal.operations.models import JobRun, WorkerBeat
from portal.operations.readiness import served_since
from portal.operations.tasks import queues, states
from search.admin_reports import ReportView, ReportViewSet, Section

#: Given-up tasks that are listed; there are more only when something is badly wrong.
MOST_FAILED = 100


class BackgroundView(ReportView):
    """The report, and the buttons for what was given up."""

    page_title = gettext_lazy("Background work")
    header_icon = "tasks"
    permission_policy = ModelPermissionPolicy(JobRun)
    template_name = "operations/admin/background.html"

    def sections(self) -> Iterable[Section]:
        """Jobs, queues, workers."""
        yield Section(_("Periodic jobs"), Table(_job_columns(), _job_rows()), False)
        yield Section(_("Queues of tasks"), Table(_queue_columns(), _queue_rows()), False)
        workers = list(WorkerBeat.objects.all())
        columns = [
            Column("name", label=_("Worker")),
            DateColumn("started_at", label=_("Started")),
            DateColumn("seen_at", label=_("Last seen")),
        ]
        yield Section(_("Workers"), Table(columns, workers), not workers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables, and the tasks that were given up."""
        failed = list(queues.failed().order_by("-finished_at")[:MOST_FAILED])
        return super().get_context_data(failed=failed, may_change=self._may_change(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try a task again, or forget it."""
        if not self._may_change():
            raise PermissionDenied
        for task in queues.failed().filter(pk__in=request.POST.getlist("task")):
            if request.POST.get("action") == "forget":
                task.delete()
                messages.success(request, _("The task was forgotten."))
            elif queues.again(task):
                messages.success(request, _("The task is tried again."))
        return redirect(request.path)

    def _may_change(self) -> bool:
        return bool(self.permission_policy.user_has_permission(self.request.user, "change"))


def _job_rows() -> list[dict[str, Any]]:
    last = {row.name: row for row in JobRun.objects.all()}
    now = timezone.now()
    since = served_since(now)
    return [_job_row(job, last.get(job.name), job.lag(last.get(job.name), now, since)) for job in registered_jobs()]


def _job_row(job: Job, row: JobRun | None, lag: timedelta) -> dict[str, Any]:
    state = _("waits for its first run") if row is None or row.started_at is None else _("well")
    if row and row.failures:
        state = _("failed %(times)d times in a row") % {"times": row.failures}
    return {
        "name": str(job.label),
        "every": _duration(job.every),
        "started_at": row.started_at if row else None,
        "took": _took(row),
        "state": state,
        "result": (row.error if row.failures else _result_in_words(row.result)) if row else "",
        "lag": _duration(lag) if lag > timedelta(seconds=30) else "",
    }


def _result_in_words(result: str) -> str:
    """What a run said of itself: yes and no in words, a number and a text as they are."""
    return {"True": _("done"), "False": _("nothing to do"), "0": _("nothing to do")}.get(result, result)


def _took(row: JobRun | None) -> str:
    """How long the last run took; nothing while one is at work."""
    if not (row and row.started_at and row.finished_at and row.finished_at >= row.started_at):
        return ""
    return _duration(row.finished_at - row.started_at)


def _duration(span: timedelta) -> str:
    """In words as short as they can be."""
    seconds = span.total_seconds()
    for size, text in ((86400, _("%(n)g d")), (3600, _("%(n)g h")), (60, _("%(n)g min"))):
        if seconds >= size:
            return text % {"n": round(seconds / size, 1)}
    return _("%(n)g s") % {"n": round(seconds, 1)}


def _job_columns() -> list[Column]:
    return [
        Column("name", label=_("Job")),
        Column("every", label=_("Every")),
        DateColumn("started_at", label=_("Last run")),
        Column("took", label=_("Took")),
        Column("state", label=pgettext("column", "State")),
        Column("result", label=_("Result")),
        Column("lag", label=_("Late by")),
    ]


def _queue_rows() -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {"name": name, **state, "lag": _duration(timedelta(seconds=state["lag_seconds"]))}
        for name, state in states.queue_states(now).items()
    ]


def _queue_columns() -> list[Column]:
    return [
        Column("name", label=_("Queue")),
        Column("waiting", label=_("Waiting")),
        Column("running", label=_("Running")),
        Column("failed", label=_("Given up")),
        Column("lag", label=_("Late by")),
    ]


class BackgroundViewSet(ReportViewSet):
    """Background work: /admin/background/."""

    menu_hook = "register_reports_menu_item"


background = BackgroundViewSet("background", url_prefix="background", icon="tasks", view_class=BackgroundView)
