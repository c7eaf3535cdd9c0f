"""The audit log: what recording a step costs, and how fast the whole chain is verified, in flat memory.

``BENCH_ENTRIES`` says how long the chain is (5,000 unless told).
"""

import os
import resource
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import site
from benchmarks.table import percentile, print_table, timed
from home.auditing import AccountAction
from portal.audit import chain
from portal.audit.log import Thing, record
from portal.audit.verification import verify

ENTRIES = int(os.environ.get("BENCH_ENTRIES") or 5_000)
#: Steps that are timed one by one, each in a transaction of its own.
SINGLE = 500


def main() -> None:
    """Record, link, anchor, verify."""
    site.prepare()
    single = [timed(lambda number=number: _step(number)) for number in range(SINGLE)]
    started = perf_counter()
    for number in range(SINGLE, ENTRIES):
        _step(number)
    chain.link_pending()
    bulk = (ENTRIES - SINGLE) / (perf_counter() - started)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "anchors.jsonl"
        before = _peak()
        started = perf_counter()
        report = verify(file)
        seconds = perf_counter() - started
    if report.checked != ENTRIES:
        raise SystemExit(f"benchmarks: {report.faults}")
    print_table(
        f"Audit log of {report.checked} entries (tests' settings: SQLite does not wait for the disk)",
        ["recording p50, ms", "p95, ms", "steps a second", "verified a second", "verifying, s", "memory grown, MB"],
        [[
            percentile(single, 50), percentile(single, 95), round(bulk),
            round(report.checked / seconds), seconds, _peak() - before,
        ]],
    )  # fmt: skip


def _step(number: int) -> None:
    record(AccountAction.DELETED, Thing("auth.user", str(number)), actor=None, details={"number": number})


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
