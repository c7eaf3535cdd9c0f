"""Cases and measures over time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.cases.statistics.quarters import Quarter
from portal.content.statistics.published import Asked, ChartKind, Statistic
from portal.insights.tallies.asking import NONE, Counts, by_quarter, total
from portal.insights.topics.building import CASES, MEASURES, address, columns, row
from search import vocabularies

#: Quarters shown of a long time; the year of a chosen period is shown with the year before it.
MOST = 16


def quarters_shown(asked: Asked, known: set[str]) -> list[str]:
    """The quarters of a course, without gaps, up to the last that has anything."""
    if asked.period:
        last = Quarter.parse(asked.period if len(asked.period) > 4 else f"{asked.period}Q4")
        count = 8 if len(asked.period) == 4 else 5
    else:
        dated = sorted(code for code in known if len(code) == 6)
        if not dated:
            return []
        last, first = Quarter.parse(dated[-1]), Quarter.parse(dated[0])
        count = min(MOST, (last.year - first.year) * 4 + last.number - first.number + 1)
    return [quarter.code for quarter in reversed(last.back(count))]


def quarters(asked: Asked) -> Statistic:
    """Every quarter of the course, the one before beside it."""
    found = by_quarter(Asked(region=asked.region, unit=asked.unit))
    everywhere = Asked(region=asked.region, unit=asked.unit)
    shown = quarters_shown(asked, set(found))
    labels = vocabularies.labels("quarter", shown)
    rows = tuple(
        row(
            code,
            labels[code].label,
            _of(found, code),
            address(everywhere, quarter=code),
            short=Quarter.parse(code).short,
        )
        for code in shown
    )
    return Statistic(
        code="quarters",
        title=_("Cases by quarter"),
        definition=_(
            "Published cases by the quarter in which they are counted: that of the day on which they were dealt with. "
            "Measures are every sanction and other measure decided in these cases."
        ),
        columns=columns(),
        rows=rows,
        chart=ChartKind.COURSE,
        drawn=(CASES, MEASURES),
        total=row("_total", _("Total"), total(asked), address(asked)),
        notes=(_("The total is that of the period chosen; the rows show the quarters before it as well."),)
        if asked.period
        else (),
    )


def _of(found: dict[str, dict[str, Counts]], quarter: str) -> Counts:
    return found.get(quarter, {}).get("", NONE)
