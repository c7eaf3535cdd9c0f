"""The archive of a unit at 100 and at 10,000 entries, uncached: asked for is a p95 under 100 ms (``BENCH_ENTRIES``).

Two fifths are notices, one fifth cases, two fifths their measures; pages from the top, from the middle, and of a year.
"""

import os
from itertools import islice

from django.test import override_settings

from benchmarks import site
from benchmarks.opening import HEADER, opened
from benchmarks.table import print_table
from portal.archives.asking import Question
from portal.archives.reading import all_entries, part
from portal.archives.scopes import Scope
from portal.cases.models import Case, Measure, Subject, Term
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Unit

SIZE = int((os.environ.get("BENCH_ENTRIES") or "10000").split()[0])
FEW, ROUNDS, BATCH = 100, 25, 2_000


def main() -> None:
    """Make a small and a large archive beside each other, open their pages often, and print how long it took."""
    site.prepare()
    site.grow(SIZE)
    top = Unit.objects.get(depth=1)
    small, large = list(Unit.objects.filter(depth=2)[:2])
    keys = iter(site.keys())
    for unit, size in ((small, FEW), (large, SIZE)):
        CaseNoticePage.objects.filter(pk__in=list(islice(keys, size * 2 // 5))).update(issuing_unit=unit)
        _cases(unit, size // 5)
    rows = []
    with override_settings(PAGE_CACHE=False):
        for name, unit in ((f"{FEW} entries", small), (f"{SIZE} entries", large)):
            address = f"/units/{unit.code}/archive/"
            rows += [
                opened(f"{name}, newest", address, ROUNDS),
                opened(f"{name}, from the middle", address + _middle(unit), ROUNDS),
                opened(f"{name}, a year", f"{address}?year=2025", ROUNDS),
                opened(f"{name}, feed", f"{address}feed/", ROUNDS),
            ]
        rows.append(opened("the whole tree, newest", f"/units/{top.code}/archive/?below=1", ROUNDS))
    print_table("Archives, uncached, ms; asked: p95 under 100", HEADER, rows)


def _cases(unit: Unit, count: int) -> None:
    """Published cases of a unit with two measures each, spread over ten years."""
    notice = CaseNoticePage.objects.get(pk=site.keys()[-1])
    grade = Term.objects.filter(taxonomy__measure_scale="party").first()
    for start in range(0, count, BATCH):
        numbers = range(start, min(count, start + BATCH))
        days = [f"{2016 + number % 10}-{1 + number % 12:02d}-{1 + number % 28:02d}" for number in numbers]
        cases = Case.objects.bulk_create(
            Case(
                heading=f"第{number}号问题",
                unit=unit,
                concluded_on=day,
                quarter="2026Q3",
                facts="违规收受礼品礼金。" * 10,
            )
            for number, day in zip(numbers, days, strict=True)
        )
        subjects = Subject.objects.bulk_create(Subject(case=case, name="甄士测", unit_then=unit) for case in cases)
        Measure.objects.bulk_create(
            Measure(subject=subject, scale="party", grade=grade, decided_on=subject.case.concluded_on)
            for subject in subjects
            for _each in range(2)
        )
        NoticeCase.objects.bulk_create(NoticeCase(page=notice, case=case) for case in cases)


def _middle(unit: Unit) -> str:
    scope = Scope.of(unit)
    total = sum(1 for _entry in all_entries(scope, Question(), most=SIZE))
    question: Question | None = Question()
    for _page in range(max(1, total // 2 // 500)):
        found = part(scope, question or Question(), size=min(500, total // 2))
        question = found.further
    return question.address if question else ""
