"""What a load balancer and an operator want to know: can this machine answer, and is anything late?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from portal.operations.backup import unfinished
from portal.operations.jobs import registered_jobs
from portal.operations.models import JobRun, WorkerBeat
from portal.operations.tasks import states
from search.engines import registry
from search.models import SearchConsumer

#: An outbox, a queue or a job that is later than this many seconds is told as late.
LATE_SECONDS = 120
#: A worker that was not heard of for so long is not counted.
SILENT = timedelta(seconds=60)

#: Gives, by name, entries with at least ``late``: what an app wants to be told with the rest.
StatePart = Callable[[datetime], dict[str, dict[str, Any]]]
_parts: dict[str, StatePart] = {}


def register_part(name: str, states_of: StatePart) -> None:
    """Let an app say how far behind it is; it says no address and nothing of the content."""
    if _parts.get(name, states_of) is not states_of:
        raise ValueError(f"there is a part called {name!r} already")
    _parts[name] = states_of


@dataclass(frozen=True, slots=True)
class Readiness:
    """The answer of ``/readyz``."""

    ready: bool
    details: dict[str, Any]


def readiness() -> Readiness:
    """Ready when the database and at least one engine answer, and no restore is unfinished; what is late is told."""
    database = _database_answers()
    engines = {engine.name: engine.ready() for engine in registry.engines()}
    restored = not unfinished.is_there()
    ready = database and restored and any(engines.values())
    details: dict[str, Any] = {"database": database, "engines": engines} | ({} if restored else {"restored": False})
    late = False
    if database:
        now = timezone.now()
        parts = {"outbox": outbox_state(now), "tasks": task_states(now), "jobs": job_states(now)}
        parts |= {name: states_of(now) for name, states_of in sorted(_parts.items())}
        workers = living_workers(now).count()
        details |= {"workers": workers, **parts}
        # Without a worker nothing is published on time, masked or sent, also where it never ran and no row says so.
        late = not workers or any(entry["late"] for part in parts.values() for entry in part.values())
    well = ready and all(engines.values()) and not late
    return Readiness(ready, {"status": "ready" if well else "degraded" if ready else "unavailable", **details})


def living_workers(now: datetime) -> QuerySet[WorkerBeat]:
    """Those that were heard of lately; a beat of a clock that ran ahead says nothing."""
    return WorkerBeat.objects.filter(seen_at__range=(now - SILENT, now + SILENT))


def served_since(now: datetime) -> datetime | None:
    """Since when there has been a worker, of those that live."""
    first: datetime | None = living_workers(now).aggregate(first=Min("started_at"))["first"]
    return first


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def outbox_state(now: datetime) -> dict[str, dict[str, Any]]:
    """Of each index: how many entries wait, and for how long the oldest has."""
    found: dict[str, dict[str, Any]] = {}
    rows = SearchConsumer.objects.annotate(waiting=Count("entries"), oldest=Min("entries__created_at"))
    for name, waiting, oldest in rows.values_list("name", "waiting", "oldest"):
        lag = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        found[name] = {"waiting": waiting, "lag_seconds": round(lag, 1), "late": lag > LATE_SECONDS}
    return found


def task_states(now: datetime) -> dict[str, dict[str, Any]]:
    """Of each queue of tasks: how many wait, how late the oldest is, how many run and how many were given up."""
    found = states.queue_states(now)
    return {name: {**state, "late": state["lag_seconds"] > LATE_SECONDS} for name, state in found.items()}


def job_states(now: datetime) -> dict[str, dict[str, Any]]:
    """Of each periodic job: when it began last, whether that went well, and how late it is (or its first run)."""
    last = {row.name: row for row in JobRun.objects.all()}
    since = served_since(now)
    found: dict[str, dict[str, Any]] = {}
    for job in registered_jobs():
        row = last.get(job.name)
        lag = job.lag(row, now, since).total_seconds()
        found[job.name] = {
            "last_run": row.started_at.isoformat() if row and row.started_at else None,
            "ok": not (row and row.failures),
            "lag_seconds": round(lag, 1),
            "late": lag > LATE_SECONDS,
        }
    return found
