"""A statistic as a file: the table, and what to know of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.content.statistics.published import Asked, CountedRow, Statistic
from portal.content.tables.files import Cell, Sheet
from portal.insights.asking import Question


def sheet(statistic: Statistic, question: Question, counted_at: datetime) -> Sheet:
    """A table on its way into a file; the address of each row's search stands beside its figures."""
    header = [
        pgettext("column", "Code"),
        pgettext("column", "Item"),
        *(f"{column.label}（{column.unit}）" for column in statistic.columns),
        pgettext("column", "Address"),
    ]
    lines = [*([statistic.total] if statistic.total else []), *statistic.rows]
    moment = localtime(counted_at).isoformat(timespec="minutes")
    about = [
        (_("Definition"), statistic.definition),
        (_("Rounding"), _("exact")),
        (_("As of"), moment),
        *((str(chosen.name), chosen.label) for chosen in question.chosen()),
        *((_("Note"), note) for note in statistic.notes),
    ]
    return Sheet(statistic.title, [header], [_row(line) for line in lines], about, _record(statistic, question, moment))


def _row(row: CountedRow) -> list[Cell]:
    return [row.code.strip("_"), row.label, *row.figures, row.address]


def _record(statistic: Statistic, question: Question, moment: str) -> dict[str, object]:
    return {
        "code": statistic.code,
        "title": statistic.title,
        "definition": statistic.definition,
        "rounding": "exact",
        "as_of": moment,
        "asked": _asked(question.asked),
        "columns": [{"code": each.code, "label": each.label, "unit": each.unit} for each in statistic.columns],
        "total": _data(statistic, statistic.total) if statistic.total else None,
        "rows": [_data(statistic, row) for row in statistic.rows],
        "notes": list(statistic.notes),
    }


def _asked(asked: Asked) -> dict[str, str | None]:
    return {"period": asked.period or None, "region": asked.region or None, "unit": asked.unit or None}


def _data(statistic: Statistic, row: CountedRow) -> dict[str, object]:
    figures = {
        column.code: {"value": figure, "search": row.address_of(column.code) or None}
        for column, figure in zip(statistic.columns, row.figures, strict=True)
    }
    return {"code": row.code.strip("_"), "label": row.label, "level": row.level, "figures": figures}
