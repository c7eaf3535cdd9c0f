"""One task at a time: taken, run, and written down. What fails is tried again, ever more seldom, and then shown."""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskContext
from django_tasks.base import TaskResultStatus as Status
from django_tasks.utils import get_exception_traceback, get_module_path

from portal.operations.logs import without_addresses
from portal.operations.tasks import queues

logger = logging.getLogger(__name__)

#: A task is tried so often, in four hours or so; then it is given up and staff see it.
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)


def run_next(queue: str, worker: str) -> bool:
    """Run the next task of a queue that is due; whether there was one."""
    task = _taken(queue, worker)
    if task is None:
        return False
    try:
        returned = _call(task)
    except Exception as error:
        # Whatever an app's task does, the worker and the other tasks go on.
        logger.exception("task %s failed", task.task_path)
        note_failure(task, error)
    else:
        _finish(task, status=Status.SUCCESSFUL, return_value=returned, exception_class_path="", traceback="")
    return True


def note_failure(task: Any, error: Exception) -> None:
    """Let it be tried again later, or give it up."""
    described = {
        "exception_class_path": get_module_path(type(error)),
        "traceback": without_addresses(get_exception_traceback(error)),
    }
    attempts = len(task.worker_ids)
    if attempts >= MOST_ATTEMPTS:
        _finish(task, status=Status.FAILED, **described)
    else:
        pause = min(FIRST_PAUSE * 4 ** (attempts - 1), queues.LONGEST_PAUSE)
        _finish(task, status=Status.READY, run_after=timezone.now() + pause, **described)


def _taken(queue: str, worker: str) -> Any:
    ready = queues.due().filter(queue_name=queue)
    # Looking costs no writer anything; with SQLite the transaction below would.
    if not ready.exists():
        return None
    with transaction.atomic():
        task = ready.select_for_update(skip_locked=True).first()
        if task is not None:
            task.claim(worker)
    return task


def _call(task: Any) -> Any:
    function = task.task
    result = task.task_result
    if function.takes_context:
        return function.call(TaskContext(task_result=result), *result.args, **result.kwargs)
    return function.call(*result.args, **result.kwargs)


def _finish(task: Any, **outcome: Any) -> None:
    """Write down what came of it, unless it was given to another worker meanwhile: then that one's outcome counts."""
    held = queues.tasks().filter(pk=task.pk, status=Status.RUNNING, started_at=task.started_at)
    if not held.update(finished_at=timezone.now(), **outcome):
        logger.warning("task %s was taken back before it ended", task.task_path)
