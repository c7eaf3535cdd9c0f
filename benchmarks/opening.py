"""Opens a page often: how many queries it asks, how long it takes, and how much of that is its own work."""

from functools import partial
from time import process_time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.table import percentile, timed

#: The columns that `opened` gives.
HEADER = ["page", "queries", "p50", "p95", "CPU p50", "CPU p95", "KB"]


def opened(name: str, address: str, rounds: int) -> list[object]:
    """A row: once to fill what is kept, once to count queries, then often to time it."""
    open_page = partial(Client().get, address)
    answer = open_page()
    if answer.status_code != 200:
        raise SystemExit(f"benchmarks: {address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        open_page()
    # Before the next request, which begins a new list.
    asked = len(queries)
    clock, own = [], []
    for _round in range(rounds):
        started = process_time()
        clock.append(timed(open_page))
        own.append((process_time() - started) * 1000)
    times = [percentile(samples, percent) for samples in (clock, own) for percent in (50, 95)]
    return [name, asked, *times, len(answer.content) // 1024]
