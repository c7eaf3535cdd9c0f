"""The worker as a process of its own, on a database file, with kill -9 and SIGTERM."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from portal.operations import worker
from portal.operations.worker import IndexLoop, Worker
from search import applying, consumers
from search.consumers import Target
from search.engines.base import SearchUnavailable
from search.models import OutboxEntry, SearchConsumer
from tests.search.sources import keys, write_tag
from tests.servers.template_database import copy_template


class LocalWorker(Worker):
    """Lives until the block ends."""

    def __enter__(self) -> "LocalWorker":
        self.thread = threading.Thread(target=self._work)
        self.thread.start()
        return self

    def _work(self) -> None:
        # In a process of its own the connection of this thread ends with it.
        try:
            self.run()
        finally:
            connections.close_all()

    def __exit__(self, *args: object) -> None:
        self.stop()
        self.thread.join(15)
        assert not self.thread.is_alive()


def wait_for(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def quiet_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers leave everything to the worker."""
    monkeypatch.setattr(applying, "apply_keys_now", lambda *args, **kwargs: None)


@pytest.mark.django_db(transaction=True)
def test_a_missing_index_is_built_and_kept_in_step(
    tag_source: Any, search_dir: Path, quiet_writers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "run_jobs", lambda: None)
    SearchConsumer.objects.all().delete()
    first = write_tag("first")
    target = consumers.target_by_name("embedded")
    with LocalWorker():
        wait_for(target.ready)
        second = write_tag("second")
        wait_for(lambda: keys(target) == {f"tag:{first.pk}", f"tag:{second.pk}"})
        wait_for(lambda: not OutboxEntry.objects.exists())


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_away_stops_no_other(
    built: tuple[Target, ...], quiet_writers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "run_jobs", lambda: None)
    embedded, suggestions = (consumers.target_by_name(name) for name in ("embedded", "suggestions"))
    upsert = type(embedded.index).upsert
    is_away = [True]

    def sometimes(self: Any, documents: Any) -> None:
        if is_away[0]:
            raise SearchUnavailable("gone")
        upsert(self, documents)

    monkeypatch.setattr(type(embedded.index), "upsert", sometimes)
    with LocalWorker():
        tag = write_tag("礼金")
        wait_for(lambda: keys(suggestions) == {f"tag:{tag.pk}"})
        wait_for(lambda: SearchConsumer.objects.get(name=embedded.name).attempts > 0)
        assert OutboxEntry.objects.get().consumer.name == embedded.name
        is_away[0] = False
        wait_for(lambda: keys(embedded) == {f"tag:{tag.pk}"})


@pytest.mark.django_db(transaction=True)
def test_an_error_pauses_a_round_and_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise KeyError("a mistake of ours")

    assert Worker()._once(broken) is False
    assert Worker()._once(lambda: None) is True
    assert "goes on" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_idle_round_is_one_small_query(embedded: Target, django_assert_num_queries: Callable[[int], Any]) -> None:
    loop = IndexLoop(embedded, threading.Event())
    loop()
    with django_assert_num_queries(1):
        loop()


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A fresh installation of its own, on a database file."""
    values = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    values.pop("DATABASE_URL", None)
    values.pop("PYTEST_XDIST_WORKER", None)
    copy_template(tmp_path / "sunlight.db")
    yield values


@pytest.mark.drill
def test_the_process_ends_on_sigterm_and_starts_after_sigkill(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "run_worker"]
    process = subprocess.Popen(command, env=environment)
    pointer = tmp_path / "main" / "search" / "embedded" / "current"
    try:
        wait_for(pointer.exists, 60)
        process.kill()
        process.wait()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"The worker runs.\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() == b"The worker has stopped.\n"
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        connections.close_all()
