"""What a worker holds is its own for as long as it lives; from one that is gone it is taken back.

A worker lives while its beat counts up. Others watch that number by a clock that only goes forward, so neither a clock
that jumps nor two machines that disagree can take a task from a worker that is at work.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status

from portal.operations.models import WorkerBeat
from portal.operations.tasks import queues
from portal.operations.tasks.running import note_failure

#: Seconds between two beats, and without one until a worker counts as gone.
BEAT_SECONDS, GONE_SECONDS = 5.0, 45.0


class WorkerLost(Exception):
    """The worker that ran a task ended without a word: killed, out of memory, cut off."""


@dataclass(slots=True)
class Pulse:
    """The beat of one worker, and its watch over those of the others."""

    name: str
    clock: Callable[[], float] = time.monotonic
    #: Of every worker: the count last seen, and when it was first seen to be that.
    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def beat(self) -> None:
        """Say that this worker lives, and take back what others left."""
        now = timezone.now()
        if not WorkerBeat.objects.filter(name=self.name).update(seen_at=now, count=F("count") + 1):
            WorkerBeat.objects.create(name=self.name, seen_at=now)
        gone = self._gone()
        take_back(gone)
        WorkerBeat.objects.filter(name__in=gone).delete()

    def end(self) -> None:
        """This worker ends: what it still holds is anybody's."""
        take_back([self.name])
        WorkerBeat.objects.filter(name=self.name).delete()

    def _gone(self) -> list[str]:
        now = self.clock()
        counts = dict(WorkerBeat.objects.exclude(name=self.name).values_list("name", "count"))
        # Whoever holds a task and has no beat at all was forgotten.
        holders = {task.worker_ids[-1] for task in _running() if task.worker_ids} - {self.name}
        watched = {name: counts.get(name, -1) for name in (*counts, *holders)}
        seen = {name: self._seen.get(name, (count - 1, now)) for name, count in watched.items()}
        self._seen = {name: seen[name] if seen[name][0] == count else (count, now) for name, count in watched.items()}
        return [name for name, (_count, since) in self._seen.items() if now - since >= GONE_SECONDS]


def take_back(workers: Iterable[str]) -> int:
    """Let the tasks of workers that are gone be run by others; how many there were."""
    gone = set(workers)
    lost = [task for task in _running() if task.worker_ids and task.worker_ids[-1] in gone] if gone else []
    for task in lost:
        note_failure(task, WorkerLost(task.worker_ids[-1]))
    return len(lost)


def _running() -> Iterable[Any]:
    return queues.tasks().filter(status=Status.RUNNING)
