"""SQL queries, time and own work of the pages that readers open most, at 10,000 notices (``BENCH_PAGES`` says another).

A list may cost 15 queries whatever the page size, a notice 12 whatever its length, and page 250 twice what page 1 does.
"""

import os
from functools import partial
from time import process_time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import site
from benchmarks.table import percentile, print_table, timed
from portal.notices.models import CaseNoticePage
from portal.organisations.models import Unit

SIZE = int((os.environ.get("BENCH_PAGES") or "10000").split()[0])
ROUNDS = 25
LONG = 200


def main() -> None:
    """Open each page once to fill the caches, once to count queries, then often to time it."""
    site.prepare()
    site.grow(SIZE)
    site.index()
    short, long = (CaseNoticePage.objects.get(pk=site.keys()[place]) for place in (0, 1))
    long.body = [("heading", "标题"), ("paragraph", f"<p>{short.summary}</p>")] * LONG
    long.save_revision().publish()
    unit = Unit.objects.exclude(depth=1).first()
    addresses = {
        "home": "/",
        "list, page 1": "/notices/",
        "list, page 250": "/notices/?page=250",
        "list, 100 a page": "/notices/?page_size=100",
        "notice, short": short.url,
        f"notice, {2 * LONG} blocks": long.url,
        "unit": unit.get_absolute_url() if unit else "",
    }
    rows = {name: _measured(address) for name, address in addresses.items()}
    header = ["page", "queries", "p50", "p95", "CPU p50"]
    print_table(f"Pages at {SIZE} notices, ms", header, [[name, *row] for name, row in rows.items()])
    ratio = rows["list, page 250"][3] / rows["list, page 1"][3]
    print(f"  page 250 costs {ratio:.2f} times page 1 (asked: at most 2)")


def _measured(address: str) -> list[Any]:
    client = Client()
    open_page = partial(client.get, address)
    answer = open_page()
    if answer.status_code != 200:
        raise SystemExit(f"benchmarks: {address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        open_page()
    count = len(queries)
    clock, own = [], []
    for _round in range(ROUNDS):
        started = process_time()
        clock.append(timed(open_page))
        own.append((process_time() - started) * 1000)
    return [count, percentile(clock, 50), percentile(clock, 95), percentile(own, 50)]
