"""Inquiries and their timeliness, among the insights: numbers of quarters, for the whole portal alone.

By unit or region a number could tell who asked; of tips nothing is said here at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.cases.statistics.figures import CountUnit
from portal.cases.statistics.quarters import Quarter
from portal.content.statistics.published import Asked, ChartKind, Counted, CountedRow, Statistic
from portal.content.statistics.registry import register_statistic
from portal.feedback.models import Clock, Kind, State, TimeLimit
from search import vocabularies

CODE = "inquiries"
_ANSWERED = (State.PUBLISHED, State.ANSWERED, State.RATED)
#: Quarters shown.
_MOST = 12


def inquiries(asked: Asked) -> Statistic:
    """Inquiries by the quarter in which they were taken up: answered, in time, and late."""
    unit = str(CountUnit.CASES.label)
    return Statistic(
        code=CODE,
        title=_("Inquiries and their timeliness"),
        definition=_(
            "Inquiries by the quarter in which the time for their answer began. In time: answered by the day that was "
            "due, extensions included. Late: answered after it, or not yet answered although it has passed."
        ),
        columns=(
            Counted(code="all", label=pgettext("column", "Inquiries"), unit=unit),
            Counted(code="answered", label=pgettext("column", "Answered"), unit=unit),
            Counted(code="in_time", label=pgettext("column", "Answered in time"), unit=unit),
            Counted(code="late", label=pgettext("column", "Late"), unit=unit),
        ),
        rows=() if asked.region or asked.unit else _rows(asked),
        chart=ChartKind.COURSE,
        drawn=("all", "in_time", "late"),
        notes=(
            _("Counted for the whole portal alone: by unit or region a small number could tell who asked."),
            _("What is answered privately is counted, but listed nowhere."),
        ),
    )


def _rows(asked: Asked) -> tuple[CountedRow, ...]:
    today = timezone.localdate()
    clocks = Clock.objects.filter(
        limit=TimeLimit.Code.INQUIRY_FINISH, referral__isnull=True, submission__kind=Kind.INQUIRY
    )
    answered = Q(stopped_on__isnull=False, submission__state__in=_ANSWERED)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, condition in {
        "all": Q(),
        "answered": answered,
        "in_time": answered & Q(stopped_on__lte=F("due_on")),
        "late": (answered & Q(stopped_on__gt=F("due_on"))) | Q(stopped_on__isnull=True, due_on__lt=today),
    }.items():
        days = clocks.filter(condition).order_by().values_list("started_on").annotate(number=Count("pk"))
        for day, number in days:
            counts[_quarter(day)][name] += number
    shown = [code for code in sorted(counts) if code.startswith(asked.period)][-_MOST:]
    labels = vocabularies.labels("quarter", shown)
    return tuple(
        CountedRow(
            code=code,
            label=labels[code].label,
            short=code,
            figures=tuple(counts[code][name] for name in ("all", "answered", "in_time", "late")),
        )
        for code in shown
    )


def _quarter(day: date) -> str:
    return Quarter(day.year, (day.month + 2) // 3).code


def register() -> None:
    """Hand it to the insights, after the statistics of cases."""
    register_statistic(CODE, inquiries, order=110)
