"""Counts inquiries, and says which of the numbers of units may be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from portal.cases.statistics.figures import CountUnit
from portal.cases.statistics.quarters import Quarter
from portal.content.statistics.published import Asked, Counted
from portal.feedback.models import Clock, Kind, PublicInquiry, State, TimeLimit
from portal.feedback.public.suppression import THRESHOLD
from portal.feedback.public.telling import KIND
from portal.organisations.models import Region, Unit
from search.queries import SearchQuery, Sort

_ANSWERED = (State.PUBLISHED, State.ANSWERED, State.RATED)
#: The column of what anybody may read, and the search lists.
PUBLIC = "public"


class Timeliness(NamedTuple):
    """How many inquiries there are, and what became of them in which time."""

    all: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0

    def __add__(self, other: object) -> Timeliness:
        """Both together."""
        if not isinstance(other, Timeliness):
            return NotImplemented
        return Timeliness(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


NONE = Timeliness()
#: In the place of numbers that are not told, or that there are none of.
UNTOLD: tuple[None, ...] = (None,) * len(NONE)


def by_day() -> dict[date, Timeliness]:
    """All inquiries by the day on which the time for their answer began."""
    return {day: Timeliness(*numbers) for day, *numbers in _counted("started_on")}


def by_unit_and_year(year: str = "") -> dict[int, Timeliness]:
    """What may be told of each unit itself, by primary key: the sum of its years, or of one, as far as each is told."""
    years: dict[int, dict[int | None, Timeliness]] = defaultdict(dict)
    for begun, unit, *numbers in _counted("started_on__year", "submission__unit"):
        if not year or begun == int(year):
            years[begun][unit] = Timeliness(*numbers)
    sums: dict[int, Timeliness] = defaultdict(Timeliness)
    for found in years.values():
        for unit, counts in _told(found).items():
            sums[unit] += counts
    return dict(sums)


def published(asked: Asked) -> QuerySet[PublicInquiry]:
    """The published answers that the search of the same choice lists."""
    rows = PublicInquiry.objects.published().order_by()
    if asked.period:
        first, last = _days(asked.period)
        rows = rows.filter(answered_on__range=(first, last))
    if asked.unit:
        rows = rows.filter(unit__path__startswith=_path(Unit, asked.unit))
    return rows.filter(region__path__startswith=_path(Region, asked.region)) if asked.region else rows


def address(asked: Asked) -> str:
    """The search that lists the published answers."""
    return f"{reverse('search')}?{SearchQuery(filters={'kind': (KIND,), **asked.filters()}, sort=Sort.DATE).address}"


def columns() -> tuple[Counted, ...]:
    """Inquiries, what became of them, and what can be read of them."""
    unit = str(CountUnit.CASES.label)
    return (
        Counted(code="all", label=pgettext("column", "Inquiries"), unit=unit),
        Counted(code="answered", label=pgettext("column", "Answered"), unit=unit),
        Counted(code="in_time", label=pgettext("column", "Answered in time"), unit=unit),
        Counted(code="late", label=pgettext("column", "Late"), unit=unit),
        Counted(code=PUBLIC, label=pgettext("column", "Published answers"), unit=unit),
    )


def _counted(*names: str) -> QuerySet[Clock, tuple[Any, ...]]:
    """The numbers of `Timeliness` by these columns."""
    clocks = Clock.objects.filter(
        limit=TimeLimit.Code.INQUIRY_FINISH, referral__isnull=True, submission__kind=Kind.INQUIRY
    )
    answered = Q(stopped_on__isnull=False, submission__state__in=_ANSWERED)
    waiting = Q(stopped_on__isnull=True, due_on__lt=timezone.localdate())
    numbers = (
        Count("pk"),
        Count("pk", filter=answered),
        Count("pk", filter=answered & Q(stopped_on__lte=F("due_on"))),
        Count("pk", filter=(answered & Q(stopped_on__gt=F("due_on"))) | waiting),
    )
    named = {f"number_of_{name}": number for name, number in zip(Timeliness._fields, numbers, strict=True)}
    return clocks.order_by().values_list(*names).annotate(**named)


def _told(of_year: Mapping[int | None, Timeliness]) -> dict[int, Timeliness]:
    """Those of units with enough of them in a year; the rest counts nowhere, so that no difference tells it.

    Where one unit alone has too few, it could be reckoned from the number of the whole portal: the smallest of the
    others is left out then as well.
    """
    units = {unit: counts for unit, counts in of_year.items() if unit is not None}
    told = {unit: counts for unit, counts in units.items() if counts.all >= THRESHOLD}
    if told and len(of_year) - len(told) == 1 and len(units) > len(told):
        del told[min(told, key=lambda unit: (told[unit].all, unit))]
    return told


def _days(period: str) -> tuple[date, date]:
    """The first and the last of a quarter, or of a year."""
    first, last = (period, period) if "Q" in period else (f"{period}Q1", f"{period}Q4")
    return Quarter.parse(first).first_day, Quarter.parse(last).last_day


def _path(model: type[Unit | Region], code: str) -> str:
    """The path of a node; for an unknown one a path that none has."""
    return model.objects.filter(code=code).values_list("path", flat=True).first() or "-"
