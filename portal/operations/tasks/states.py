"""How the queues of tasks stand, for probes, metrics and staff."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Min, Q, When
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import get_date_max

from portal.operations.tasks import queues


def queue_states(now: datetime) -> dict[str, dict[str, Any]]:
    """Of each queue: waiting, running and given up, and since when the oldest that is due has waited."""
    due = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    counts = {
        "waiting": Count("pk", filter=Q(status=Status.READY)),
        "running": Count("pk", filter=Q(status=Status.RUNNING)),
        "failed": Count("pk", filter=Q(status=Status.FAILED)),
        "oldest": Min(due, filter=Q(status=Status.READY)),
    }
    rows = {row.pop("queue_name"): row for row in queues.tasks().values("queue_name").annotate(**counts).order_by()}
    found = {}
    for name in queues.names():
        row = rows.get(name, {"waiting": 0, "running": 0, "failed": 0, "oldest": None})
        oldest = row.pop("oldest")
        lag = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        found[name] = {**row, "lag_seconds": round(lag, 1)}
    return found
