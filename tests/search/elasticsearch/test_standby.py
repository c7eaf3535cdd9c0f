"""While Elasticsearch is away, slow or broken, a search is answered by the embedded engine, and says so."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from search import consumers, outbox
from search.applying import drain
from search.engines import registry
from search.queries import SearchQuery
from search.service import search
from tests.search.elasticsearch.broken_servers import answering_server, dead_address, silent_server
from tests.search.sources import write_tag


@contextmanager
def failing_server() -> Iterator[str]:
    with answering_server(500, b'{"error": {"type": "full"}, "status": 500}') as (address, _asked):
        yield address


@contextmanager
def garbled_server() -> Iterator[str]:
    with answering_server(200, b"<html>Welcome</html>") as (address, _asked):
        yield address


def publish(name: str, slug: str) -> None:
    """Write, and do what follows a commit: this test's transaction has none."""
    write_tag(name, slug=slug)
    drain(consumers.target_by_name("embedded"))


@pytest.mark.parametrize("server", [dead_address, silent_server, failing_server, garbled_server])
def test_the_standby_answers(
    built: tuple[consumers.Target, ...],
    settings: Any,
    server: Callable[[], AbstractContextManager[str]],
) -> None:
    publish("礼金", "gift")
    for engine in registry.engines():
        engine.close()
    with server() as address:
        settings.SEARCH_URL = f"elasticsearch+{address}/standby"
        consumers.ensure()
        started = time.monotonic()
        first = search(SearchQuery(text="礼金"))
        assert time.monotonic() - started < 4
        assert (first.total, first.standby) == (1, True)
        # What is written now waits for Elasticsearch, and the standby has it at once.
        publish("礼金二", "gift-2")
        assert outbox.lag()["elasticsearch"] == 1
        started = time.monotonic()
        second = search(SearchQuery(text="礼金"))
        assert time.monotonic() - started < 1.5
        assert (second.total, second.standby) == (2, True)
