"""The tables behind the charts of the insights: every figure as a record, with the search that lists what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.content.addresses import absolute
from portal.content.statistics import published
from portal.content.statistics.published import ChartKind, Counted, CountedRow, Statistic
from portal.content.statistics.registry import Topic, topics
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, part_of
from portal.insights.periods import known_periods
from portal.insights.tallies.asking import counted_once

#: In the place of a period: everything on the portal.
WHOLE = "all"
_TIMES = (ChartKind.COURSE, ChartKind.PARTS)
_Place = tuple[str, str, str, str]


class FigureRow(Schema):
    """A figure of a table of the insights."""

    place: str = explained(_("Place"), _("Period, statistic, row and column, parted by full stops."))
    period: str = explained(_("Period"), _("A year, 2026, a quarter, 2026Q3, or all."))
    statistic: str = explained(_("Statistic"), _("Code, as in the address of its page."))
    statistic_name: str = explained(_("Name of the statistic"))
    code: str = explained(_("Row"), _("Code of what is counted; empty: the total."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    column: str = explained(_("Column"), _("Code of the column."))
    column_name: str = explained(_("Name of the column"))
    value: int | None = explained(_("Figure"), _("Empty: not told, for a small number could tell who asked."))
    unit_of_count: str = explained(_("Unit of count"))
    search: str = explained(_("Search"), _("The search that lists what was counted; empty: nothing is listed."))


class Figures(DataSet):
    """The figures of the insights, of each quarter and year and of everything."""

    code = "figures"
    title = gettext_lazy("Figures of the insights")
    summary = gettext_lazy(
        "The tables behind all charts, by quarter and year: cases, persons and measures, and inquiries with their "
        "timeliness; of units those that the charts show."
    )
    record = row = FigureRow
    filters = ("quarter",)
    place = re.compile(r"([0-9]{4}(Q[1-4])?|all)\.[a-z0-9-]{1,40}\.[\w.-]{0,64}\.[\w-]{1,64}")

    def read(self, asked: Asked) -> Part:
        """From the oldest period on; a table is counted when its turn comes."""
        after = _place_of(asked.after)
        found: list[Record] = []
        with counted_once():
            for period, topic in _tables(asked):
                if (period, topic.code) < after[:2]:
                    continue
                records = sorted(_records(topic, period), key=lambda record: _place_of(record["place"]))
                found += [record for record in records if _place_of(record["place"]) > after]
                if len(found) > asked.size:
                    break
        return part_of(found, asked, "place")


def _tables(asked: Asked) -> Iterator[tuple[str, Topic]]:
    chosen = asked.chosen("quarter")
    for period in (*known_periods(), WHOLE):
        if not chosen or any(period.startswith(each) for each in chosen):
            yield from ((period, topic) for topic in sorted(topics(), key=lambda topic: topic.code))


def _place_of(text: str) -> _Place:
    if not text:
        return ("", "", "", "")
    period, statistic, rest = text.split(".", 2)
    code, _stop, column = rest.rpartition(".")
    return (period, statistic, code, column)


@dataclass(frozen=True, slots=True)
class _Table:
    """A statistic of a period in both languages."""

    period: str
    chinese: Statistic
    english: Statistic


def _records(topic: Topic, period: str) -> Iterator[Record]:
    asked = published.Asked(period="" if period == WHOLE else period)
    with translation.override(settings.LANGUAGE_CODE):
        chinese = topic.count(asked)
    with translation.override("en"):
        english = topic.count(asked)
    table = _Table(period, chinese, english)
    names = {row.code: row.label for row in english.rows}
    for row in chinese.rows:
        # Of a course only its own period; the quarters before stand in theirs.
        if chinese.chart not in _TIMES or row.code == period:
            yield from _of_row(table, row, row.code, names[row.code])
    if chinese.total and english.total:
        yield from _of_row(table, chinese.total, "", english.total.label)


def _of_row(table: _Table, row: CountedRow, code: str, name_en: str) -> Iterator[Record]:
    for column, figure in zip(table.chinese.columns, row.figures, strict=True):
        yield _record(table, code, (row.label, name_en), column, figure, row.address_of(column.code) if figure else "")


def _record(  # noqa: PLR0913 (a figure has as many sides)
    table: _Table, code: str, names: tuple[str, str], column: Counted, figure: int | None, search: str
) -> Record:
    return {
        "place": f"{table.period}.{table.chinese.code}.{code}.{column.code}",
        "period": table.period,
        "statistic": table.chinese.code,
        "statistic_name": table.chinese.title,
        "code": code,
        "name": names[0],
        "name_en": names[1],
        "column": column.code,
        "column_name": column.label,
        "value": figure,
        "unit_of_count": column.unit,
        "search": absolute(search) if search else "",
    }
