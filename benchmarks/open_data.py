"""The open data: parts of the interface at 20,000 cases, whole sets of 1,000,000 rows (``BENCH_ROWS`` says another).

Asked for: a part in under 50 ms (p95), 20,000 rows a second, and memory that does not grow with the set.
"""

import os
import resource
from collections.abc import Iterator
from itertools import islice
from time import process_time

from benchmarks import bulletins, site
from benchmarks.opening import HEADER, opened
from benchmarks.table import print_table
from portal.cases.models import Case
from portal.cases.statistics.quarters import Quarter
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, data_set
from portal.insights.open_data.writing import FORMATS, stream
from portal.insights.tallies import keeping
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Unit

ROWS = int((os.environ.get("BENCH_ROWS") or "1000000").split()[0])
CASES, ROUNDS, PER_NOTICE = 20_000, 40, 200
MEGABYTE = 1024


class Repeated(DataSet):
    """A set read over and over again until it has so many rows: reading and writing are those of the set itself."""

    def __init__(self, data: DataSet, rows: int) -> None:
        self.code, self.title, self.summary = data.code, data.title, data.summary
        self.record, self.row, self.rows = data.record, data.row, data.rows
        self._data, self._count = data, rows

    def read(self, asked: Asked) -> Part:
        """As the set."""
        return self._data.read(asked)

    def records(self) -> Iterator[Record]:
        """All of them, again and again."""

        def endless() -> Iterator[Record]:
            while True:
                yield from self._data.records()

        return islice(endless(), self._count)


def main() -> None:
    """Publish the cases, ask for parts, then write whole sets."""
    site.prepare()
    site.grow(CASES // PER_NOTICE)
    city = Unit.add_root(code="bench", name="青云市")
    for number in range(20):
        city.add_child(code=f"bench-{number}", name=f"第{number}局")
    bulletins.fill(Quarter(2026, 3), CASES)
    _publish()
    keeping.rebuild()
    _parts()
    _files()


def _publish() -> None:
    pages = list(CaseNoticePage.objects.published().order_by("pk").values_list("pk", flat=True))
    cases = Case.objects.filter(quarter="2026Q3").order_by("pk").values_list("pk", flat=True)
    NoticeCase.objects.bulk_create(
        (NoticeCase(page_id=pages[place // PER_NOTICE % len(pages)], case_id=case) for place, case in enumerate(cases)),
        batch_size=5000,
    )


def _parts() -> None:
    middle = Case.objects.order_by("pk")[CASES // 2].pk
    addresses = {
        "cases, first 50": "/api/v1/cases",
        "cases, 50 in the middle": f"/api/v1/cases?after={middle}",
        "cases, 50 of a unit": "/api/v1/cases?unit=bench-7",
        "measures, 50 in the middle": f"/api/v1/measures?after={middle}.0",
        "measures, 50 of a unit": "/api/v1/measures?unit=bench-7",
        "notices, first part": "/api/v1/notices",
        "notices, part of a tree of units": "/api/v1/notices?unit=u",
        "figures, first 50": "/api/v1/figures",
        "figures, 50 of a quarter": "/api/v1/figures?quarter=2026Q3&after=2026Q3.ranks..cases",
        "changes, first 50": "/api/v1/changes",
        "terms, first 50": "/api/v1/terms",
        "one case": f"/api/v1/cases/{middle}",
    }
    rows = [opened(name, address, ROUNDS) for name, address in addresses.items()]
    print_table(f"Parts of the interface at {CASES} cases, ms; asked: p95 under 50", HEADER, rows)


def _files() -> None:
    rows = []
    for code, count in (("measures", ROWS), ("cases", ROWS // 20)):
        data = data_set(code)
        if data is None:
            raise SystemExit(f"benchmarks: there is no set {code}")
        for name, kind in FORMATS.items():
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            started = process_time()
            size = sum(len(piece) for piece in stream(Repeated(data, count), kind))
            took = process_time() - started
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTE
            rows.append([f"{code}.{name}", count, count / took, size / 1024**2, grown])
    header = ["file", "rows", "rows a second of CPU", "MB", "memory grown, MB"]
    print_table("Whole sets; asked: 20,000 rows a second in flat memory", header, rows)
