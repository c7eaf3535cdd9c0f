"""Writes one table as a file. Nothing in it is taken for a formula, and numbers that are codes stay text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from search.exporting.formats import safe

#: Text stays text, whatever it looks like; only numbers are numbers.
Cell = str | int | Decimal | None
_TEXT = "@"
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table on its way into a file."""

    title: str
    #: One or more rows of column names.
    header: Sequence[Sequence[str]]
    rows: Sequence[Sequence[Cell]]
    #: What to know of it: names and values, such as the moment for which it holds.
    about: Sequence[tuple[str, str]] = ()
    #: The same for programs; written by JSON alone.
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """How a sheet becomes bytes."""

    label: str | Promise
    content_type: str
    write: Callable[[Sheet], bytes]


def _csv(encoding: str) -> Callable[[Sheet], bytes]:
    def write(sheet: Sheet) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([safe(name) for name in names] for names in sheet.header)
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
        # A lone half of a surrogate pair is no character in any encoding.
        return text.getvalue().encode(encoding, errors="replace")

    return write


def _xlsx(sheet: Sheet) -> bytes:
    """A workbook: the table, its head standing still, and a second sheet that says what it is."""
    book = Workbook(write_only=True)
    page = book.create_sheet(pgettext("sheet of a workbook", "Table"))
    page.freeze_panes = f"B{len(sheet.header) + 1}"
    for number, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[_letters(number)].width = width
    for names in sheet.header:
        page.append([_head(page, name) for name in names])
    for row in sheet.rows:
        page.append([_typed(page, cell) for cell in row])
    about = book.create_sheet(_title_of_about())
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
    for name, value in ((pgettext("of a table", "Title"), sheet.title), *sheet.about):
        about.append([_typed(about, name), _typed(about, value)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _json(sheet: Sheet) -> bytes:
    """The record; without one the header and the rows."""
    record = sheet.record or {"title": sheet.title, "header": sheet.header, "rows": sheet.rows}
    return json.dumps(record, ensure_ascii=False, indent=1, default=_jsonable).encode(errors="replace")


FORMATS: Mapping[str, Format] = {
    "csv": Format(_("CSV (UTF-8)"), "text/csv; charset=utf-8", _csv("utf-8-sig")),
    "gb18030.csv": Format(_("CSV (GB18030)"), "text/csv; charset=gb18030", _csv("gb18030")),
    "xlsx": Format(_("Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": Format(_("JSON"), "application/json; charset=utf-8", _json),
}


def _plain(cell: Cell) -> str | int | Decimal:
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell


def _head(page: WriteOnlyWorksheet, name: str) -> BookCell:
    cell = _typed(page, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _typed(page: WriteOnlyWorksheet, value: Cell) -> BookCell:
    cell: BookCell = WriteOnlyCell(page, value=None if value is None else _plain(value))  # type: ignore[arg-type] # Decimal
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = _TEXT
    elif isinstance(value, Decimal):
        cell.number_format = "0.0"
    return cell


def _widths(sheet: Sheet) -> Iterable[int]:
    """As wide as the longest text of each column; a Chinese character takes two places."""
    rows = [*sheet.header, *sheet.rows]
    for column in range(max((len(row) for row in rows), default=0)):
        texts = (str(row[column]) for row in rows if column < len(row) and row[column] is not None)
        longest = max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in text) for text in texts), default=0)
        yield min(_WIDEST, max(8, longest + 2))


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _title_of_about() -> str:
    return pgettext("sheet of a workbook", "About")


def _jsonable(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value).__name__)
