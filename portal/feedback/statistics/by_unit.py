"""Inquiries and their timeliness by unit, in whole years; no number tells who asked."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.content.statistics.published import Asked, ChartKind, CountedRow, Statistic
from portal.feedback.public.suppression import THRESHOLD
from portal.feedback.statistics.counting import (
    NONE,
    PUBLIC,
    UNTOLD,
    Timeliness,
    address,
    by_unit_and_year,
    columns,
    published,
)
from portal.organisations.levels import right_below, with_all_below
from portal.organisations.models import Unit

CODE_OF_UNITS = "inquiries-by-unit"
#: Units in the table; all published answers are a search away.
MOST_UNITS = 20


def inquiries_by_unit(asked: Asked) -> Statistic:
    """The units right below the one chosen with most inquiries, each with all below it."""
    year = replace(asked, period=asked.period[:4])
    nodes = list(Unit.objects.order_by("path").only("pk", "path", "depth", "code", "name", "name_en"))
    own = dict[int, Timeliness]() if asked.region else by_unit_and_year(year.period)
    told = with_all_below(nodes, own, NONE)
    answers = published(year).values_list("unit").annotate(number=Count("pk"))
    public = with_all_below(nodes, dict(answers), 0)
    rows = [_row(node, told[node.pk], public[node.pk], year) for node in right_below(nodes, asked.unit)]
    shown = sorted((row for row in rows if any(row.figures)), key=_most_first)[:MOST_UNITS]
    return Statistic(
        code=CODE_OF_UNITS,
        title=_("Inquiries by unit"),
        definition=_(
            "Inquiries by the unit that is asked, with everything below it, and the year in which the time for their "
            "answer began. In time: answered by the day that was due, extensions included. Late: answered after it, or "
            "not yet answered although it has passed."
        ),
        columns=columns(),
        rows=tuple(shown),
        chart=ChartKind.BARS,
        drawn=("all" if any(row.figures[0] for row in shown) else PUBLIC,),
        notes=(
            _(
                "A unit with fewer than %(number)d inquiries in a year counts with none of that year, here and in what "
                "lies above it, and a second one with it where one alone could be reckoned; published answers are all "
                "there. By region only these are counted."
            )
            % {"number": THRESHOLD},
            _("Years are whole: a quarter shows its year. What is answered privately is counted, but listed nowhere."),
        ),
    )


def _row(node: Unit, told: Timeliness, public: int, asked: Asked) -> CountedRow:
    return CountedRow(
        code=node.code,
        label=node.label,
        figures=(*(told if told.all else UNTOLD), public),
        addresses={PUBLIC: address(replace(asked, unit=node.code))},
    )


def _most_first(row: CountedRow) -> tuple[int, int, str]:
    return (-(row.figures[0] or 0), -(row.figures[-1] or 0), row.code)
