"""A search as a file: the rows of the page, safe to open, and never more than a reader may see."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import StreamingHttpResponse
from django.test import Client
from openpyxl import load_workbook

from search.engines import registry
from search.engines.embedded import EmbeddedEngine
from search.exporting import formats, views
from tests.factories import (
    CaseNoticePageFactory,
    FormFactory,
    RegionFactory,
    UnitFactory,
    UserFactory,
    ViolationFactory,
    WarningPageFactory,
)
from tests.indexes import Down, engine, index
from tests.kept import kept

__all__ = ["engine", "index"]

pytestmark = pytest.mark.django_db
START = date(2026, 1, 5)


@kept(autouse=True)
def notices(index: Callable[[], None]) -> None:
    city = RegionFactory(code="990000", name="临江市", name_en="Linjiang")
    county = RegionFactory(code="990100", name="清溪县", name_en="Qingxi", parent=city)
    committee = UnitFactory(code="committee", name="临江市纪委监委", name_en="Commission", region=city)
    bureau = UnitFactory(code="510000000000000001", parent=committee, name="清溪县财政局", name_en="", region=county)
    group = ViolationFactory(code="feasts", name="吃喝", name_en="Feasts")
    # The code of one begins like the code of its sibling, below which the other stands.
    sibling = ViolationFactory(code="feasts-xy", name="公款消费", parent=group)
    tags = [
        ViolationFactory(code="feasts-x", name="违规宴请", name_en="Banquets", parent=group),
        ViolationFactory(code="meals", name="公款吃喝", name_en="", parent=sibling),
    ]
    for number in range(7):
        CaseNoticePageFactory(
            title=f"第{number}期",
            issuing_unit=bureau,
            region=county,
            violations=tags,
            forms=[FormFactory(code=f"form-{number}")],
            published_on=START + timedelta(days=number),
        )
    WarningPageFactory(title="=HYPERLINK(1)", summary="<b>,\"'", published_on=START)
    CaseNoticePageFactory(title="内部通报", internal=True, audience=[committee])
    index()


@pytest.fixture(autouse=True)
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has all turns, and gives them back."""
    turns = BoundedSemaphore(views.AT_ONCE)
    monkeypatch.setattr(views, "_turns", turns)
    yield
    assert all(turns.acquire(blocking=False) for _ in range(views.AT_ONCE))


def body(response: Any) -> bytes:
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    content: bytes = response.getvalue()
    return content


def leave(response: Any) -> None:
    """A reader goes away before the end; what Django does then, without closing the database of this test."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def rows(client: Client, query: str = "", prefix: str = "/en") -> list[dict[str, str]]:
    text = body(client.get(f"{prefix}/search/export.csv?{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def records(client: Client, query: str = "") -> list[dict[str, Any]]:
    lines = body(client.get(f"/en/search/export.jsonl?{query}")).decode().splitlines()
    return [json.loads(line) for line in lines]


def test_a_row_has_codes_and_labels(client: Client) -> None:
    (row,) = rows(client, "q=第6期")
    assert row == {
        "Number": row["Number"],
        "Title": "第6期",
        "Address": row["Address"],
        "Date of publication": "2026-01-11",
        "Kind (code)": "case",
        "Kind": "Case notice",
        "Region (code)": "990100",
        "Region": "Qingxi",
        "Unit (code)": "510000000000000001",
        "Unit": "清溪县财政局",
        "Violation (code)": "feasts-x; meals",
        "Violation": "Banquets; 公款吃喝",
        "Form of accountability (code)": "form-6",
        "Form of accountability": row["Form of accountability"],
        "Rank (code)": "",
        "Rank": "",
        "Scale and grade (code)": "",
        "Scale and grade": "",
        "Responsibility (code)": "",
        "Responsibility": "",
    }
    assert row["Address"].startswith("http://testserver/en/notices/")
    assert client.get(row["Address"]).status_code == 200


def test_chinese_excel_sees_the_encoding(client: Client) -> None:
    content = body(client.get("/search/export.csv"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert "第6期" in content.decode("utf-8-sig")


@pytest.mark.parametrize(
    "query", ["q=期", "q=期&sort=relevance", "kind=warning", "unit=committee&page=3&page_size=1", ""]
)
def test_a_file_holds_all_that_the_page_finds_newest_first(client: Client, query: str) -> None:
    found = records(client, query)
    pages = client.get(f"/api/v1/search?{query}&page_size=100&page=1&sort=date".replace("&page=3&page_size=1", ""))
    assert [record["id"] for record in found] == [result["id"] for result in pages.json()["results"]]
    assert [row["Number"] for row in rows(client, query)] == [record["id"] for record in found]


def test_many_rows_come_in_batches_each_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.service.SCAN_BATCH", 3)
    assert len({record["id"] for record in records(client)}) == 8


def test_what_is_published_meanwhile_gives_nothing_twice(
    client: Client, engine: EmbeddedEngine, index: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.service.SCAN_BATCH", 3)
    monkeypatch.setattr(views, "PIECE", 1)
    response = client.get("/en/search/export.jsonl?kind=case")
    assert isinstance(response, StreamingHttpResponse)
    pieces: Iterator[bytes] = iter(response)  # type: ignore[arg-type]
    first = [next(pieces) for _ in range(2)]
    CaseNoticePageFactory(title="新通报", published_on=START + timedelta(days=90))
    index()
    ids = [json.loads(line)["id"] for line in [*first, *pieces]]
    assert len(ids) == len(set(ids)) == 7


def test_a_file_that_is_cut_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_ROWS", 5)
    monkeypatch.setattr("search.takeaways.MOST_ROWS", 5)
    response = client.get("/en/search/export.csv")
    assert "-first-5.csv" in response["Content-Disposition"]
    assert response["X-Total-Count"] == "8"
    assert len(list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))) == 1 + 5
    assert "The newest 5 of 8 results" in client.get("/en/search/").content.decode()


def test_no_cell_is_a_formula(client: Client) -> None:
    (row,) = rows(client, "kind=warning")
    assert row["Title"] == "'=HYPERLINK(1)"
    (record,) = records(client, "kind=warning")
    assert record["title"] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1", "\r1", "  =1", "\u3000@a", "\x00=1"]
)
def test_whatever_begins_like_a_formula_is_made_text(text: str) -> None:
    assert formats.safe(text).startswith("'")
    assert "\x00" not in formats.safe(text)


@pytest.mark.parametrize("text", ["", "〔2026〕3号", "1-2", "关于=的通报"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert formats.safe(text) == text


def test_a_workbook_keeps_numbers_as_text_and_says_where_it_is_from(client: Client) -> None:
    book = load_workbook(io.BytesIO(body(client.get("/en/search/export.xlsx?kind=case"))))
    results, about = book.worksheets
    header, first, *rest = results.iter_rows(values_only=True)
    assert len(rest) == 6
    row = dict(zip(header, first, strict=True))
    assert row["Unit (code)"] == "510000000000000001"
    assert row["Date of publication"] == datetime(2026, 1, 11)
    told = dict(about.iter_rows(values_only=True))
    assert told["Search"] == "http://testserver/en/search/?kind=case"
    assert (told["Results found"], told["Results in this file"]) == (7, 7)
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_an_empty_search_is_a_file_with_its_header(client: Client) -> None:
    assert rows(client, "q=飞碟") == []
    assert records(client, "q=飞碟") == []


@pytest.mark.parametrize("extension", formats.FORMATS)
def test_internal_notices_are_in_no_file_whoever_asks(client: Client, extension: str) -> None:
    client.force_login(UserFactory(administrator=True))
    response = client.get(f"/search/export.{extension}", {"q": '"内部通报"'})
    assert response["X-Total-Count"] == "0"
    assert "内部".encode() not in body(response)


def test_chinese_readers_get_chinese_names_and_addresses(client: Client) -> None:
    (row,) = rows(client, "q=第6期", prefix="")
    assert "清溪县" in row.values()
    assert any(value.startswith("http://testserver/notices/") for value in row.values())


def test_labels_stay_in_the_language_of_the_reader_while_it_streams(client: Client) -> None:
    from django.utils import translation

    response = client.get("/en/search/export.csv?q=第6期")
    with translation.override("zh-hans"):
        assert "Banquets" in body(response).decode()


@pytest.mark.parametrize("query", ["unit=NOWHERE", "from=2026-05-01&to=2026-04-01", "colour=blue", "page=x"])
def test_wrong_parameters_make_no_file(client: Client, query: str) -> None:
    response = client.get(f"/search/export.csv?{query}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")


def test_there_are_no_other_formats_and_only_reading(client: Client) -> None:
    assert client.get("/search/export.exe").status_code == 404
    assert client.post("/search/export.csv").status_code in {403, 405}


def test_no_cache_keeps_a_file(client: Client) -> None:
    response = client.get("/search/export.csv?page=1")
    body(response)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "search_export" not in settings.PAGE_CACHE_VIEWS


def test_an_outage_is_no_empty_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "engines", lambda: (Down(),))
    for _ in range(views.AT_ONCE + 1):
        response = client.get("/search/export.csv")
        assert response.status_code == 503
        assert response["Retry-After"]


def test_the_standby_gives_the_file(client: Client, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "engines", lambda: (Down(), engine))
    assert len(records(client)) == 8


def test_few_files_are_made_at_a_time_and_a_turn_always_comes_back(client: Client) -> None:
    waiting = [client.get("/search/export.csv") for _ in range(views.AT_ONCE)]
    refused = client.get("/search/export.csv")
    assert (refused.status_code, bool(refused["Retry-After"])) == (503, True)
    # Nobody reads the first one to its end, the second is read.
    leave(waiting[0])
    body(waiting[1])
    for _ in range(2 * views.AT_ONCE):
        body(client.get("/search/export.csv"))


def test_a_head_request_keeps_no_turn(client: Client) -> None:
    for _ in range(2 * views.AT_ONCE):
        response = client.head("/search/export.csv")
        assert response.status_code == 200
        leave(response)
    body(client.get("/search/export.csv"))
