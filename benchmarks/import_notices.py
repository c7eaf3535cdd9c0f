"""Importing notices into a site with its index: rows a second, memory, and the same file again.

``BENCH_IMPORT`` says how many notices (3,000 unless told).
"""

import json
import os
import resource
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from benchmarks import site
from benchmarks.corpus import documents
from benchmarks.table import print_table, timed

NOTICES = int(os.environ.get("BENCH_IMPORT") or 3_000)
UNITS = 40


def main() -> None:
    """Import a tenth, so that caches are warm, then all; then all again, in which nothing may change."""
    site.prepare()
    site.index()
    with tempfile.TemporaryDirectory(prefix="sunlight-bench-") as folder:
        warm, whole = Path(folder) / "warm.jsonl", Path(folder) / "whole.jsonl"
        _write(warm, NOTICES // 10)
        _write(whole, NOTICES)
        _import(warm)
        before = _peak()
        rows = []
        for what in ("new", "again, unchanged"):
            seconds = timed(lambda: _import(whole)) / 1000
            rows.append(
                [what, NOTICES, seconds, NOTICES / seconds, 10_000 / (NOTICES / seconds) / 60, _peak() - before]
            )
    print_table(
        "Import (asked: 10,000 notices in minutes, with flat memory)",
        ["rows", "number", "seconds", "rows a second", "minutes for 10,000", "MB grown"],
        rows,
    )


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for document in documents(count):
            row = {
                "title": document.title,
                "date": document.date.isoformat(),
                "document_number": f"导入通〔{document.date.year}〕{document.number}号",
                "unit": f"第{document.number % UNITS}纪检监察组",
                "body": "".join(f"<p>{line}</p>" for line in document.body.split("\n")),
                "keywords": ["测速"],
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _import(path: Path) -> None:
    call_command("import_notices", path, create_units=True, verbosity=0, stdout=StringIO())


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
