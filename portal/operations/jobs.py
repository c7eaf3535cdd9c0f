"""Periodic jobs: an app registers them in its `AppConfig.ready`, the workers run them.

A job runs when its time has come since it last began, in one worker at a time; what was missed while no worker was
there is caught up by one run. What it returns (a number, a few words) is its result, for the table that staff see.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise

from portal.operations.logs import without_addresses
from portal.operations.models import JobRun
from search.clocks import CLOCKS_DIFFER
from search.locks import Busy, only_one

logger = logging.getLogger(__name__)

#: A job that failed is tried again after this time at the latest.
RETRY_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again."""

    name: str
    #: What staff read of it.
    label: str | Promise
    every: timedelta
    run: Callable[[], object]

    def due_at(self, last: JobRun | None, now: datetime) -> datetime | None:
        """When it runs next; None for at once: never run, or noted by a clock that was set right since."""
        if last is None or last.started_at is None or last.started_at > now + CLOCKS_DIFFER:
            return None
        return last.started_at + (min(self.every, RETRY_AFTER) if last.failures else self.every)

    def lag(self, last: JobRun | None, now: datetime, served_since: datetime | None = None) -> timedelta:
        """By how much it is late. One that is due at once could have run since there is a worker."""
        due = self.due_at(last, now) or served_since
        return max(timedelta(), now - due) if due else timedelta()


_jobs: dict[str, Job] = {}


def register_job(name: str, label: str | Promise, every: timedelta, run: Callable[[], object]) -> None:
    """Let the workers call ``run`` this often; a name may be taken only once, ``label`` is what staff read."""
    if name in _jobs:
        raise ValueError(f"there is a job called {name!r} already")
    _jobs[name] = Job(name, label, every, run)


def registered_jobs() -> tuple[Job, ...]:
    """All jobs, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


def due_jobs() -> list[Job]:
    """The jobs whose time has come: one small query."""
    now = timezone.now()
    last = {row.name: row for row in JobRun.objects.filter(name__in=_jobs)}
    return [job for job in registered_jobs() if (job.due_at(last.get(job.name), now) or now) <= now]


def run_job(job: Job) -> bool:
    """Run a job if it is still due and nobody else does; whether it ran and ended well. Failures stay in its row."""
    try:
        with only_one(f"job {job.name}"):
            now = timezone.now()
            row, _ = JobRun.objects.get_or_create(name=job.name)
            if (job.due_at(row, now) or now) > now:
                return False
            JobRun.objects.filter(pk=row.pk).update(started_at=now)
            return _run(job, row)
    except Busy:
        return False


def _run(job: Job, row: JobRun) -> bool:
    try:
        result = job.run()
    except Exception as error:
        # Whatever an app's job does, the worker and the other jobs go on.
        logger.exception("job %s failed", job.name)
        described = without_addresses(f"{type(error).__name__}: {error}")[:1000]
        JobRun.objects.filter(pk=row.pk).update(finished_at=timezone.now(), failures=row.failures + 1, error=described)
        return False
    said = "" if result is None else str(result)[:200]
    JobRun.objects.filter(pk=row.pk).update(finished_at=timezone.now(), failures=0, error="", result=said)
    return True
