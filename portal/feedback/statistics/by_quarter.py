"""Inquiries and their timeliness by quarter, for the whole portal; of a unit or region what is published alone."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.cases.dates import quarter_of
from portal.cases.statistics.quarters import Quarter
from portal.content.statistics.published import Asked, ChartKind, CountedRow, Statistic
from portal.feedback.statistics.counting import PUBLIC, UNTOLD, Timeliness, address, by_day, columns, published
from search import vocabularies

CODE = "inquiries"
#: Quarters shown.
_MOST = 12


def inquiries(asked: Asked) -> Statistic:
    """Inquiries by the quarter in which they were taken up: answered, in time, and late."""
    is_narrowed = bool(asked.region or asked.unit)
    return Statistic(
        code=CODE,
        title=_("Inquiries and their timeliness"),
        definition=_(
            "Inquiries by the quarter in which the time for their answer began. In time: answered by the day that was "
            "due, extensions included. Late: answered after it, or not yet answered although it has passed."
        ),
        columns=columns(),
        rows=_rows(asked, {} if is_narrowed else _by_quarter()),
        chart=ChartKind.COURSE,
        drawn=(PUBLIC,) if is_narrowed else ("all", "in_time", "late"),
        notes=(
            _("By quarter, all are counted for the whole portal alone: of a unit a small number could tell who asked."),
            _("What is answered privately is counted, but listed nowhere. Published answers are those of the quarter."),
        ),
    )


def _rows(asked: Asked, found: dict[str, Timeliness]) -> tuple[CountedRow, ...]:
    public = Counter[str]()
    for day, number in published(asked).values_list("answered_on").annotate(number=Count("pk")):
        public[quarter_of(day.isoformat())] += number
    shown = [code for code in sorted({*found, *public}) if code.startswith(asked.period)][-_MOST:]
    labels = vocabularies.labels("quarter", shown)
    # Where nothing is hidden, a quarter without any says so.
    nothing = tuple(Timeliness()) if found else UNTOLD
    return tuple(
        CountedRow(
            code=code,
            label=labels[code].label,
            short=Quarter.parse(code).short,
            figures=(*(found.get(code) or nothing), public[code]),
            addresses={PUBLIC: address(Asked(period=code, region=asked.region, unit=asked.unit))},
        )
        for code in shown
    )


def _by_quarter() -> dict[str, Timeliness]:
    sums: dict[str, Timeliness] = defaultdict(Timeliness)
    for day, counts in by_day().items():
        sums[quarter_of(day.isoformat())] += counts
    return sums
