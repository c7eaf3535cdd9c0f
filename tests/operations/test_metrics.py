"""Figures for Prometheus: with the token alone, about work and never about a person."""

from typing import Any

import pytest
from django.test import Client

from portal.operations.metrics.requests import is_uncounted
from tests.operations import tasks

pytestmark = pytest.mark.django_db

TOKEN = {"HTTP_AUTHORIZATION": "Bearer only-for-tests"}


@pytest.fixture
def figures(client: Client, settings: Any, search_dir: Any) -> Any:
    settings.METRICS_TOKEN = "only-for-tests"
    return lambda: client.get("/metrics", **TOKEN).content.decode()


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic only-for-tests", "Bearer 密"])
def test_without_the_token_it_is_not_there(client: Client, figures: Any, header: str) -> None:
    assert client.get("/metrics", HTTP_AUTHORIZATION=header).status_code == 404


def test_without_a_token_in_the_settings_nobody_reads_it(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_requests_are_counted_by_view_and_not_by_path_or_address(client: Client, figures: Any) -> None:
    client.get("/healthz?q=needle-in-the-query", REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="needle-agent")
    client.get("/nothing/needle-in-the-path/")
    client.generic("NEEDLE", "/healthz")
    shown = figures()
    assert 'sunlight_requests_total{method="GET",status="200",view="healthz"}' in shown
    assert 'sunlight_request_seconds_bucket{le="0.05",view="healthz"}' in shown
    for needle in ("needle", "NEEDLE", "203.0.113.77"):
        assert needle not in shown


@pytest.mark.parametrize("path", ["/feedback/", "/feedback/track/", "/en/feedback/", "/zh-hans/feedback/x/"])
def test_nothing_of_what_citizens_hand_in_is_counted(client: Client, figures: Any, path: str) -> None:
    """A count that is read every few seconds would tell when."""
    assert is_uncounted(path)
    before = [line for line in figures().splitlines() if line.startswith("sunlight_requests_total")]
    client.get(path)
    after = [line for line in figures().splitlines() if line.startswith("sunlight_requests_total")]
    assert {line.split()[0] for line in after} - {line.split()[0] for line in before} <= {
        'sunlight_requests_total{method="GET",status="200",view="metrics"}'
    }


@pytest.mark.parametrize("path", ["/", "/search/", "/en/search/", "/notices/feedback/", "/healthz"])
def test_everything_else_is(path: str) -> None:
    assert not is_uncounted(path)


def test_the_state_of_the_work_is_there(figures: Any) -> None:
    tasks.note.enqueue("waits")
    shown = figures()
    assert "sunlight_database 1.0" in shown
    assert 'sunlight_tasks_waiting{name="default"} 1.0' in shown
    assert 'sunlight_jobs_ok{name="publish_scheduled"}' in shown
    assert 'sunlight_engines{name="embedded"} 0.0' in shown
    assert 'sunlight_mail_waiting{name="outgoing"} 0.0' in shown
