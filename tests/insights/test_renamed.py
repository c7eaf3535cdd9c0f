"""A unit or region that is renamed in mid-quarter, and a clock that jumps: sums stay, the past is found under both."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.cases.models import Case
from portal.content.statistics.published import Asked
from portal.content.statistics.registry import topics
from portal.insights.open_data.sets.base import data_set
from portal.insights.tallies import keeping
from tests.factories import CaseFactory, FormerNameFactory, FormerRegionNameFactory
from tests.insights.conftest import City, measured, publish

pytestmark = pytest.mark.django_db


def sums() -> dict[tuple[str, str, str], tuple[int | None, ...]]:
    """All figures of all statistics, of everything and of a unit and region, without their labels."""
    asked = {"": Asked(), "unit": Asked(unit="bureau"), "region": Asked(region="990101")}
    return {
        (name, topic.code, row.code): row.figures
        for name, each in asked.items()
        for topic in topics()
        for row in topic.count(each).rows
    }


def records(code: str, *left_out: str) -> list[dict[str, Any]]:
    """A set of the open data without the names of units and regions."""
    data = data_set(code)
    assert data is not None
    return [{name: value for name, value in row.items() if name not in left_out} for row in data.records()]


def test_what_is_renamed_keeps_its_sums_and_is_found_under_both_names(counted: City, client: Client) -> None:
    bureau, region = counted.bureau, counted.regions[1]
    before, old, old_region = sums(), bureau.name, region.name
    rows = records("measures", "unit_name", "unit_then_name"), records("figures", "name", "name_en")
    region.refresh_from_db()
    region.name = "改名后的区"
    region.save()
    bureau.refresh_from_db()
    bureau.name, bureau.name_en = "改名后的局", "Renamed bureau"
    bureau.save()
    yesterday = timezone.localdate() - timedelta(days=1)
    FormerNameFactory(unit=bureau, name=old, valid_until=yesterday)
    FormerRegionNameFactory(region=region, name=old_region, valid_until=yesterday)
    keeping.settle()
    assert sums() == before
    assert keeping.check() == []
    assert (records("measures", "unit_name", "unit_then_name"), records("figures", "name", "name_en")) == rows
    assert "改名后的区" in client.get("/insights/regions/").content.decode()
    # Whoever asks by either name is led to the same; what is on record bears the name of its day.
    for name in (old, "改名后的局"):
        found = json.loads(client.get("/insights/quarters.json", {"unit": name}).content)
        assert found["asked"]["unit"] == "bureau"
        assert found["total"]["figures"]["cases"]["value"] == 3
    of_region = []
    for name in (old_region, "改名后的区"):
        found = json.loads(client.get("/insights/quarters.json", {"region": name}).content)
        assert found["asked"]["region"] == region.code
        of_region.append(found["total"])
        page = client.get("/insights/", {"region": name}).content.decode()
        assert f"改名后的区的曾用名：{old_region}" in page
    assert of_region[0] == of_region[1]
    (told,) = (each for each in data_set("regions").records() if each["code"] == region.code)  # type: ignore[union-attr] # there
    assert (told["name"], told["former_names"]) == ("改名后的区", old_region)
    archive = client.get("/units/bureau/archive/").content.decode()
    assert old in archive
    assert "改名后的局" in archive


def test_a_clock_that_jumps_over_the_end_of_a_quarter_and_back_moves_no_case(counted: City) -> None:
    """A case lies in the quarter of its own day; one without a day in that of its first publication, whatever it is."""
    before = sums()
    for moment in (datetime(2027, 1, 1, 0, 0, 30), datetime(2026, 9, 30, 23, 59, 30), datetime(2026, 10, 1)):
        with time_machine.travel(timezone.make_aware(moment)):
            case = CaseFactory(unit=counted.bureau, quarter="", concluded_on="", subjects=[measured("pd1")])
            publish(case, counted.notice)
            keeping.settle()
            keeping.rebuild()
            assert keeping.check() == []
            (quarters,) = (topic.count(Asked()) for topic in topics() if topic.code == "quarters")
            assert {row.code: row.figures[0] for row in quarters.rows}["2026Q3"] == 5
            Case.objects.get(pk=case.pk).unpublish()
            keeping.settle()
    assert sums() == before
