"""Cells are written quickly, and byte for byte as `csv` and the rule of formulas would have them."""

from __future__ import annotations

import csv
import io
import re
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.insights.open_data.cells import KEPT, SHORT, Cells, plain, quoted
from portal.insights.open_data.sets.base import Cell
from portal.insights.open_data.sets.places import Regions
from portal.insights.open_data.workbooks import LONGEST, Workbook
from portal.insights.open_data.writing import Batch, ChineseTable, Table
from search.exporting.formats import safe

#: All that has a meaning in one of the formats, and anything else.
_SIGNS = "=+-@＝＋－＠ \u3000\u00a0\t\r\n\x00\x01\x0b\x1f\",;'<>&甲a1\ufffe\uffff\ud800𠮷"
_TEXTS = st.text(st.sampled_from(_SIGNS)) | st.text()
_CELLS = _TEXTS | st.integers() | st.booleans() | st.none()
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def _usual(cell: Cell) -> object:
    if isinstance(cell, str):
        return safe(cell)
    return {True: "true", False: "false"}[cell] if isinstance(cell, bool) else cell


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=6), max_size=6))
@example([["\x01=1+1", " \x0b＝1"], ["字" * (SHORT + 1), ",\x02"], [1, True], [0, False]])
@pytest.mark.parametrize("kind", [Table, ChineseTable])
def test_a_table_is_what_csv_writes(kind: type[Table], rows: list[list[Cell]]) -> None:
    expected = io.StringIO(newline="")
    csv.writer(expected).writerows([list(map(_usual, row)) for row in rows])
    batch = Batch(Regions(), [])
    batch.__dict__["rows"] = rows
    assert kind(Regions()).add(batch) == expected.getvalue().encode(kind.encoding, errors="replace")


@given(st.lists(_TEXTS, min_size=1, max_size=8))
def test_a_workbook_holds_each_text_without_what_xml_cannot_say(texts: list[str]) -> None:
    book = Workbook("表", ["甲"])
    book.append([texts])
    book.close()
    written = book.taken()
    sheet = ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml").decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", sheet)
    cells = [cell.value for cell in next(load_workbook(io.BytesIO(written)).active.iter_rows(min_row=2))]
    # XML reads every line end as one sign.
    expected = [re.sub("\r\n?", "\n", _NO_XML.sub("", safe(text))) for text in texts]
    assert [cell or "" for cell in cells] == expected


@pytest.mark.parametrize("sign", ["字", "\x01", "="])
def test_a_cell_is_cut_where_excel_ends_it(sign: str) -> None:
    book = Workbook("表", ["甲"])
    book.append([[sign * LONGEST], [f"{sign}{'字' * LONGEST}"]])
    book.close()
    rows = load_workbook(io.BytesIO(book.taken())).active.iter_rows(min_row=2, values_only=True)
    assert [len(row[0] or "") for row in rows] == [0 if sign == "\x01" else LONGEST, LONGEST]


def test_what_is_kept_of_short_texts_has_an_end() -> None:
    cells = Cells(quoted, plain)
    for number in range(KEPT + 100):
        assert cells.written([f"第{number}局", "字" * (SHORT + 1)]) == [f"第{number}局", "字" * (SHORT + 1)]
    assert cells._short.cache_info().currsize == KEPT  # type: ignore[attr-defined] # of lru_cache
