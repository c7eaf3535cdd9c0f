"""The worker: tells the search indexes what changed, builds those that are missing, runs tasks and periodic jobs.

Each index, each queue of tasks and the jobs have a thread of their own, so that a server that hangs keeps nobody else
waiting. A thread that meets an error goes on after a pause; killing the process loses nothing, for all that is to be
done is in the database.
"""

import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import close_old_connections, connections

from portal.operations import jobs
from portal.operations.tasks import queues
from portal.operations.tasks.leases import BEAT_SECONDS, Pulse
from portal.operations.tasks.running import run_next
from search import applying, consumers, indexing, listeners
from search.consumers import Target
from search.engines.base import BuildInProgress, Progress, SearchUnavailable

logger = logging.getLogger(__name__)

#: Seconds between two looks for something to do, and after an error.
TICK_SECONDS, TASKS_SECONDS, JOBS_SECONDS, PAUSE_SECONDS = 0.3, 0.5, 2.0, 2.0
#: Seconds between two looks whether an index is missing.
MISSING_SECONDS = 5.0
#: Seconds for which a drain goes on before it looks whether the worker is to stop.
DRAIN_SECONDS = 5.0
#: Seconds that threads are given to end.
GRACE_SECONDS = 8.0


class Stopping(Exception):
    """The worker is to end: what can be left is left."""


@dataclass(slots=True)
class IndexLoop:
    """Keeps one index in step."""

    target: Target
    stop: threading.Event
    looked_at: float = float("-inf")
    is_away: bool = False

    def __call__(self) -> None:
        """One round."""
        try:
            if time.monotonic() - self.looked_at >= MISSING_SECONDS:
                self._build_if_missing()
                self.looked_at = time.monotonic()
            if applying.due([self.target.name]):
                applying.drain(self.target, seconds=DRAIN_SECONDS)
                self._answered()
        except SearchUnavailable as error:
            if not self.is_away:
                logger.warning("%s is away; what changes waits in the outbox: %s", self.target.name, error)
            self.is_away = True

    def _build_if_missing(self) -> None:
        consumers.ensure()
        if not indexing.needs_build(self.target):
            return
        logger.info("%s is missing or of another version: building it", self.target.name)
        try:
            done = indexing.rebuild(self.target, self._watch)
        except BuildInProgress:
            logger.info("%s is being built by another process", self.target.name)
        else:
            logger.info("%s is built: %d documents", self.target.name, done)
            self._answered()

    def _watch(self, progress: Progress) -> None:
        if self.stop.is_set():
            raise Stopping

    def _answered(self) -> None:
        if self.is_away:
            logger.info("%s is back", self.target.name)
        self.is_away = False


@dataclass(slots=True)
class ListenerLoop:
    """Tells one listener what changed."""

    name: str

    def __call__(self) -> None:
        """All that waits."""
        if applying.due([self.name]):
            listeners.drain(self.name)


@dataclass(slots=True)
class TaskLoop:
    """Runs the tasks of one queue."""

    queue: str
    worker: str
    stop: threading.Event

    def __call__(self) -> None:
        """All that are due, where this worker has what they need."""
        while queues.is_served_here(self.queue) and not self.stop.is_set() and run_next(self.queue, self.worker):
            pass


def run_jobs() -> None:
    """Run what is due, one after the other."""
    for job in jobs.due_jobs():
        jobs.run_job(job)


class Worker:
    """All threads of a worker process."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        #: Its own for as long as the process lives; what it holds bears it.
        self.name = f"{socket.gethostname()[:40]}-{secrets.token_hex(6)}"

    def stop(self) -> None:
        """Let `run` return soon. May be called from a signal handler."""
        self._stop.set()

    def run(self) -> None:
        """Work until `stop` is called."""
        rounds: list[tuple[str, Callable[[], None], float]] = [
            (target.name, IndexLoop(target, self._stop), TICK_SECONDS) for target in consumers.targets()
        ]
        pulse = Pulse(self.name)
        rounds.append(("pulse", pulse.beat, BEAT_SECONDS))
        rounds.append(("jobs", run_jobs, JOBS_SECONDS))
        rounds += [(f"tell {name}", ListenerLoop(name), TASKS_SECONDS) for name in listeners.listeners()]
        rounds += [(f"tasks {name}", TaskLoop(name, self.name, self._stop), TASKS_SECONDS) for name in queues.names()]
        threads = [
            threading.Thread(target=self._repeat, args=(step, seconds), name=name, daemon=True)
            for name, step, seconds in rounds
        ]
        for thread in threads:
            thread.start()
        self._stop.wait()
        _join(threads)
        self._once(pulse.end)

    def _repeat(self, step: Callable[[], None], seconds: float) -> None:
        try:
            while not self._stop.is_set():
                self._stop.wait(seconds if self._once(step) else PAUSE_SECONDS)
        finally:
            connections.close_all()

    def _once(self, step: Callable[[], None]) -> bool:
        close_old_connections()
        try:
            step()
        except Stopping:
            return True
        except Exception:
            # The other threads go on, and so does this one: the database may be back in a moment.
            logger.exception("the worker met an error and goes on")
            return False
        return True


def _join(threads: Iterable[threading.Thread]) -> None:
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
