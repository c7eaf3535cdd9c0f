"""A workbook that is sent while it is written.

openpyxl keeps all rows in files of its own and makes the workbook of them at the end: a reader of a million rows would
wait minutes for the first byte, and it writes a fourth of the rows that we need in a second. What a table needs of the
format is little: a zip archive with a sheet of cells of text, numbers and truth values. Tests read it with openpyxl.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from portal.insights.open_data.cells import Cells, harmless, without_control
from portal.insights.open_data.sets.base import Cell
from search.exporting.formats import safe

#: What the format allows in a sheet, the head included, and in a cell.
MOST_ROWS, LONGEST = 1_048_576, 32_767
_CUT = "…"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FILLS = "".join(f'<fill><patternFill patternType="{kind}"/></fill>' for kind in ("none", "gray125"))
#: Style 1 is bold; style 2 is text, which a spreadsheet does not read again.
_LOOKS = '<xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    f'<fills count="2">{_FILLS}</fills><borders count="1"><border/></borders>'
    f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">{_LOOKS}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>'
)


class _Pipe:
    """A file that can only be written to; what was written is taken away now and then."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, data: bytes) -> int:
        self.written += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open here."""


class Workbook:
    """Rows under one head; when a sheet is full, the next one goes on under the same head."""

    def __init__(self, title: str, head: Sequence[str]) -> None:
        self._title, self._head = title, head
        self._pipe = _Pipe()
        self._archive = ZipFile(self._pipe, "w", ZIP_DEFLATED, compresslevel=1)
        self._names: list[str] = []
        self._rows = 0
        self._cells = Cells(_text, _other)
        self._sheet = self._open(title, head)

    def append(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add rows."""
        at = 0
        while at < len(rows):
            if self._rows >= MOST_ROWS:
                self._close()
                self._sheet = self._open(f"{self._title} {len(self._names) + 1}", self._head)
            some = rows[at : at + MOST_ROWS - self._rows]
            self._write(some)
            at += len(some)

    def add_sheet(self, title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """A further sheet of its own."""
        self._close()
        self._sheet = self._open(title, head)
        self._write(list(rows))

    def close(self) -> None:
        """Write what holds the sheets together."""
        self._close()
        for name, text in self._frame():
            self._archive.writestr(name, text)
        self._archive.close()

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        written = bytes(self._pipe.written)
        self._pipe.written.clear()
        return written

    def _open(self, title: str, head: Sequence[str]) -> IO[bytes]:
        name = _NOT_IN_NAMES.sub(" ", title)[:31]
        self._names.append(name)
        sheet = self._archive.open(f"xl/worksheets/sheet{len(self._names)}.xml", "w", force_zip64=True)
        pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        width = f'<cols><col min="1" max="{len(head)}" width="18" customWidth="1"/></cols>'
        sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}">{views}{width}<sheetData>'.encode())
        heads = "".join(f'<c s="1" t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in head)
        sheet.write(f"<row>{heads}</row>".encode())
        self._rows = 1
        return sheet

    def _close(self) -> None:
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()

    def _write(self, rows: Sequence[Sequence[Cell]]) -> None:
        written = self._cells.written
        self._sheet.write(_encoded("".join([f"<row>{''.join(written(row))}</row>" for row in rows])))
        self._rows += len(rows)

    def _frame(self) -> Iterable[tuple[str, str]]:
        numbers = range(1, len(self._names) + 1)
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>'
            for number in numbers
        )
        yield (
            "[Content_Types].xml",
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{parts}</Types>',
        )
        yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(self._names, start=1)
        )
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{sheets}</sheets></workbook>'
        yield "xl/workbook.xml", f"{_XML}{book}"
        of_book = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        yield "xl/_rels/workbook.xml.rels", _relations([*of_book, ("styles", "styles.xml")])
        yield "xl/styles.xml", _STYLES


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _encoded(text: str) -> bytes:
    """Without what XML has no place for: control characters, lone halves of surrogate pairs, and two non-characters."""
    return without_control(text.replace("\ufffe", "").replace("\uffff", "").encode(errors="ignore"))


def _text(text: str) -> str:
    text = harmless(text)
    if not text:
        return "<c/>"
    if len(text) > LONGEST:
        # What is taken out later does not count.
        text = safe(text)
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + _CUT
    return f'<c s="2" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _other(value: Cell) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    return f"<c><v>{value}</v></c>"
