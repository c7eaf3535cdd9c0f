"""Keeps the sums in step with the cases: notes what changes, adds and takes what it is worth, tidies up."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from portal.cases.models import Case
from portal.content.models.stamps import PageStamp
from portal.insights.models import NUMBERS, PLACE, ChangedCase, CountedCase, Tally
from portal.insights.tallies.contributions import Contribution, contributions
from search.batches import batches
from search.locks import Busy, only_one

logger = logging.getLogger(__name__)

LOCK = "insights tallies"
BATCH = 500
#: Cases that a writer counts right after its own commit; more are the worker's.
AT_ONCE = 200
_TURN_SECONDS, _WRITER_SECONDS = 5.0, 0.2
_ROWS = 2_000


class _Place(NamedTuple):
    """Where a line of the sums stands; in the order of `PLACE`."""

    whole: bool
    facet: str
    quarter: str
    unit: int | None
    region: int | None
    code: str


_Sums = dict[_Place, Counter[str]]


def note(numbers: list[int]) -> None:
    """These cases, or whether anybody may read them, change in this transaction."""
    ChangedCase.objects.bulk_create([ChangedCase(number=number) for number in numbers], batch_size=_ROWS)
    if not any(entry[1] is _after_commit for entry in connection.run_on_commit):
        # Robust: whatever goes wrong is logged and left to the worker, never shown to the writer.
        transaction.on_commit(_after_commit, robust=True)


def settle(*, most: int | None = None, batch: int = BATCH, wait: float = _TURN_SECONDS) -> int:
    """Count what has changed, the oldest first; how many notes were dealt with. Nothing while somebody else does."""
    done = 0
    try:
        with only_one(LOCK, wait=wait):
            while most is None or done < most:
                rows = list(ChangedCase.objects.order_by("pk").values_list("pk", "number")[: min(batch, most or batch)])
                if not rows:
                    break
                _count(dict.fromkeys(number for _pk, number in rows), [pk for pk, _number in rows])
                done += len(rows)
    except Busy:
        logger.debug("the tallies are being counted by somebody else")
    return done


def rebuild() -> int:
    """Look at every case anew; the number of cases. What is counted rightly stays, so readers notice nothing."""
    numbers = Case.objects.published().order_by().values_list("pk", flat=True)
    everything = chain(numbers.iterator(chunk_size=_ROWS), CountedCase.objects.values_list("pk", flat=True).iterator())
    for batch in batches(everything, _ROWS):
        ChangedCase.objects.bulk_create(ChangedCase(number=number) for number in batch)
    while settle(batch=_ROWS):
        pass
    tidy()
    return CountedCase.objects.count()


def check() -> list[int]:
    """The cases whose share in the sums is not what it should be, but for those that wait to be counted."""
    waiting = set(ChangedCase.objects.values_list("number", flat=True))
    wrong: list[int] = []
    known = CountedCase.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
    for batch in batches(known, BATCH):
        now = contributions(batch)
        kept = CountedCase.objects.in_bulk(batch)
        wrong += [number for number in batch if now.get(number) != _stored(kept[number])]
    missing = Case.objects.published().exclude(pk__in=CountedCase.objects.values("pk")).values_list("pk", flat=True)
    return [number for number in (*wrong, *missing) if number not in waiting]


def tidy() -> int:
    """Put the lines of one place together, a quarter at a time; how many went."""
    gone = 0
    with only_one(LOCK, wait=_TURN_SECONDS):
        for quarter in Tally.objects.order_by("quarter").values_list("quarter", flat=True).distinct():
            gone += _tidy(Tally.objects.filter(quarter=quarter))
    return gone


def begin() -> None:
    """For the worker: count everything where nothing was ever counted, then what has changed."""
    if CountedCase.objects.exists() or not Case.objects.published().exists():
        settle()
    else:
        rebuild()


def _after_commit() -> None:
    settle(most=AT_ONCE, wait=_WRITER_SECONDS)


@transaction.atomic
def _tidy(rows: QuerySet[Tally]) -> int:
    before = rows.count()
    summed = rows.order_by().values_list(*PLACE).annotate(*(Sum(name) for name in NUMBERS))
    lines = [row for row in summed if any(row[len(PLACE) :])]
    if len(lines) == before:
        return 0
    rows.delete()
    names = (*PLACE, *NUMBERS)
    Tally.objects.bulk_create((Tally(**dict(zip(names, row, strict=True))) for row in lines), batch_size=_ROWS)
    return before - len(lines)


@transaction.atomic
def _count(numbers: Iterable[int], notes: list[int]) -> None:
    wanted = list(numbers)
    now = contributions(wanted)
    before = {row.pk: _stored(row) for row in CountedCase.objects.filter(pk__in=wanted)}
    changed = [number for number in wanted if now.get(number) != before.get(number)]
    sums: _Sums = {}
    for number in changed:
        for side, sign in ((before, -1), (now, 1)):
            if number in side:
                _add(sums, side[number], sign)
    CountedCase.objects.filter(pk__in=changed).delete()
    _remember({number: now[number] for number in changed if number in now})
    _write(sums)
    ChangedCase.objects.filter(pk__in=notes).delete()
    if changed:
        # A page that was made between the change and its counting holds no more.
        PageStamp.renew()


def _stored(row: CountedCase) -> Contribution:
    parts = {key: (numbers[0], numbers[1]) for key, numbers in row.parts.items()}
    return Contribution(row.quarter, row.unit, row.region, parts)


def _remember(found: dict[int, Contribution]) -> None:
    CountedCase.objects.bulk_create(
        CountedCase(number=number, quarter=each.quarter, unit=each.unit, region=each.region, parts=each.parts)
        for number, each in found.items()
    )


def _add(sums: _Sums, each: Contribution, sign: int) -> None:
    for key, (subjects, measures) in each.parts.items():
        numbers = {"cases": sign, "subjects": sign * subjects, "measures": sign * measures}
        for place in _places(each, key):
            sums.setdefault(place, Counter()).update(numbers)


def _places(each: Contribution, key: str) -> Iterator[_Place]:
    facet, _colon, code = key.partition(":")
    yield _Place(True, facet, each.quarter, None, None, code)
    yield _Place(False, facet, each.quarter, each.unit, each.region, code)


def _write(sums: _Sums) -> None:
    lines = (Tally(**place._asdict(), **numbers) for place, numbers in sums.items() if any(numbers.values()))
    Tally.objects.bulk_create(lines, batch_size=_ROWS)
