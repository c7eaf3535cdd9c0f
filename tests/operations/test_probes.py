"""What a load balancer is told."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone

from portal.operations.backup import unfinished
from portal.operations.models import JobRun, WorkerBeat
from search.consumers import Target
from search.engines import registry
from search.models import OutboxEntry, SearchConsumer


def test_liveness_asks_no_database(client: Client) -> None:
    # No database mark: any query fails this test.
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_with_database_and_engine(client: Client, built: tuple[Target, ...]) -> None:
    JobRun.objects.create(name="publish_scheduled", started_at=timezone.now())
    WorkerBeat.objects.create(name="one", seen_at=timezone.now())
    response = client.get("/readyz")
    state = response.json()
    assert (response.status_code, state["status"], state["workers"]) == (200, "ready", 1)
    assert state["database"] is True
    assert state["engines"] == {"embedded": True}
    assert state["outbox"]["embedded:main"] == {"waiting": 0, "lag_seconds": 0.0, "late": False}
    assert state["jobs"]["publish_scheduled"]["ok"]


@pytest.mark.django_db
def test_amid_a_restore_nobody_is_sent_here(
    client: Client, built: tuple[Target, ...], settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    unfinished.mark(tmp_path / "backup.tar")
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "unavailable")
    unfinished.lift()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_where_no_worker_ever_ran_it_is_degraded_but_ready(client: Client, built: tuple[Target, ...]) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["workers"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("since", "late"), [(timedelta(seconds=20), False), (timedelta(minutes=10), True)])
def test_a_job_that_no_worker_begins_is_late(
    client: Client, built: tuple[Target, ...], since: timedelta, late: bool
) -> None:
    beat = WorkerBeat.objects.create(name="one", seen_at=timezone.now())
    WorkerBeat.objects.filter(pk=beat.pk).update(started_at=timezone.now() - since)
    state = client.get("/readyz").json()
    assert state["status"] == ("degraded" if late else "ready")
    assert state["jobs"]["mask_expired_names"]["late"] is late


@pytest.mark.django_db
def test_late_is_degraded_but_ready(client: Client, built: tuple[Target, ...]) -> None:
    WorkerBeat.objects.create(name="one", seen_at=timezone.now())
    entry = OutboxEntry.objects.create(consumer=SearchConsumer.objects.get(name="embedded:main"), key="tag:1")
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - timedelta(minutes=10))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["outbox"]["embedded:main"]["late"]


@pytest.mark.django_db
def test_not_ready_without_any_engine(client: Client, search_dir: Any) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "unavailable")


def test_not_ready_without_database(client: Client, built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(connections["default"], "cursor", refuse)
        response = client.get("/readyz")
    engines = {engine.name: True for engine in registry.engines()}
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": False, "engines": engines}
