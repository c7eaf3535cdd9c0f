"""The formats of a file, by the end of its name."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from search.exporting.records import FACETS_OF_RECORDS, Record
from search.presentation import FACET_LABELS

#: A spreadsheet takes a cell that begins so for a formula and would run it. Full-width signs count as well.
_FORMULA = re.compile("[ \u3000\u00a0]*[=+\\-@＝＋－＠\t\r\n]")
#: Parts several values in one cell.
_AND = "; "
_CHUNK = 64 * 1024
_WIDTHS = (12, 14, 60, 44, 12)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    #: The search it came from, with scheme and host.
    address: str
    made_on: date
    #: How many were found, and how many of these the file holds.
    total: int
    rows: int


@dataclass(frozen=True, slots=True)
class Format:
    """How records become bytes."""

    label: str | Promise
    content_type: str
    write: Callable[[Iterable[Record], About], Iterator[bytes]]


def header() -> list[str]:
    """The names of the columns, in the language in use."""
    names = [pgettext("column", "Title"), pgettext("column", "Address"), pgettext("column", "Date of publication")]
    for facet in FACETS_OF_RECORDS:
        label = str(FACET_LABELS.get(facet, facet))
        names += [_("%(filter)s (code)") % {"filter": label}, label]
    return [pgettext("column", "Number"), *names]


def cells(record: Record) -> list[str | date]:
    """The cells of a row, none of which a spreadsheet takes for a formula."""
    row: list[str | date] = [safe(record.id), safe(record.title), safe(record.url), record.date]
    for facet in FACETS_OF_RECORDS:
        named = record.facets[facet]
        row += [safe(_AND.join(each.code for each in named)), safe(_AND.join(each.label for each in named))]
    return row


def safe(text: str) -> str:
    """The text without control characters, and with an apostrophe before it, should it begin as a formula does."""
    clean: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


class _Line:
    """What `csv` writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """UTF-8 with a mark, without which Chinese Excel reads another encoding."""
    write = csv.writer(_Line()).writerow
    yield ("\ufeff" + str(write(header()))).encode()
    for record in records:
        yield str(write(cells(record))).encode(errors="replace")


def _json_lines(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """An object a line, with English names in every language; only the labels are translated."""
    for record in records:
        facets: Mapping[str, object] = {
            name: [{"code": each.code, "label": each.label} for each in named] for name, named in record.facets.items()
        }
        whole = {"id": record.id, "title": record.title, "url": record.url, "date": record.date.isoformat(), **facets}
        yield json.dumps(whole, ensure_ascii=False).encode(errors="replace") + b"\n"


def _xlsx(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """A workbook: rows go to a file as they come, and a second sheet says where they are from."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("sheet of a workbook", "Results"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDE"[place]].width = width
    sheet.append(header())
    for record in records:
        sheet.append(cells(record))
    origin = book.create_sheet(_("About this file"))
    origin.append([_("Search"), safe(about.address)])
    origin.append([_("Made on"), about.made_on])
    origin.append([_("Results found"), about.total])
    origin.append([_("Results in this file"), about.rows])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


FORMATS: Mapping[str, Format] = {
    "csv": Format(gettext_lazy("CSV, for any spreadsheet"), "text/csv; charset=utf-8", _csv),
    "xlsx": Format(
        gettext_lazy("Excel workbook"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
    ),
    "jsonl": Format(gettext_lazy("JSON, one record a line"), "application/jsonl; charset=utf-8", _json_lines),
}
