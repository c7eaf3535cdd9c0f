"""XLSX: every visible sheet with a heading row; formulas are refused, because a copy of their result may be stale."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from lxml.etree import LxmlError
from openpyxl.utils.exceptions import InvalidFileException

from portal.notices.importing.archives import BROKEN_ARCHIVE, check_archive
from portal.notices.importing.damage import Found
from portal.notices.importing.headings import is_heading_row, keys_of
from portal.notices.importing.rows import Note, Problem, Row, RowError, UnusableFile

MAX_ROWS = 1_048_576
MAX_COLUMNS = 200
#: What openpyxl raises for parts that are not what the format promises; it checks little by itself.
BROKEN_WORKBOOK = (
    *BROKEN_ARCHIVE, InvalidFileException, ParseError, LxmlError, LookupError, TypeError, AttributeError,
    ArithmeticError, AssertionError,
)  # fmt: skip


def read(path: Path, note: Note, found: Found) -> Iterator[Row | Problem]:
    """The notices of all visible sheets, row by row."""
    check_archive(path)
    # Opened here, because openpyxl leaves a workbook open that it cannot read.
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
            yield from _book(book, note)
        except BROKEN_WORKBOOK as error:
            raise UnusableFile(_("The file is damaged: the workbook cannot be read.")) from error


def _book(book: Any, note: Note) -> Iterator[Row | Problem]:
    rows = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            note(_("The hidden sheet “%(name)s” was left out.") % {"name": sheet.title})
            continue
        for row in _sheet(sheet, note):
            rows += 1
            yield row
    if not rows:
        raise UnusableFile(_("No visible sheet holds a heading “title” or “标题” with rows below it."))


def _sheet(sheet: Any, note: Note) -> Iterator[Row | Problem]:
    # The sheet's own claim about its size may be wrong, by millions of rows.
    sheet.reset_dimensions()
    keys: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > MAX_ROWS:
            return
        filled = [cell for cell in cells if cell.value not in (None, "")]
        if not filled:
            continue
        if not keys:
            headings = ["" if cell.value is None else str(cell.value) for cell in cells]
            if not is_heading_row(headings):
                note(_("The sheet “%(name)s” has no heading row and was left out.") % {"name": sheet.title})
                return
            keys = keys_of(headings)
            continue
        place = _("sheet %(name)s, row %(number)d") % {"name": sheet.title, "number": number}
        try:
            yield Row(place, _values(keys, filled))
        except RowError as error:
            yield Problem(place, error.field, error.reason)


def _values(keys: list[str], cells: list[Any]) -> dict[str, object]:
    values: dict[str, object] = {}
    for cell in cells:
        key = keys[cell.column - 1] if cell.column <= len(keys) else ""
        if cell.data_type == "f":
            raise RowError(
                key, _("The cell %(cell)s holds a formula; put its value there.") % {"cell": cell.coordinate}
            )
        if cell.data_type == "e":
            raise RowError(key, _("The cell %(cell)s holds an error.") % {"cell": cell.coordinate})
        if isinstance(cell.value, str) and not cell.value.strip():
            continue
        if not key:
            raise RowError("", _("The cell %(cell)s stands in a column without a heading.") % {"cell": cell.coordinate})
        values[key] = _plain(cell.value)
    return values


def _plain(value: object) -> object:
    """Text and dates as they are; numbers as text, because a document number may look like one."""
    if isinstance(value, str | datetime | date):
        return value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
