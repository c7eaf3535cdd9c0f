"""What readers take along: the feed, files, a print-out."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from lxml import etree
from openpyxl import load_workbook

from tests.archives.conftest import Bureau, page
from tests.factories import CaseNoticePageFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed(filled: Bureau, client: Client) -> None:
    response = client.get("/units/bureau/archive/feed/")
    feed = etree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 9
    identities = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(identities)) == 9
    unchanged = client.get("/units/bureau/archive/feed/", headers={"If-None-Match": response["ETag"]})
    assert unchanged.status_code == 304


def test_the_same_as_json_feed(filled: Bureau, client: Client) -> None:
    atom = etree.fromstring(client.get("/units/bureau/archive/feed/").content)
    items = json.loads(client.get("/units/bureau/archive/feed.json").content)["items"]
    assert [item["id"] for item in items] == [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")]


def test_the_feed_of_a_filter(filled: Bureau, client: Client) -> None:
    feed = etree.fromstring(client.get("/units/bureau/archive/feed/?kind=warning").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert "中秋提醒" in (entry.findtext(f"{ATOM}title") or "")


def test_files(filled: Bureau, client: Client) -> None:
    CaseNoticePageFactory(title="=1+1", issuing_unit=filled.bureau)
    text = client.get("/units/bureau/archive/entries.csv").content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(rows) == 11
    assert any(row[2] == "'=1+1" for row in rows)
    book = load_workbook(io.BytesIO(client.get("/units/bureau/archive/entries.xlsx").content))
    assert len(list(book.worksheets[0].rows)) == 11
    record = json.loads(client.get("/units/bureau/archive/entries.json?kind=rectification").content)
    (item,) = record["entries"]
    assert (item["title"], item["day"], item["kind"]) == ("窗口推诿", "2024-06-01", "rectification")
    assert client.get("/units/bureau/archive/entries.exe").status_code == 404


def test_on_paper(filled: Bureau, client: Client) -> None:
    found = page(client, "/en/units/bureau/archive/print/?kind=warning&kind=bulletin")
    assert len(found.select("tbody tr")) == 2
    assert "2 entries" in found.get_text()
