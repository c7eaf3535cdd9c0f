"""Background work that is asked for: tasks of `django_tasks`, kept in the database (`docs/background.md`).

A task is enqueued in the transaction of the change that asks for it, so both are there or neither. It runs at least
once: a worker that is killed in the middle gives it back. A task is therefore written so that doing it again does no
harm, and it takes keys, never a name, an address or a text.
"""

from collections.abc import Callable
from typing import Any

from django_tasks import task

#: The back end of `settings.TASKS` that workers serve. Wagtail's own small tasks go on running where they arise.
BACKEND = "background"


def background_task(function: Callable[..., Any] | None = None, *, queue_name: str = "default") -> Any:
    """Make a task of a function, with or without brackets: ``name.enqueue(…)`` has it run by a worker."""
    made = task(backend=BACKEND, queue_name=queue_name)
    return made(function) if function else made
