"""The open data: parts of the interface at 35,000 cases, whole sets of 1,000,000 rows (``BENCH_ROWS`` says another).

Asked for: a part in under 50 ms (p95), 20,000 rows a second, and memory that does not grow with the set. A row is not
the same in every set, so the cells and characters of a second are told as well: a case as JSON is a tree of some 90
values with its subjects and measures, and a notice has the text of all its cases.
"""

import gc
import os
import resource
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from time import process_time

from django.utils import timezone

from benchmarks import bulletins, site
from benchmarks.opening import HEADER, opened
from benchmarks.table import print_table
from portal.cases.models import Case
from portal.cases.statistics.quarters import Quarter
from portal.content.models import PublicChange
from portal.feedback.models import PublicInquiry
from portal.insights.open_data.sets.base import Asked, Cell, DataSet, Part, Record, data_set
from portal.insights.open_data.writing import FORMATS, stream
from portal.insights.tallies import keeping
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Unit
from search.batches import batches

ROWS = int((os.environ.get("BENCH_ROWS") or "1000000").split()[0])
#: Cases in notices of many; cases in notices of three, as most are; notices in all.
CASES, FURTHER, NOTICES = 20_000, 15_000, 10_100
ROUNDS, PER_NOTICE, PER_FURTHER = 40, 200, 3
INQUIRIES, CHANGES = 20_000, 50_000
MEGABYTE = 1024
#: The set that is written whole, and of the others so many records. Bulletins and statistics are few, and counted.
BIGGEST, SOME = "measures", 20_000
OTHERS = ("notices", "cases", "inquiries", "changes", "units", "regions", "terms", "figures")


class Repeated(DataSet):
    """A set read over and over again until it has so many rows: reading and writing are those of the set itself."""

    def __init__(self, data: DataSet, rows: int) -> None:
        self.code, self.title, self.summary = data.code, data.title, data.summary
        self.record, self.row = data.record, data.row
        self._data, self._count = data, rows
        self.rows_made = self.cells = 0

    def read(self, asked: Asked) -> Part:
        """As the set."""
        return self._data.read(asked)

    def rows(self, record: Record) -> Iterator[Sequence[Cell]]:
        """As the set, counted."""
        for row in self._data.rows(record):
            self.rows_made += 1
            self.cells += len(row)
            yield row

    def records(self) -> Iterator[Record]:
        """All of them, again and again."""

        def endless() -> Iterator[Record]:
            while True:
                yield from self._data.records()

        return islice(endless(), self._count)


def main() -> None:
    """Publish the cases, ask for parts, then write whole sets."""
    site.prepare()
    fill()
    keeping.rebuild()
    _parts()
    _files()


def fill() -> None:
    """Fill every set."""
    site.grow(NOTICES)
    city = Unit.add_root(code="bench", name="青云市")
    for number in range(20):
        city.add_child(code=f"bench-{number}", name=f"第{number}局")
    pages = iter(CaseNoticePage.objects.published().order_by("pk").values_list("pk", flat=True))
    for quarter, count, each in ((Quarter(2026, 3), CASES, PER_NOTICE), (Quarter(2026, 2), FURTHER, PER_FURTHER)):
        bulletins.fill(quarter, count)
        cases = Case.objects.filter(quarter=quarter.code).order_by("pk").values_list("pk", flat=True)
        shown = zip(pages, batches(cases, each), strict=False)
        links = [NoticeCase(page_id=page, case_id=case) for page, some in shown for case in some]
        NoticeCase.objects.bulk_create(links, batch_size=5000)
    units = list(Unit.objects.filter(code__startswith="bench-"))
    inquiries = (_inquiry(number, units[number % len(units)]) for number in range(INQUIRIES))
    PublicInquiry.objects.bulk_create(inquiries, batch_size=5000)
    changes = (
        PublicChange(kind="added", key=f"case_record:{number}", url=f"/cases/{number}/", position=CHANGES * 2 + number)
        for number in range(CHANGES)
    )
    PublicChange.objects.bulk_create(changes, batch_size=5000)


def _inquiry(number: int, unit: Unit) -> PublicInquiry:
    received = date(2026, 1, 1) + timedelta(days=number % 180)
    return PublicInquiry(
        title=f"第{number}号路灯何时修复",
        question="有群众询问路灯何时修复。" * 6,
        answer="经核查，已安排施工单位修复并加强巡查。" * 10,
        unit=unit,
        received_on=received,
        due_on=received + timedelta(days=30),
        answered_on=received + timedelta(days=20 + number % 20),
        published_at=timezone.now(),
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
    print_table(f"Parts of the interface at {CASES + FURTHER} cases, ms; asked: p95 under 50", HEADER, rows)


def _files() -> None:
    """As the web process writes them: it does not walk again and again through what it loaded at its start."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)
    header = ["file", "records", "rows a second of CPU", "thousand cells a second", "MB", "MB a second", "grown, MB"]
    some = [_file(code, name, SOME) for code in OTHERS for name in FORMATS]
    print_table(f"Whole sets of {SOME} records; asked: 20,000 rows a second", header, some)
    whole = [_file(BIGGEST, name, ROWS) for name in FORMATS]
    print_table("The biggest set; asked: 20,000 rows a second in flat memory", header, whole)


def _file(code: str, name: str, count: int) -> list[object]:
    data = data_set(code)
    if data is None or next(iter(data.records()), None) is None:
        raise SystemExit(f"benchmarks: nothing in the set {code}")
    repeated = Repeated(data, count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = process_time()
    size = sum(len(piece) for piece in stream(repeated, FORMATS[name]))
    took = process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEGABYTE
    # Lines of JSON are records, whatever rows these would be.
    rows, cells = (repeated.rows_made, repeated.cells) if repeated.cells else (count, 0)
    mega = size / 1024**2
    return [f"{code}.{name}", count, rows / took, cells / took / 1000 if cells else "", mega, mega / took, grown]
