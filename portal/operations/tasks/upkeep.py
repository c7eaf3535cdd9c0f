"""What becomes of tasks that are over."""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status

from portal.operations.tasks import queues

#: Days for which a task that went well, and one that was given up, can be looked at.
DONE_DAYS, FAILED_DAYS = 2, 90


def prune() -> int:
    """Forget old ones; how many."""
    now = timezone.now()
    done = queues.tasks().filter(status=Status.SUCCESSFUL, finished_at__lt=now - timedelta(days=DONE_DAYS))
    failed = queues.failed().filter(finished_at__lt=now - timedelta(days=FAILED_DAYS))
    return sum(rows.delete()[0] for rows in (done, failed))
