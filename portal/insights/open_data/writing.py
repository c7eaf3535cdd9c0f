"""The formats of whole sets. A writer is fed batch by batch and gives the bytes of each: memory holds one batch."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.insights.open_data.cells import Cells, plain, quoted, without_control
from portal.insights.open_data.columns import titles
from portal.insights.open_data.sets.base import BATCH, Cell, DataSet, Record
from portal.insights.open_data.workbooks import Workbook
from search.batches import batches

Row = Sequence[Cell]


@dataclass(frozen=True)
class Batch:
    """Some records of a set."""

    data: DataSet
    records: Sequence[Record]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows that they are in a table; made once for all tables, and only where there is one."""
        return [row for record in self.records for row in self.data.rows(record)]


class Writer(ABC):
    """Makes one file of one set."""

    label: ClassVar[str | Promise]
    content_type: ClassVar[str]
    #: Who it is for.
    purpose: ClassVar[str | Promise]

    def __init__(self, data: DataSet) -> None:
        self.data = data

    def begin(self) -> bytes:
        """What stands before the records."""
        return b""

    @abstractmethod
    def add(self, batch: Batch) -> bytes:
        """The bytes of a batch."""

    def end(self) -> bytes:
        """What stands after the records."""
        return b""


class Table(Writer):
    """CSV in UTF-8 with a mark, without which Chinese Excel reads another encoding. Its heads are the stable names."""

    label = _("CSV (UTF-8)")
    content_type = "text/csv; charset=utf-8"
    purpose = _("for programs and spreadsheets; the heads are the names of the dictionary")
    encoding: ClassVar[str] = "utf-8"
    mark: ClassVar[str] = "\ufeff"

    def __init__(self, data: DataSet) -> None:
        super().__init__(data)
        self._cells = Cells(quoted, plain)

    def begin(self) -> bytes:
        """The heads of the columns."""
        return self._encoded(self.mark, [self._heads()])

    def add(self, batch: Batch) -> bytes:
        """A line for each row."""
        return self._encoded("", batch.rows)

    def _heads(self) -> Row:
        return list(self.data.row.model_fields)

    def _encoded(self, mark: str, rows: Sequence[Row]) -> bytes:
        written = self._cells.written
        text = "".join([",".join(written(row)) + "\r\n" for row in rows])
        # A lone half of a surrogate pair is no character in any encoding.
        return without_control((mark + text).encode(self.encoding, errors="replace"))


class ChineseTable(Table):
    """CSV in GB18030, which has every character of Unicode, for programs that know no other encoding."""

    label = _("CSV (GB18030)")
    content_type = "text/csv; charset=gb18030"
    purpose = _("for older Chinese programs; the heads are Chinese")
    encoding = "gb18030"
    mark = ""

    def _heads(self) -> Row:
        with translation.override("zh-hans"):
            return titles(self.data.row)


#: Records are made for the file, so none holds itself; looking for that took a third of the time.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class JSONLines(Writer):
    """The whole records, one a line, as the interface gives them."""

    label = _("JSON Lines")
    content_type = "application/jsonl; charset=utf-8"
    purpose = _("for programs; the whole records, one a line")

    def add(self, batch: Batch) -> bytes:
        """A line for each record."""
        return "".join([_encode(record) + "\n" for record in batch.records]).encode(errors="replace")


class Excel(Writer):
    """A workbook with the dictionary in a sheet of its own; as many sheets as the rows need."""

    label = _("Excel")
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    purpose = _("for offices; Chinese heads, with the dictionary")

    def begin(self) -> bytes:
        """The head of the first sheet."""
        with translation.override("zh-hans"):
            self._book = Workbook(str(self.data.title), titles(self.data.row))
        return self._book.taken()

    def add(self, batch: Batch) -> bytes:
        """Rows of the sheet at hand, and of the next when it is full."""
        self._book.append(batch.rows)
        return self._book.taken()

    def end(self) -> bytes:
        """The dictionary, and what holds the sheets together."""
        from portal.insights.open_data.describing import dictionary_rows

        with translation.override("zh-hans"):
            self._book.add_sheet(*dictionary_rows(self.data))
        self._book.close()
        return self._book.taken()


FORMATS: Mapping[str, type[Writer]] = {"csv": Table, "gb18030.csv": ChineseTable, "xlsx": Excel, "jsonl": JSONLines}


def read_batches(data: DataSet) -> Iterator[Batch]:
    """The whole set, in flat memory."""
    for records in batches(data.records(), BATCH):
        yield Batch(data, records)


def stream(data: DataSet, kind: type[Writer]) -> Iterator[bytes]:
    """The file of a set, piece by piece."""
    writer = kind(data)
    yield writer.begin()
    for batch in read_batches(data):
        yield writer.add(batch)
    yield writer.end()
