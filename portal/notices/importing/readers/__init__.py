"""One reader per format. A reader gives rows and problems one by one, and holds no more than one row."""

from collections.abc import Callable, Iterator
from pathlib import Path

from portal.notices.importing.damage import Found
from portal.notices.importing.readers import csv_files, docx_files, html_files, jsonl_files, text_files, xlsx_files
from portal.notices.importing.rows import Note, Problem, Row
from portal.notices.importing.sniffing import Format

Reader = Callable[[Path, Note, Found], Iterator[Row | Problem]]

READERS: dict[Format, Reader] = {
    Format.JSONL: jsonl_files.read,
    Format.CSV: csv_files.read,
    Format.XLSX: xlsx_files.read,
    Format.HTML: html_files.read,
    Format.DOCX: docx_files.read,
    Format.TEXT: text_files.read,
}
