"""Periodic jobs: each in its time, in one worker only, caught up once, and no failure stops another."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page

from portal.alerts.ending import forget_old
from portal.audit.anchors import Anchor
from portal.operations import jobs, upkeep, worker
from portal.operations.jobs import Job, due_jobs, register_job, run_job
from portal.operations.models import JobRun
from tests.factories.accounts import UserFactory
from tests.search.sources import held_elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(jobs, "_jobs", {})
    return []


def add(calls: list[str], name: str, every: timedelta = timedelta(hours=1)) -> Job:
    register_job(name, name, every, lambda: calls.append(name))
    return jobs._jobs[name]


def broken() -> None:
    raise ValueError("no such thing")


def test_a_job_runs_at_once_and_then_in_its_time(calls: list[str]) -> None:
    add(calls, "tidy")
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        worker.run_jobs()
        worker.run_jobs()
        assert calls == ["tidy"]
        clock.shift(timedelta(minutes=59))
        worker.run_jobs()
        assert calls == ["tidy"]
        clock.shift(timedelta(minutes=1))
        worker.run_jobs()
        assert calls == ["tidy"] * 2


def test_missed_runs_are_caught_up_by_one(calls: list[str]) -> None:
    job = add(calls, "tidy")
    JobRun.objects.create(name="tidy", started_at=timezone.now() - timedelta(days=3))
    row = JobRun.objects.get()
    assert timedelta(hours=71) <= job.lag(row, timezone.now()) < timedelta(hours=72)
    worker.run_jobs()
    worker.run_jobs()
    assert calls == ["tidy"]


@pytest.mark.parametrize("failures", [0, 3])
def test_a_clock_that_ran_ahead_and_was_set_right_stops_no_job(calls: list[str], failures: int) -> None:
    job = add(calls, "mask")
    JobRun.objects.create(name="mask", started_at=timezone.now() + timedelta(days=90), failures=failures)
    assert due_jobs() == [job]
    worker.run_jobs()
    worker.run_jobs()
    assert calls == ["mask"]


def test_clocks_that_differ_by_seconds_run_no_job_twice(calls: list[str]) -> None:
    job = add(calls, "tidy")
    JobRun.objects.create(name="tidy", started_at=timezone.now() + timedelta(seconds=30))
    assert due_jobs() == []
    assert not run_job(job)


def test_a_failure_is_kept_and_stops_no_other(calls: list[str]) -> None:
    register_job("broken", "broken", timedelta(days=1), broken)
    add(calls, "tidy")
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        worker.run_jobs()
        row = JobRun.objects.get(name="broken")
        assert (row.failures, row.error) == (1, "ValueError: no such thing")
        assert calls == ["tidy"]
        clock.shift(timedelta(minutes=4))
        assert due_jobs() == []
        clock.shift(timedelta(minutes=1))
        assert [job.name for job in due_jobs()] == ["broken"]


def test_a_run_that_ends_well_clears_the_failure(calls: list[str]) -> None:
    job = add(calls, "tidy")
    JobRun.objects.create(name="tidy", failures=3, error="before")
    assert run_job(job)
    row = JobRun.objects.get()
    assert (row.failures, row.error) == (0, "")
    assert row.finished_at is not None


def test_two_workers_never_do_one_job_twice(calls: list[str]) -> None:
    job = add(calls, "tidy")
    with held_elsewhere("job tidy"):
        assert not run_job(job)
    assert calls == []
    assert run_job(job)
    # The other worker had seen it as due as well.
    assert not run_job(job)
    assert calls == ["tidy"]


def test_a_name_is_taken_once(calls: list[str]) -> None:
    add(calls, "tidy")
    with pytest.raises(ValueError, match="tidy"):
        add(calls, "tidy")


@pytest.mark.parametrize(
    ("job", "every"), [("publish_scheduled", timedelta(minutes=1)), ("prune_search_statistics", timedelta(days=1))]
)
def test_the_portal_has_its_jobs(job: str, every: timedelta) -> None:
    assert {entry.name: entry.every for entry in jobs.registered_jobs()}[job] == every


def test_scheduled_pages_are_published(django_capture_on_commit_callbacks: Callable) -> None:
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=Page(title="later", slug="later", live=False))
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    with django_capture_on_commit_callbacks(execute=True):
        upkeep.publish_scheduled()
    page.refresh_from_db()
    assert page.live


def test_the_table_of_background_work_is_in_words(client: Client) -> None:
    now = timezone.now()
    JobRun.objects.create(name="alerts_mail", started_at=now, finished_at=now, result="False")
    client.force_login(UserFactory(administrator=True))
    with translation.override("zh-hans"):
        text = client.get("/admin/background/").content.decode()
    assert "整改状态" not in text and "状态" in text
    assert "alerts_mail" not in text and "发送待发邮件" in text
    assert "False" not in text and "无需处理" in text


def test_an_anchor_and_what_was_forgotten_are_told_in_words() -> None:
    anchor = Anchor("2026-04-01T10:00:00+00:00", 7, 9, "aa", None, "bb")
    assert str(anchor) == "2026-04-01 10:00 UTC · 7"
    assert forget_old() == 0
