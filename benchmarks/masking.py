"""The nightly task: names whose time is over leave cases and notices. How fast, and whether memory stays flat.

``BENCH_SUBJECTS`` says how many names expire in one night (1,000 unless told; the issue asks for 100,000).
"""

import os
import resource
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from django.utils import timezone

from benchmarks import site
from benchmarks.table import print_table
from portal.cases import masking
from portal.cases.models import Case, Measure, Subject, Term
from portal.notices.models import NoticeCase
from search.batches import batches

SUBJECTS = int(os.environ.get("BENCH_SUBJECTS") or 1_000)
#: Persons of a case, cases of a notice; every notice names them all.
PER_CASE, PER_NOTICE = 2, 5
BATCH = 1_000
NAMES = "赵钱孙李周吴郑王冯陈", "明华建国志强文斌丽娟"


def main() -> None:
    """One night, its memory looked at after each tenth of it."""
    site.prepare()
    cases = SUBJECTS // PER_CASE
    site.grow(max(1, cases // PER_NOTICE))
    _grow_cases(cases)
    site.index()
    masked, seconds, memory = _night(cases)
    idle = perf_counter()
    masking.mask_expired()
    idle = (perf_counter() - idle) * 1000
    growth = (memory[-1] - memory[1]) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print_table(
        f"Masking sweep over {SUBJECTS} expired names (asked: flat memory; a night without any: one small query)",
        ["cases", "seconds", "names a second", "memory grown from 1/10 to the end, MB", "peak, MB", "idle night, ms"],
        [[masked, seconds, round(SUBJECTS / seconds), growth, peak, idle]],
    )


def _night(cases: int) -> tuple[int, float, list[int]]:
    """What was masked, in how many seconds, and the bytes of this process at each tenth."""
    memory: list[int] = []
    some, done, tenth = masking.mask_cases, 0, max(1, cases // 10)

    def watched(numbers: list[int]) -> None:
        nonlocal done
        some(numbers)
        done += len(numbers)
        if done // tenth >= len(memory):
            memory.append(_resident())

    memory.append(_resident())
    masking.mask_cases = watched
    started = perf_counter()
    try:
        masked = masking.mask_expired()
    finally:
        seconds = perf_counter() - started
        masking.mask_cases = some
    return masked, seconds, memory


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def _grow_cases(count: int) -> None:
    """Cases in bulk, each with persons whose names ended yesterday and stand in its text and in a notice's."""
    grade = Term.objects.get(taxonomy__measure_scale="party", code="pd1")
    yesterday = timezone.localdate() - timedelta(days=1)
    notices = site.keys()
    for numbers in batches(range(count), BATCH):
        cases = Case.objects.bulk_create(_cases(numbers))
        subjects = Subject.objects.bulk_create(
            Subject(case=case, name=name, post_then="原负责人", name_rule_until=yesterday, sort_order=place)
            for number, case in zip(numbers, cases, strict=True)
            for place, name in enumerate(_names(number))
        )
        Measure.objects.bulk_create(
            Measure(subject=subject, scale="party", grade=grade, decided_on="2020-01") for subject in subjects
        )
        NoticeCase.objects.bulk_create(
            NoticeCase(page_id=notices[number // PER_NOTICE % len(notices)], case=case)
            for number, case in zip(numbers, cases, strict=True)
        )


def _cases(numbers: list[int]) -> Iterator[Case]:
    for number in numbers:
        names = "、".join(_names(number))
        yield Case(heading=f"{names}违规收受礼金问题", facts=f"经查，{names}收受礼金。" * 5, quarter="2020Q1")


def _names(number: int) -> list[str]:
    surnames, given = NAMES
    return [
        surnames[number % 10] + given[(number // 10 + place) % 10] + given[(number // 100) % 10]
        for place in range(PER_CASE)
    ]


if __name__ == "__main__":
    main()
