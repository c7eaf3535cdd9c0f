"""From an editor's publishing to a reader's finding, in a whole installation with its worker, on both engines."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import percentile, print_table
from tests.drills.installation import Installation
from tests.servers.elasticsearch import VERSIONS
from tests.servers.sharing import shared_elasticsearch

NOTICES = 30
PROGRAM = """
from search.engines import registry
for number in range({count}):
    word = f"freshness{{time.time_ns()}}"
    notice(f"关于{{word}}的通报")
    started = time.monotonic()
    while True:
        answer = search(SearchQuery(text=word))
        if answer.total and not answer.standby:
            break
        time.sleep(0.01)
    say(seconds=time.monotonic() - started)
"""


@contextmanager
def _installation(search_url: str) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="sunlight-bench-") as folder:
        made = Installation(Path(folder), search_url.format(prefix=Path(folder).name.lower().replace("_", "-")))
        made.command("migrate", "--no-input", "--verbosity", "0")
        made.command("rebuild_index")
        with made.worker():
            yield made


def _measure(name: str, search_url: str) -> list[object]:
    with _installation(search_url) as installation, installation.running(PROGRAM.format(count=NOTICES)) as process:
        times = [process.hear()["seconds"] * 1000 for _ in range(NOTICES)]
    return [name, percentile(times, 50), percentile(times, 95), max(times)]


def main() -> None:
    """Publish, and look until it is found."""
    rows = [_measure("embedded", "embedded:")]
    for version in VERSIONS:
        with shared_elasticsearch(version) as address:
            rows.append(_measure(f"Elasticsearch {version}", f"elasticsearch+{address}/{{prefix}}"))
    print_table(
        "Committed to found, ms (asked: at once in the embedded engine, under 2000 in Elasticsearch)",
        ("engine", "p50", "p95", "max"),
        rows,
    )
