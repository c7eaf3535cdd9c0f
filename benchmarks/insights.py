"""The insights over 200,000 measures, uncached: asked for is a p95 under 200 ms (``BENCH_MEASURES``: how many).

Cases of twelve quarters in 200 units of five districts, all published; then what it costs to count one change.
"""

import os
from functools import partial
from time import perf_counter

from django.test import override_settings

from benchmarks import site
from benchmarks.bulletins import fill
from benchmarks.opening import HEADER, opened
from benchmarks.table import percentile, print_table, timed
from portal.cases.models import Case, Measure
from portal.cases.statistics.quarters import Quarter
from portal.insights.models import ChangedCase, Tally
from portal.insights.tallies import keeping
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Region, Unit

MEASURES = int((os.environ.get("BENCH_MEASURES") or "200000").split()[0])
#: What `benchmarks.bulletins.fill` gives a case on the average.
_OF_A_CASE = 3
ROUNDS, QUARTERS, UNITS, DISTRICTS = 20, 12, 200, 5
LAST = Quarter(2026, 3)


def main() -> None:
    """Make and count the cases, open the pages often, and print how long it took."""
    site.prepare()
    _organise()
    quarter, quarters = LAST, []
    while len(quarters) < QUARTERS:
        quarters.append(quarter)
        quarter = quarter.before
    for each in quarters:
        fill(each, MEASURES // _OF_A_CASE // QUARTERS)
    _publish()
    started = perf_counter()
    cases = keeping.rebuild()
    seconds = perf_counter() - started
    measures, sums = Measure.objects.count(), Tally.objects.count()
    print(f"\n{cases} cases with {measures} measures counted in {seconds:.0f} s: {sums} sums")
    with override_settings(PAGE_CACHE=False):
        addresses = {
            "all of it": "/insights/",
            "a year": "/insights/?period=2026",
            "a quarter": "/insights/?period=2026Q3",
            "a district": "/insights/?region=bench-r1",
            "the whole tree of units": "/insights/?unit=bench",
            "a unit": "/insights/?unit=bench-7",
            "violations alone": "/insights/violations/",
        }
        rows = [opened(name, address, ROUNDS) for name, address in addresses.items()]
    print_table("Insights, uncached, ms; asked: p95 under 200", HEADER, rows)
    changing = [timed(partial(_change, number)) for number in Case.objects.values_list("pk", flat=True)[:ROUNDS]]
    print(f"  counting one changed case: p50 {percentile(changing, 50):.1f} ms, p95 {percentile(changing, 95):.1f} ms")


def _organise() -> None:
    whole = Region.add_root(code="bench-r", name="青云市")
    for number in range(DISTRICTS):
        Region.objects.get(pk=whole.pk).add_child(code=f"bench-r{number}", name=f"第{number}区")
    districts = list(Region.objects.filter(depth=2))
    city = Unit.add_root(code="bench", name="青云市", region=whole)
    for number in range(UNITS):
        Unit.objects.get(pk=city.pk).add_child(
            code=f"bench-{number}", name=f"第{number}局", region=districts[number % DISTRICTS]
        )


def _publish() -> None:
    """One notice shows them all: who may read a case is asked of each all the same."""
    site.grow(1)
    notice = CaseNoticePage.objects.get(pk=site.keys()[0])
    numbers = Case.objects.values_list("pk", flat=True).iterator(chunk_size=5000)
    NoticeCase.objects.bulk_create((NoticeCase(page=notice, case_id=number) for number in numbers), batch_size=5000)


def _change(number: int) -> None:
    Case.objects.filter(pk=number).update(quarter="2023Q1")
    ChangedCase.objects.create(number=number)
    keeping.settle()
