"""CSV parted by commas, semicolons or tabs; the first row holds the headings."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from portal.notices.importing.damage import Found
from portal.notices.importing.encodings import MAX_LINE, bounded_lines, open_text, undecodable
from portal.notices.importing.headings import key_of, keys_of
from portal.notices.importing.rows import Note, Problem, Row, RowError, UnusableFile
from portal.notices.importing.sniffing import DELIMITERS

#: More broken quotations than this mean that the file is no CSV; each costs reading on to the end of the record.
MAX_BROKEN = 50
MAX_COLUMNS = 200
#: Lines of one record.
MAX_LINES = 20_000


class _Lines:
    """The lines of a file, with those of a broken record given back to be read again."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self.record.append(line or "")
        if line is None or len(self.record) > MAX_LINES:
            raise csv.Error(_("the record is too long for a notice"))
        return line

    def rewind(self) -> None:
        """Go back to the second line of the broken record."""
        self._again.extend(reversed(self.record[1:]))
        self.number -= len(self.record) - 1


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The notices of a file, record by record; a place is the line on which the record begins."""
    csv.field_size_limit(MAX_LINE)
    with open_text(path, newline="") as file:
        lines = _Lines(bounded_lines(file))
        delimiter, keys = _headings(lines)
        yield from _records(lines, delimiter, keys)


def _headings(lines: _Lines) -> tuple[str, list[str]]:
    """The delimiter under which most headings are known, and the keys of the columns."""
    first = next((line for line in lines if line.strip() and not line.lower().startswith("sep=")), "")
    first = first.lstrip("\ufeff")
    if undecodable(first) is not None:
        raise UnusableFile(_("The heading row holds unreadable bytes."))
    best: list[str] = []
    delimiter = ","
    for candidate in DELIMITERS:
        cells = _cells(first, candidate)
        if _known(cells) > _known(best) or not best:
            best, delimiter = cells, candidate
    return delimiter, keys_of(best[:MAX_COLUMNS])


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _known(cells: list[str]) -> int:
    return sum(key_of(cell) != cell.strip() or cell.strip().isascii() for cell in cells if cell.strip())


def _records(lines: _Lines, delimiter: str, keys: list[str]) -> Iterator[Row | Problem]:
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    broken = 0
    while True:
        lines.record = []
        begins = lines.number + 1
        place = _("line %(number)d") % {"number": begins}
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            broken += 1
            reason = _("The quotation marks of this record do not fit: %(reason)s.") % {"reason": error}
            yield Problem(place, "", reason)
            if broken > MAX_BROKEN:
                yield Problem(place, "", _("Too many broken records; the rest of the file was not read."))
                return
            lines.rewind()
            records = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(cell.strip() for cell in cells):
            yield _row(place, keys, cells)


def _row(place: str, keys: list[str], cells: list[str]) -> Row | Problem:
    try:
        return Row(place, row_values(keys, cells))
    except RowError as error:
        return Problem(place, error.field, error.reason)


def row_values(keys: list[str], cells: list[str]) -> dict[str, object]:
    """The keys with what their cells hold; empty cells say nothing. Raises `RowError`."""
    if any(cell.strip() for cell in cells[len(keys) :]):
        raise RowError("", _("The row has more cells than the heading row."))
    values: dict[str, object] = {}
    for key, cell in zip(keys, cells, strict=False):
        if undecodable(cell) is not None:
            raise RowError(key, _("The cell holds unreadable bytes."))
        if cell.strip():
            if not key:
                raise RowError("", _("A cell stands in a column without a heading."))
            values[key] = cell
    return values
