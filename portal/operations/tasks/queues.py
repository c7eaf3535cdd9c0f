"""The tasks as they stand in the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task_backends
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.operations.tasks import BACKEND
from search.clocks import has_come

#: No task that failed is put off for longer.
LONGEST_PAUSE = timedelta(hours=1)

_conditions: dict[str, Callable[[], bool]] = {}


def names() -> tuple[str, ...]:
    """The queues; each has a thread of its own in every worker, so that none waits for another."""
    return tuple(sorted(task_backends[BACKEND].queues))


def serve_only_where(queue: str, condition: Callable[[], bool]) -> None:
    """Leave a queue to those workers that have what its tasks need; elsewhere they would be tried until given up."""
    _conditions[queue] = condition


def is_served_here(queue: str) -> bool:
    """Whether this process may take tasks of a queue."""
    condition = _conditions.get(queue)
    return condition is None or condition()


def tasks() -> QuerySet[Any]:
    """All tasks of the workers."""
    found: QuerySet[Any] = DBTaskResult.objects.filter(backend_name=BACKEND)
    return found


def failed() -> QuerySet[Any]:
    """Those that were given up."""
    return tasks().filter(status=Status.FAILED)


def due() -> QuerySet[Any]:
    """Those that can be taken now. One that is put off by nobody waits for the end of all days, which has come too."""
    return tasks().filter(has_come("run_after", timezone.now(), LONGEST_PAUSE), status=Status.READY)


def waiting(task: Any) -> QuerySet[Any]:
    """The calls of this task that are due and that nobody has taken."""
    return due().filter(task_path=task.module_path)


def again(task: Any) -> bool:
    """Let a task that was given up be tried from the beginning; False where somebody was quicker."""
    fresh = {"status": Status.READY, "worker_ids": [], "run_after": get_date_max(), "finished_at": None}
    return bool(failed().filter(pk=task.pk).update(**fresh))
