"""Whole sets as files: the same in every format, safe to open, checked by a checksum, and never older than the site."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from portal.cases.models import Case
from portal.insights.open_data import downloads, files, workbooks
from portal.insights.open_data.sets import notices
from portal.insights.open_data.sets.base import Asked, DataSet, Part, Record, data_set, data_sets
from portal.insights.open_data.sets.places import RegionRow
from portal.insights.open_data.workbooks import Workbook
from portal.insights.open_data.writing import FORMATS, Writer, stream
from tests.insights.open_data.conftest import NAME, Site

FORMULA = '=HYPERLINK("http://evil.example/")'


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.OPEN_DATA_DIR = tmp_path / "open-data"


def taken(name: str, **headers: str) -> Any:
    return Client().get(f"/open-data/{name}", headers=headers)


def body(name: str) -> bytes:
    response = taken(name)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table(name: str, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(name).decode(encoding), newline="")))


def book(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    opened = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in opened}


def test_every_set_is_the_same_in_every_format(site: Site) -> None:
    for data in data_sets():
        head, *rows = table(f"{data.code}.csv")
        assert head == list(data.row.model_fields)
        chinese_head, *chinese = table(f"{data.code}.gb18030.csv", "gb18030")
        assert chinese == rows
        assert len(chinese_head) == len(head)
        records = [json.loads(line) for line in body(f"{data.code}.jsonl").splitlines()]
        assert records == list(data.records())
        sheets = list(book(body(f"{data.code}.xlsx")).values())
        assert len(sheets) == 2
        assert list(sheets[0][0]) == chinese_head
        assert len(sheets[0]) == len(rows) + 1
        # The dictionary explains each column.
        assert [row[0] for row in sheets[1][1 : len(head) + 1]] == head


def test_heads_for_offices_are_chinese_whoever_asks(site: Site) -> None:
    assert table("cases.gb18030.csv", "gb18030")[0][2] == "案件标题"
    assert "案件" in next(iter(book(body("cases.xlsx"))))


def test_the_bytes_that_excel_needs(site: Site) -> None:
    assert body("cases.csv").startswith(b"\xef\xbb\xbf")
    assert "青云市民政局".encode("gb18030") in body("cases.gb18030.csv")


def test_no_cell_is_a_formula(site: Site) -> None:
    Case.objects.filter(pk=site.cases[0].pk).update(heading=FORMULA, facts="\t＝1+1")
    rows = table("cases.csv")
    assert (rows[1][2], rows[1][3]) == (f"'{FORMULA}", "'\t＝1+1")
    sheet = load_workbook(io.BytesIO(body("cases.xlsx"))).worksheets[0]
    assert sheet["C2"].value == f"'{FORMULA}"
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "inlineStr", "n", "b"}
    # Programs get the words as they are.
    assert json.loads(body("cases.jsonl").splitlines()[0])["heading"] == FORMULA


def test_rare_characters_and_long_texts(site: Site) -> None:
    rare = "𠮷𪚥😀㐀"
    Case.objects.filter(pk=site.cases[0].pk).update(heading=rare, facts="字" * 40_000 + "\x0b\ufffe")
    assert table("cases.gb18030.csv", "gb18030")[1][2] == rare
    cells = next(iter(book(body("cases.xlsx")).values()))[1]
    assert cells[2] == rare
    assert len(cells[3]) == workbooks.LONGEST
    assert cells[3].endswith("…")
    assert len(table("cases.csv")[1][3]) >= 40_000


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    made = Workbook("案件", ["编号", "标题"])
    pieces = [made.taken()]
    for start in range(0, 8, 2):
        made.append([(start, "甲"), (start + 1, None)])
        pieces.append(made.taken())
    made.add_sheet("说明", ["字段"], [(True,), ("",)])
    made.close()
    sheets = book(b"".join([*pieces, made.taken()]))
    assert list(sheets) == ["案件", "案件 2", "案件 3", "说明"]
    numbers = [row[0] for name in ("案件", "案件 2", "案件 3") for row in sheets[name][1:]]
    assert numbers == list(range(8))
    assert {sheets[name][0] for name in ("案件", "案件 2", "案件 3")} == {("编号", "标题")}
    assert sheets["说明"][1] == (True,)


class Endless(DataSet):
    """As many made-up rows as are asked for, a thousand at a time as every set reads them."""

    code, title, summary, record, row = "endless", "", "", RegionRow, RegionRow

    def __init__(self, count: int) -> None:
        self.count = count

    def read(self, asked: Asked) -> Part:
        first = int(asked.after or 0)
        last = min(first + asked.size, self.count)
        rows = [{"id": n, "code": f"{n}", "name": f"=第{n}区", "name_en": "", "parent": ""} for n in range(first, last)]
        return Part(rows, str(last), is_last=last == self.count)


@pytest.mark.parametrize("kind", FORMATS.values(), ids=FORMATS)
def test_memory_stays_flat_however_long_a_file_is(kind: type[Writer]) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        try:
            longest = max(len(piece) for piece in stream(Endless(rows), kind))
            # Sent as it is made, and not at the end.
            assert longest < 200 * 1000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1_000)
    assert peak(20_000) < peak(2_000) * 1.2


def test_files_that_lie_ready_have_checksums(site: Site) -> None:
    streamed = {f"{data.code}.{name}": body(f"{data.code}.{name}") for data in data_sets() for name in ("csv", "jsonl")}
    made = files.make()
    assert set(made.files) == {f"{data.code}.{name}" for data in data_sets() for name in FORMATS}
    sums = dict(line.split("  ")[::-1] for line in taken("SHA256SUMS").content.decode().splitlines())
    for name, content in streamed.items():
        response = taken(name)
        given = b"".join(response.streaming_content)
        assert given == content, name
        assert sums[name] == sha256(given).hexdigest() == response["ETag"].strip('"')
        assert int(response["Content-Length"]) == len(given)
    assert taken("cases.csv", if_none_match=f'"{sums["cases.csv"]}"').status_code == 304
    package = taken("datapackage.json").json()
    resource = next(each for each in package["resources"] if each["name"] == "cases-csv")
    assert resource["hash"] == f"sha256:{sums['cases.csv']}"
    assert [field["name"] for field in resource["schema"]["fields"]] == list(data_set("cases").row.model_fields)  # type: ignore[union-attr] # there
    assert package["changes"].endswith(f"after={made.cursor}")


def test_a_file_that_lies_ready_is_never_older_than_the_site(site: Site) -> None:
    files.make()
    assert NAME in body("measures.csv").decode()
    case = Case.objects.get(pk=site.cases[0].pk)
    case.unpublish()
    assert NAME not in body("measures.csv").decode()
    sums = taken("SHA256SUMS")
    assert (sums.status_code, sums["Retry-After"]) == (503, "300")
    assert "bytes" not in taken("datapackage.json").json()["resources"][0]


def test_no_name_outlives_its_day_in_a_file(site: Site) -> None:
    files.make()
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        for name in ("cases.csv", "measures.csv", "cases.jsonl", "measures.jsonl"):
            assert NAME not in body(name).decode(), name


def test_the_worker_makes_them_when_something_changed_and_rests(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.prepare()
    assert not files.prepare()
    first = files.current()
    assert first is not None
    Case.objects.get(pk=site.cases[0].pk).unpublish()
    assert files.current() is None
    monkeypatch.setattr(files, "REST", 10**6)
    assert not files.prepare()
    monkeypatch.setattr(files, "REST", 0)
    with time_machine.travel(timezone.now() + timedelta(seconds=first.seconds + 2)):
        assert files.prepare()
        assert files.current() is not None
    # Only the newest stay.
    assert len([each for each in Path(files.settings.OPEN_DATA_DIR).iterdir() if each.is_dir()]) == 1


def test_few_are_made_at_a_time(db: None) -> None:
    with ExitStack() as others:
        for _turn in range(downloads.AT_ONCE):
            downloads._turns.acquire()
            others.callback(downloads._turns.release)
        refused = taken("terms.csv")
        assert (refused.status_code, refused["Retry-After"]) == (503, str(downloads.RETRY_SECONDS))
        assert "60" in refused.content.decode()
        assert (refused["Access-Control-Allow-Origin"], refused["Cache-Control"]) == ("*", "no-store")
    for _turn in range(downloads.AT_ONCE + 1):
        assert body("terms.csv")


@pytest.fixture
def _two_an_hour(settings: Any) -> Iterator[None]:
    settings.OPEN_DATA_FILES_PER_HOUR = 2
    yield
    cache.clear()


def test_downloads_are_limited_politely(db: None, _two_an_hour: None) -> None:
    for left in (1, 0):
        response = taken("lists.csv")
        assert f"r={left};" in response["RateLimit"]
        assert b"".join(response.streaming_content)
    response = taken("lists.csv")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3601
    # Whoever follows a link reads why, and so does a page of another site.
    assert response["Retry-After"] in response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in response["Access-Control-Expose-Headers"]


def test_what_a_reader_has_already_is_not_counted(site: Site, _two_an_hour: None) -> None:
    tag = f'"{files.make().files["lists.csv"].sha256}"'
    assert {taken("lists.csv", if_none_match=tag).status_code for _time in range(4)} == {304}
    response = taken("lists.csv")
    assert "r=1;" in response["RateLimit"]
    assert b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "name", ["cases", "cases.html", "people.csv", "cases.csv.csv", "..%2fsettings.csv", "CASES.CSV"]
)
def test_there_is_nothing_else(db: None, name: str) -> None:
    assert taken(name).status_code == 404


def test_a_whole_set_is_what_its_parts_are(site: Site) -> None:
    """Whole sets are read in other ways than parts: more at once, and each thing that they refer to once."""
    for data in data_sets():
        asked, found = Asked(size=2), list[Record]()
        while True:
            part = data.read(asked)
            found += part.records
            if part.is_last:
                break
            asked = replace(asked, after=part.cursor)
        assert found == list(data.records()), data.code


def test_a_notice_of_many_cases_does_not_hold_up_the_others(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(data_set("notices").records())  # type: ignore[union-attr] # there
    monkeypatch.setattr(notices, "CASES_AT_ONCE", 1)
    assert list(data_set("notices").records()) == whole  # type: ignore[union-attr] # there
