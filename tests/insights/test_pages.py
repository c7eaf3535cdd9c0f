"""The pages of the insights: charts with their tables, what they say of themselves, files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.content.statistics import registry
from portal.content.statistics.published import Asked, ChartKind, Counted, CountedRow, Statistic
from portal.content.statistics.registry import register_statistic, topics
from portal.insights.tallies import keeping
from tests.factories import CaseFactory
from tests.insights.conftest import City, measured, publish

pytestmark = pytest.mark.django_db

#: The statistics of cases, in their order.
CODES = (
    "quarters", "regions", "units", "violations", "scales", "forms", "forms-by-quarter", "accountability", "ranks",
    "responsibilities",
)  # fmt: skip


def page(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_chart_has_its_table_and_says_what_it_is(counted: City, client: Client, prefix: str) -> None:
    sections = page(client, f"{prefix}/insights/").select("section.insight")
    assert [section["id"] for section in sections] == [topic.code for topic in topics()]
    # What other apps register may have nothing to show here.
    for section in sections[: len(CODES)]:
        drawing = section.select_one("svg[role=img] title")
        assert drawing is not None and drawing.get_text()
        assert section.select_one("svg desc") is not None
        assert section.select(".figures__table td a")
        assert section.select_one(".insight__definition")
        assert len(section.select(".figures__files a")) == 4
        assert section.select(".insight__notes li")


def test_a_statistic_has_a_page_of_its_own(counted: City, client: Client) -> None:
    found = page(client, "/en/insights/regions/?period=2026")
    assert found.h1 is not None and found.h1.get_text() == "Cases by region"
    assert not found.select("details.insight__table")
    assert "Year 2026" in found.select_one(".chips").get_text()  # type: ignore[union-attr]
    assert client.get("/insights/nothing/").status_code == 404


def test_what_is_not_known_is_told_and_left_out(counted: City, client: Client) -> None:
    found = page(client, "/en/insights/?unit=nobody&period=%00x&region=990101")
    assert "Unit: not known here: nobody" in found.get_text()
    assert len(found.select("section.insight")) == len(topics())


def test_nothing_counted_says_so(city: City, client: Client) -> None:
    found = page(client, "/en/insights/?period=1999")
    assert "Nothing was counted for this choice." in found.get_text()


@pytest.mark.parametrize("code", CODES)
def test_files(counted: City, client: Client, code: str) -> None:
    rows = list(csv.reader(io.StringIO(client.get(f"/insights/{code}.csv?period=2026").content.decode("utf-8-sig"))))
    record = json.loads(client.get(f"/insights/{code}.json?period=2026").content)
    assert len(rows) == 1 + len(record["rows"]) + bool(record["total"])
    assert record["asked"] == {"period": "2026", "region": None, "unit": None}
    assert record["rounding"] == "exact" and record["as_of"] and record["definition"]
    assert client.get(f"/insights/{code}.gb18030.csv").content.decode("gb18030")
    assert client.get(f"/insights/{code}.xlsx").content.startswith(b"PK")
    assert client.get(f"/insights/{code}.exe").status_code == 404


def test_many_cases_cost_as_many_queries_as_few(counted: City, client: Client, settings: Any) -> None:
    settings.PAGE_CACHE = False

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/insights/?unit=bureau").status_code == 200
        return len(found)

    queries()
    few = queries()
    for _each in range(10):
        publish(CaseFactory(unit=counted.office, subjects=[measured("pd2", "gd4")]), counted.notice)
    keeping.settle()
    assert queries() == few


def test_tiles_stand_where_their_regions_lie(counted: City, client: Client) -> None:
    for number, (column, row) in enumerate([(2, 1), (1, 2)], start=1):
        region = counted.regions[number]
        region.refresh_from_db()
        region.tile_column, region.tile_row = column, row
        region.save()
    east, south = page(client, "/insights/regions/").select(".tilemap__tile")
    assert str(east["transform"]) > "translate(1" and str(east["transform"]).endswith(" 0.0)")
    assert str(south["transform"]).startswith("translate(0.0 ")


def test_other_apps_register_statistics(counted: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_topics", {each.code: each for each in topics()})

    def talks(asked: Asked) -> Statistic:
        return Statistic(
            code="talks",
            title="谈话提醒",
            definition="开展的谈话提醒。",
            columns=(Counted(code="all", label="谈话", unit="件"),),
            rows=(CountedRow(code="2026Q3", label="三季度", figures=(3,), address="/search/?kind=talk"),),
            chart=ChartKind.COURSE,
            drawn=("all",),
        )

    register_statistic("talks", talks)
    assert page(client, "/insights/").select_one('#talks a[href="/search/?kind=talk"]')
    with pytest.raises(ValueError, match="talks"):
        register_statistic("talks", lambda asked: talks(asked))
