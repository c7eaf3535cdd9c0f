"""Citizens hand in at the real web server while its processes are killed: lost, twice, how many a second.

The code is that of the drill, `tests/drills/killing.py`. ``BENCH_KILLED_POSTS`` says how many are handed in on each
database (10,000), one process being killed for each hundred. Both databases wait for the disk as in production. The
citizens run on the same machine, and take a share of it.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from benchmarks.table import percentile, print_table
from tests.drills.installation import Installation
from tests.drills.killing import CITIZENS, found_by, post_while_killing
from tests.drills.web_server import serving
from tests.servers.postgresql import postgresql

POSTS = int(os.environ.get("BENCH_KILLED_POSTS") or 10_000)
POSTS_A_KILL, SEED = 100, 11
DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "SQLite": lambda: nullcontext(""),
    "PostgreSQL": lambda: postgresql(waits_for_disk=True),
}


def main() -> None:
    """Hand in, kill, and open every receipt again."""
    header = [
        "database", f"lost of {POSTS:,} acknowledged", "twice", "kills", "posts cut off",
        "a second", "p50 of the post, ms", "p95 of the post, ms",
    ]  # fmt: skip
    rows = [_measured(name, database) for name, database in DATABASES.items()]
    print_table(f"Killed while posting: 2 web processes, {CITIZENS} citizens at once", header, rows)


def _measured(name: str, database: Callable[[], AbstractContextManager[str]]) -> list[object]:
    with tempfile.TemporaryDirectory(prefix="sunlight-bench-") as folder, database() as address:
        installation = Installation(Path(folder), "embedded:")
        if address:
            installation.environment["DATABASE_URL"] = address
        installation.command("migrate", "--no-input", "--verbosity", "0")
        installation.command("rebuild_index")
        with serving(installation) as server:
            seen = post_while_killing(server, posts=POSTS, kills=max(1, POSTS // POSTS_A_KILL), seed=SEED)
        found = found_by(installation, seen, Path(folder))
    lost, twice = len(found["lost"]), len(found["twice"]) + len(seen.changed)
    if lost or twice or found["stored"] != POSTS or len(seen.receipts) != POSTS:
        print(f"benchmarks: {found}, {seen.changed}, {seen.other}")
    times = [percentile(seen.times, 50), percentile(seen.times, 95)]
    return [name, lost, twice, seen.kills, seen.other["cut off"], POSTS / seen.seconds, *times]
