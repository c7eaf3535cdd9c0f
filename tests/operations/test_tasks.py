"""Background work: enqueued with its change, done by one worker, never lost with one, tried again and shown."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.operations.models import WorkerBeat
from portal.operations.readiness import readiness
from portal.operations.tasks import leases, queues, running, upkeep
from portal.operations.tasks.leases import GONE_SECONDS, Pulse
from portal.operations.tasks.running import MOST_ATTEMPTS, run_next
from tests.factories.accounts import UserFactory
from tests.operations import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calls() -> Iterator[list[str]]:
    tasks.calls.clear()
    tasks.errors.clear()
    yield tasks.calls
    tasks.errors.clear()


class Clock:
    """A monotonic clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def only() -> Any:
    return DBTaskResult.objects.get()


def test_a_task_is_run_once(calls: list[str]) -> None:
    tasks.note.enqueue("first")
    assert run_next("default", "one")
    assert not run_next("default", "two")
    assert calls == ["first"]
    assert (only().status, only().return_value) == ("SUCCESSFUL", "first")


def test_a_task_is_asked_for_in_the_transaction_of_its_change(calls: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tasks.note.enqueue("never")
        raise ZeroDivisionError
    assert not run_next("default", "one")
    assert calls == []


def test_queues_do_not_wait_for_each_other(calls: list[str]) -> None:
    tasks.note.using(queue_name="mail").enqueue("mail")
    assert not run_next("default", "one")
    assert run_next("mail", "one")


def test_looking_for_tasks_writes_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert not run_next("default", "one")


def test_a_failure_is_tried_again_ever_more_seldom_and_then_given_up(calls: list[str]) -> None:
    tasks.errors.extend(ValueError("no such thing") for _ in range(MOST_ATTEMPTS))
    tasks.note.enqueue("late")
    pauses = []
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        for _ in range(MOST_ATTEMPTS - 1):
            assert run_next("default", "one")
            assert not run_next("default", "one")
            pauses.append((only().run_after - timezone.now()).total_seconds())
            clock.shift(timedelta(seconds=pauses[-1]))
        assert run_next("default", "one")
        clock.shift(timedelta(days=1))
        assert not run_next("default", "one")
    assert pauses == [15, 60, 240, 960, 3600, 3600, 3600]
    assert (only().status, only().exception_class_path) == ("FAILED", "builtins.ValueError")
    assert calls == []


def test_a_task_that_fails_once_goes_well_the_next_time(calls: list[str]) -> None:
    tasks.errors.append(ValueError("no such thing"))
    tasks.note.enqueue("late")
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        run_next("default", "one")
        clock.shift(timedelta(seconds=15))
        run_next("default", "one")
    assert calls == ["late"]
    assert (only().status, only().traceback) == ("SUCCESSFUL", "")


def test_a_clock_that_ran_ahead_and_was_set_right_stops_no_task(calls: list[str]) -> None:
    tasks.errors.append(ValueError("no such thing"))
    tasks.note.enqueue("late")
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        run_next("default", "one")
    assert run_next("default", "one")
    assert calls == ["late"]


def test_a_beat_of_a_clock_that_ran_ahead_counts_for_no_worker() -> None:
    WorkerBeat.objects.create(name="killed", seen_at=timezone.now() + timedelta(days=90))
    assert readiness().details["workers"] == 0


def test_what_a_failure_keeps_holds_no_address() -> None:
    tasks.errors.append(ValueError("550 citizen@example.org unknown, said 203.0.113.7"))
    tasks.note.enqueue("late")
    run_next("default", "one")
    assert "550 [address] unknown, said [address]" in only().traceback


def take(worker: str) -> Any:
    """A worker takes the task and is then killed."""
    tasks.note.enqueue("kept")
    with transaction.atomic():
        task = only()
        task.claim(worker)
    WorkerBeat.objects.create(name=worker, seen_at=timezone.now())
    return task


def test_the_task_of_a_killed_worker_is_taken_back(calls: list[str]) -> None:
    take("killed")
    clock = Clock()
    watching = Pulse("living", clock)
    watching.beat()
    clock.now += GONE_SECONDS - 1
    watching.beat()
    assert only().status == "RUNNING"
    clock.now += 1
    watching.beat()
    assert (only().status, only().exception_class_path) == ("READY", "portal.operations.tasks.leases.WorkerLost")
    assert [beat.name for beat in WorkerBeat.objects.all()] == ["living"]
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert run_next("default", "living")
    assert calls == ["kept"]


def test_a_worker_that_is_at_work_keeps_its_task_however_long_it_takes_and_whatever_the_clocks_say() -> None:
    take("busy")
    clock, other = Clock(), Clock()
    busy, watching = Pulse("busy", other), Pulse("living", clock)
    for _ in range(10):
        # The machine's own clock jumps by a quarter; beats are counted, so nobody cares.
        with time_machine.travel(timezone.now() + timedelta(days=92)):
            busy.beat()
            watching.beat()
        clock.now += GONE_SECONDS - 1
    assert only().status == "RUNNING"


def test_a_task_whose_worker_has_no_beat_at_all_is_taken_back() -> None:
    take("forgotten")
    WorkerBeat.objects.all().delete()
    clock = Clock()
    watching = Pulse("living", clock)
    watching.beat()
    clock.now += GONE_SECONDS
    watching.beat()
    assert only().status == "READY"


def test_a_worker_that_ends_gives_back_at_once() -> None:
    take("ending")
    Pulse("ending").end()
    assert only().status == "READY"
    assert not WorkerBeat.objects.exists()


def test_a_worker_that_comes_back_too_late_changes_nothing(calls: list[str]) -> None:
    """Cut off for minutes, then back: the task runs elsewhere, and that worker's outcome counts."""
    late = take("late")
    leases.take_back(["late"])
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        run_next("default", "other")
    running._finish(late, status="READY")
    assert only().status == "SUCCESSFUL"
    assert calls == ["kept"]


def test_a_task_that_kills_its_worker_each_time_is_given_up() -> None:
    tasks.note.enqueue("poison")
    for number in range(MOST_ATTEMPTS):
        with transaction.atomic():
            only().claim(f"worker {number}")
        leases.take_back([f"worker {number}"])
    assert only().status == "FAILED"


def test_readiness_tells_of_queues_and_workers(search_dir: Any) -> None:
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        WorkerBeat.objects.create(name="one", seen_at=timezone.now())
        tasks.note.enqueue("waits")
        clock.shift(timedelta(seconds=30))
        state = readiness().details
        assert state["workers"] == 1
        waiting = {"waiting": 1, "running": 0, "failed": 0, "lag_seconds": 30.0, "late": False}
        assert state["tasks"]["default"] == waiting
        clock.shift(timedelta(minutes=5))
        state = readiness().details
        assert state["workers"] == 0
        assert state["tasks"]["default"]["late"]


def test_old_tasks_are_forgotten() -> None:
    tasks.note.enqueue("done")
    run_next("default", "one")
    assert upkeep.prune() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert upkeep.prune() == 1


@pytest.fixture
def given_up() -> Any:
    tasks.note.enqueue("late")
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now(), worker_ids=["one"])
    return only()


def test_administrators_see_jobs_and_have_given_up_tasks_tried_again(
    client: Client, given_up: Any, calls: list[str]
) -> None:
    client.force_login(UserFactory(groups=["administrator"]))
    page = client.get("/admin/background/").content.decode()
    for shown in ("按时发布和下线", "清理已结束的任务", "note", "mail"):
        assert shown in page
    client.post("/admin/background/", {"task": str(given_up.pk), "action": "again"})
    assert run_next("default", "one")
    assert calls == ["late"]


def test_administrators_may_forget_a_task(client: Client, given_up: Any) -> None:
    client.force_login(UserFactory(groups=["administrator"]))
    client.post("/admin/background/", {"task": str(given_up.pk), "action": "forget"})
    assert not queues.tasks().exists()


@pytest.mark.parametrize("role", ["editor", "publisher", "auditor"])
def test_others_do_not(client: Client, given_up: Any, role: str) -> None:
    client.force_login(UserFactory(groups=[role]))
    for response in (
        client.get("/admin/background/"),
        client.post("/admin/background/", {"task": str(given_up.pk), "action": "forget"}),
    ):
        assert response.status_code in {302, 403}
    assert queues.failed().exists()
