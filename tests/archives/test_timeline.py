"""The archive of a unit: one timeline over every source, narrowed, paged, with those before and below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.archives.asking import Question
from portal.archives.reading import PAGE_SIZE, part
from portal.archives.scopes import Scope
from portal.content.timeline import sources
from portal.content.timeline.entries import Asked, Entry, Place
from portal.content.timeline.sources import register_timeline, timeline_sources
from portal.notices.models import NoticeCase
from portal.organisations.copies import read_once
from portal.organisations.models import Unit
from tests.archives.conftest import Bureau, link, page, titles
from tests.factories import CaseFactory, CaseNoticePageFactory, FormerNameFactory, UnitFactory

pytestmark = pytest.mark.django_db

ALL = [
    "澄清正名", "三季度通报", "市里的提醒", "中秋提醒", "关于一起典型问题的通报", "科长甄某某：党内警告",
    "城建局某科收受礼金问题", "窗口推诿", "巡察公告",
]  # fmt: skip


def test_one_timeline_over_all_sources(filled: Bureau, client: Client) -> None:
    found = titles(client, "/units/bureau/archive/")
    assert [title.replace("甄士测", "甄某某") for title in found] == ALL
    years = [year.get_text() for year in page(client, "/units/bureau/archive/").select(".archive__year-title")]
    assert years == ["2025", "2024"]


def test_each_entry_leads_to_its_source_and_says_when_it_was_recorded(filled: Bureau, client: Client) -> None:
    entries = page(client, "/units/bureau/archive/").select(".archive__entry")
    for entry in entries:
        assert client.get(str(entry.select_one("a")["href"])).status_code == 200  # type: ignore[index]
    notice = CaseNoticePageFactory(issuing_unit=filled.bureau, published_on=date(2026, 2, 1))
    notice.save_revision().publish()
    first = page(client, "/en/units/bureau/archive/").select_one(".archive__entry")
    notice.refresh_from_db()
    assert first is not None
    assert f"recorded on {notice.first_published_at:%Y-}" in first.get_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=warning", ["中秋提醒"]),
        ("kind=warning&kind=warning_received", ["市里的提醒", "中秋提醒"]),
        ("year=2024", ["窗口推诿", "巡察公告"]),
        ("year=2024&kind=rectification", ["窗口推诿"]),
        ("year=2023", []),
        ("kind=nothing&year=x&before=%00", None),
    ],
)
def test_filters(filled: Bureau, client: Client, query: str, expected: list[str] | None) -> None:
    found = titles(client, f"/units/bureau/archive/?{query}")
    assert found == expected if expected is not None else len(found) == len(ALL)


def test_units_below_are_shown_on_request(filled: Bureau, client: Client) -> None:
    CaseNoticePageFactory(title="一所的通报", issuing_unit=filled.office, published_on=date(2025, 12, 1))
    assert "一所的通报" not in titles(client, "/units/bureau/archive/")
    shown = page(client, "/units/bureau/archive/?below=1").select_one(".archive__entry")
    assert shown is not None
    assert "一所的通报" in shown.get_text() and "城建一所" in shown.get_text()
    assert "一所的通报" in titles(client, "/units/city/archive/?below=1")


def test_a_merged_unit_shows_its_past_under_both(units: Bureau, client: Client) -> None:
    grandparent = UnitFactory(code="first", name="最早的办", closed_on=date(2010, 1, 1))
    old = UnitFactory(code="old", name="建设委", closed_on=date(2020, 1, 1), successor=units.bureau)
    grandparent.successor = old
    grandparent.save()
    CaseNoticePageFactory(title="建设委的旧通报", issuing_unit=old, published_on=date(2015, 1, 1))
    CaseNoticePageFactory(title="更早的通报", issuing_unit=grandparent, published_on=date(2005, 1, 1))
    CaseNoticePageFactory(title="新通报", issuing_unit=units.bureau, published_on=date(2024, 1, 1))
    assert titles(client, "/units/bureau/archive/") == ["新通报", "建设委的旧通报", "更早的通报"]
    assert titles(client, "/units/old/archive/") == ["建设委的旧通报", "更早的通报"]
    text = page(client, "/units/bureau/archive/").get_text()
    assert "建设委" in text
    assert link(page(client, "/units/old/archive/"), '.page-head a[href="/units/bureau/archive/"]')


def test_an_entry_bears_the_name_of_its_time(units: Bureau, client: Client) -> None:
    FormerNameFactory(unit=units.bureau, name="建设局", valid_from=date(2000, 1, 1), valid_until=date(2018, 12, 31))
    CaseNoticePageFactory(title="旧", issuing_unit=units.bureau, published_on=date(2018, 12, 31))
    CaseNoticePageFactory(title="新", issuing_unit=units.bureau, published_on=date(2019, 1, 1))
    new, old = page(client, "/units/bureau/archive/").select(".archive__entry")
    assert "建设局" in old.get_text()
    assert "建设局" not in new.get_text()


def test_a_measure_stands_with_the_unit_of_then(units: Bureau, client: Client) -> None:
    before = UnitFactory(code="before", name="前单位")
    subject = {"unit_then": before, "post_then": "主任", "measures": [{"grade": "gd1", "decided_on": "2025-01"}]}
    case = CaseFactory(unit=units.bureau, concluded_on="2025-01", subjects=[subject])
    NoticeCase.objects.create(page=CaseNoticePageFactory(issuing_unit=units.city), case=case)
    assert [title[:2] for title in titles(client, "/units/before/archive/?kind=measure")] == ["主任"]
    assert titles(client, "/units/bureau/archive/?kind=measure") == []
    assert len(titles(client, "/units/bureau/archive/?kind=case_record")) == 1


def _months(unit: Unit, count: int) -> None:
    """Notices, cases and measures of the same days, some known to the month or year alone, some not at all."""
    holder = CaseNoticePageFactory(issuing_unit=UnitFactory(), published_on=date(2020, 1, 1))
    days = ["2025-03-31", "2025-04", "2025-04-01", "2025", "", "2024-12-31", "2025-04-01", "2025-01-01"]
    for number in range(count):
        day = days[number % len(days)]
        case = CaseFactory(unit=unit, concluded_on=day, subjects=[{"measures": [{"decided_on": day}]}])
        NoticeCase.objects.create(page=holder, case=case)
        CaseNoticePageFactory(issuing_unit=unit, published_on=date(2025, 3 + number % 2, 1 + 30 * (number % 2 == 0)))


def test_pages_put_together_are_the_whole_timeline(units: Bureau) -> None:
    _months(units.bureau, 17)
    scope = Scope.of(units.bureau)
    whole = [entry.place for entry in part(scope, Question(), size=500).entries]
    assert len(whole) == 3 * 17
    assert whole == sorted(whole, reverse=True)
    for size in (1, 2, 7):
        places: list[Place] = []
        question: Question | None = Question()
        while question is not None:
            found = part(scope, question, size=size)
            places += [entry.place for entry in found.entries]
            question = found.further
        assert places == whole


def test_a_page_is_an_address(units: Bureau, client: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        CaseNoticePageFactory(title=f"第{number}号", issuing_unit=units.bureau, published_on=date(2025, 1, 1))
    first = page(client, "/units/bureau/archive/")
    assert len(first.select(".archive__entry")) == PAGE_SIZE
    further = link(first, '.pagination a[rel="next"]')
    assert titles(client, further) == ["第0号"]
    assert "year=2025" in link(page(client, "/units/bureau/archive/?year=2025"), '.pagination a[rel="next"]')


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/units/bureau/archive/", "/units/bureau/archive/feed/"])
def test_many_entries_cost_as_many_queries_as_few(filled: Bureau, client: Client, address: str, settings: Any) -> None:
    settings.PAGE_CACHE = False
    _queries(client, address)
    few = _queries(client, address + "?kind=case&kind=case_record&kind=measure")
    _months(filled.bureau, 30)
    assert _queries(client, address + "?kind=case&kind=case_record&kind=measure") == few


def test_a_source_is_asked_once_for_a_page(filled: Bureau) -> None:
    scope = Scope.of(filled.bureau)
    with read_once():
        part(scope, Question())
        for name in timeline_sources():
            with CaptureQueriesContext(connection) as queries:
                part(scope, Question(kinds=(name,)))
            assert len(queries) == 1, name


class Meetings:
    """What an app above would register."""

    name = "meeting"
    label = "Meeting"

    def entries(self, asked: Asked) -> list[Entry]:
        return [Entry(place=Place("2026-01-01", "meeting", 1), title="会议", url="/m/", unit=asked.units[0])]

    def oldest(self, asked: Asked) -> str:
        return "2026-01-01"


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    monkeypatch.setattr(sources, "_sources", dict(timeline_sources()))
    return register_timeline


def test_other_apps_register_sources(registered: Callable[[Any], None], filled: Bureau, client: Client) -> None:
    registered(Meetings())
    assert titles(client, "/units/bureau/archive/")[0] == "会议"
    assert titles(client, "/units/bureau/archive/?kind=meeting") == ["会议"]
    with pytest.raises(ValueError, match="meeting"):
        registered(Meetings())


def test_an_unknown_unit_has_no_archive(client: Client, units: Bureau) -> None:
    assert client.get("/units/nobody/archive/").status_code == 404
    response = client.get("/units/BUREAU/archive/?year=2025")
    assert (response.status_code, response["Location"]) == (301, "/units/bureau/archive/?year=2025")


def test_an_empty_archive_says_so_and_leads_on(units: Bureau, client: Client) -> None:
    assert "Nothing is on record here." in page(client, "/en/units/office/archive/").get_text()
    assert link(page(client, "/units/office/archive/?year=2020"), '.empty a[href="/units/office/archive/"]')


def test_the_page_of_the_unit_leads_to_it(units: Bureau, client: Client) -> None:
    assert 'href="/units/bureau/archive/"' in client.get("/units/bureau/").content.decode()
