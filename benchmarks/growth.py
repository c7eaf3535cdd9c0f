"""How the embedded engine grows: building, memory, disk, pages and updates at sizes one after the other.

``BENCH_GROWTH`` says which, the smallest first, such as ``BENCH_GROWTH="10000 100000 1000000"``; the last takes a
quarter of an hour. Building holds one batch of documents; what grows is a mark for each in memory.
Elasticsearch and the pages are measured at any size by ``BENCH_DOCUMENTS=1000000 … search_elasticsearch`` and
``BENCH_PAGES=1000000 … pages``.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from time import process_time

from benchmarks.corpus import QUERIES, documents
from benchmarks.search_embedded import FILTERS, Bench
from benchmarks.table import percentile, print_table, spent

SIZES = [int(size) for size in (os.environ.get("BENCH_GROWTH") or "10000 30000").split()]
#: Questions of every sort, and documents that are changed.
QUESTIONS, CHANGED = QUERIES[::2], 40


def main() -> None:
    """A row for each size, each in a folder that goes away."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_row(Bench(Path(folder), size), size))
    header = [
        "documents",
        "a second",
        "MB memory",
        "of it grown",
        "MB disk",
        "page p50",
        "p95",
        "known p95",
        "update p50",
    ]
    print_table("Embedded engine as it grows, CPU, ms (asked: pages p95 under 40 at 100,000)", header, rows)


def _row(bench: Bench, size: int) -> list[object]:
    making, memory = bench.index(process_time)
    fresh = [took for text in QUESTIONS for took in _cold(bench, text)]
    known = [spent(lambda text=text: bench.page(text, filters=FILTERS)) for text in QUESTIONS for _again in range(2)]  # type: ignore[misc]
    changed = [replace(document, title="改 " + document.title) for document in documents(CHANGED)]
    updates = [spent(lambda document=document: bench.engine.upsert([document])) for document in changed]  # type: ignore[misc]
    disk = bench.size()
    bench.engine.close()
    pages = [percentile(fresh, 50), percentile(fresh, 95), percentile(known, 95)]
    return [size, size / making, memory[-1], memory[-1] - memory[0], disk, *pages, percentile(updates, 50)]


def _cold(bench: Bench, text: str) -> list[float]:
    """What a page costs the first reader who asks for these words."""
    times = []
    for _again in range(3):
        bench.forget()
        times.append(spent(lambda: bench.page(text)))
    return times


if __name__ == "__main__":
    main()
