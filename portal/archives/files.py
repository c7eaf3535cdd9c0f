"""An archive as a table in a file: CSV, Excel, JSON."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.archives.asking import Question
from portal.archives.reading import all_entries
from portal.archives.scopes import Scope
from portal.archives.shown import ShownEntry, shown
from portal.content.tables.files import Cell, Sheet

#: More is what the open data are for.
MOST_ROWS = 10_000


def sheet(scope: Scope, question: Question) -> Sheet:
    """The newest entries of a question that anybody may read."""
    lines = list(shown(all_entries(scope, question, most=MOST_ROWS), scope))
    header = [
        pgettext("column", "Day"), pgettext("column", "Kind"), pgettext("column", "Title"), pgettext("column", "State"),
        _("Unit then"), pgettext("column", "Text"), pgettext("column", "Address"), _("Recorded on"),
    ]  # fmt: skip
    title = _("Archive of %(unit)s") % {"unit": scope.unit.label}
    about = [
        (_("Code of the unit"), scope.unit.code),
        (_("Units below it"), _("included") if question.below else _("not included")),
        (_("As of"), timezone.localdate().isoformat()),
        (_("Entries"), str(len(lines))),
    ]
    return Sheet(title, [header], [_row(line, scope) for line in lines], about, _record(scope, question, lines))


def _row(line: ShownEntry, scope: Scope) -> list[Cell]:
    entry = line.entry
    unit = line.unit or scope.unit.label
    return [line.day, line.kind, entry.title, entry.state, unit, entry.text, entry.url, line.recorded]


def _record(scope: Scope, question: Question, lines: list[ShownEntry]) -> dict[str, object]:
    entries = [
        {
            "id": f"{line.entry.place.source}:{line.entry.place.number}",
            "day": line.day or None,
            "kind": line.entry.place.source,
            "title": line.entry.title,
            "state": line.entry.state,
            "unit_then": line.unit or scope.unit.label,
            "text": line.entry.text,
            "url": line.entry.url,
            "recorded_on": line.recorded or None,
        }
        for line in lines
    ]
    return {
        "unit": {"code": scope.unit.code, "name": scope.unit.name},
        "kinds": list(question.kinds),
        "year": question.year,
        "with_units_below": question.below,
        "as_of": timezone.localdate().isoformat(),
        "entries": entries,
    }
