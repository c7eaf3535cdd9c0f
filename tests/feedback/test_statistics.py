"""What the insights and the workbench say of inquiries: numbers, never who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.utils import timezone, translation

from portal.content.statistics.published import Asked
from portal.content.worklists import worklists
from portal.feedback.models import Clock, PublicInquiry, State, Submission, TimeLimit
from portal.feedback.statistics import inquiries, inquiries_by_unit
from portal.organisations.models import Unit
from search import service
from search.forms import read_query
from tests.factories import RegionFactory, UnitFactory, UserFactory
from tests.factories.feedback import InquiryFactory, SubmissionFactory
from tests.indexes import engine, index

__all__ = ["engine", "index"]

pytestmark = pytest.mark.django_db


def clock(submission: Submission, started: date, due: date, stopped: date | None = None) -> None:
    """The time for the answer."""
    Clock.objects.create(
        submission=submission,
        limit=TimeLimit.Code.INQUIRY_FINISH,
        started_on=started,
        due_on=due,
        stopped_on=stopped,
    )


def test_inquiries_by_quarter_and_timeliness() -> None:
    begun, due = date(2026, 2, 1), date(2026, 4, 1)
    clock(InquiryFactory(state=State.PUBLISHED), begun, due, due)
    clock(InquiryFactory(state=State.ANSWERED), begun, due, due + timedelta(days=1))
    clock(InquiryFactory(state=State.REFERRED), begun, due)
    clock(InquiryFactory(state=State.WITHDRAWN), begun, due, begun)
    clock(InquiryFactory(state=State.REFERRED), date(2025, 12, 31), date(2999, 1, 1))
    clock(SubmissionFactory(), begun, due)
    answered(city := UnitFactory(), date(2026, 5, 4))
    rows = inquiries(Asked()).rows
    assert [(row.code, row.figures) for row in rows] == [
        ("2025Q4", (1, 0, 0, 0, 0)),
        ("2026Q1", (4, 2, 1, 2, 0)),
        ("2026Q2", (0, 0, 0, 0, 1)),
    ]
    assert [row.code for row in inquiries(Asked(period="2026")).rows] == ["2026Q1", "2026Q2"]
    # Of a unit only what anybody may read.
    (row,) = inquiries(Asked(unit=city.code)).rows
    assert row.figures == (None, None, None, None, 1)
    assert inquiries(Asked(unit="nowhere")).is_empty


def answered(unit: Unit, day: date, **facts: Any) -> PublicInquiry:
    """An answer that anybody may read."""
    given = {"title": "路灯", "question": "何时修复", "answer": "已修复", "published_at": timezone.now(), **facts}
    return PublicInquiry.objects.create(unit=unit, received_on=day - timedelta(days=20), answered_on=day, **given)


def asked_of(unit: Unit | None, number: int, *, late: int = 0, year: int = 2026) -> None:
    """So many answered inquiries, some of them late."""
    due = date(year, 4, 1)
    for place in range(number):
        stopped = due + timedelta(days=1) if place < late else due
        clock(InquiryFactory(state=State.ANSWERED, unit=unit), date(year, 2, 1), due, stopped)


def figures(asked: Asked) -> dict[str, tuple[int | None, ...]]:
    return {row.code: row.figures for row in inquiries_by_unit(asked).rows}


def test_inquiries_of_units_with_all_below_them() -> None:
    city = UnitFactory(code="city")
    bureau, other = UnitFactory(code="bureau", parent=city), UnitFactory(code="other", parent=city)
    asked_of(bureau, 5, late=2)
    asked_of(UnitFactory(code="office", parent=bureau), 6)
    asked_of(other, 7)
    asked_of(other, 7, year=2025)
    answered(bureau, date(2026, 3, 1))
    assert figures(Asked(period="2026")) == {"bureau": (11, 11, 9, 2, 1), "other": (7, 7, 7, 0, 0)}
    assert figures(Asked(period="2026Q4")) == figures(Asked(period="2026"))
    assert figures(Asked())["other"] == (14, 14, 14, 0, 0)
    assert figures(Asked(unit="bureau")) == {"office": (6, 6, 6, 0, 0)}


def test_small_numbers_of_units_are_not_told_nor_to_be_reckoned() -> None:
    UnitFactory(code="city")
    great, middle, small = (UnitFactory(code=code) for code in ("great", "middle", "small"))
    asked_of(great, 9)
    asked_of(middle, 6)
    asked_of(small, 1)
    answered(small, date(2026, 3, 1))
    # The number of the whole portal less that of the others would be that of the small one.
    untold = (None, None, None, None)
    assert figures(Asked()) == {"great": (9, 9, 9, 0, 0), "small": (*untold, 1)}
    # Nothing can be reckoned where two have too few, or some are asked of no unit.
    asked_of(None, 1)
    assert figures(Asked())["middle"] == (6, 6, 6, 0, 0)
    # Years by themselves: what is too little in one is not told by the sum of several.
    asked_of(middle, 3, year=2025)
    assert figures(Asked())["middle"] == (6, 6, 6, 0, 0)
    assert "middle" not in figures(Asked(period="2025"))


def test_of_a_region_only_what_anybody_may_read() -> None:
    region = RegionFactory(code="510199")
    bureau = UnitFactory(code="bureau", region=region)
    asked_of(bureau, 8)
    answered(bureau, date(2026, 3, 1), region=region)
    answered(bureau, date(2026, 3, 1))
    assert figures(Asked(region="510199")) == {"bureau": (None, None, None, None, 1)}


@pytest.mark.parametrize(
    "asked", [Asked(), Asked(period="2026"), Asked(period="2026Q1"), Asked(unit="bureau")], ids=str
)
def test_published_answers_are_those_that_the_search_lists(index: Callable[[], None], asked: Asked) -> None:
    bureau = UnitFactory(code="bureau", region=RegionFactory(code="510199"))
    office = UnitFactory(code="office", parent=bureau)
    for unit, day in ((bureau, date(2026, 3, 31)), (office, date(2026, 4, 1)), (office, date(2025, 12, 31))):
        answered(unit, day)
    answered(bureau, date(2026, 3, 1), withdrawn_on=date(2026, 3, 2))
    index()
    seen = 0
    for count in (inquiries, inquiries_by_unit):
        for row in count(asked).rows:
            query = read_query(QueryDict(urlsplit(row.address_of("public")).query)).query
            assert service.search(query).total == row.figures[-1]
            assert not row.address_of("all")
            seen += 1
    assert seen > 1


def test_what_is_overdue_waits_on_the_workbench_of_who_may_know() -> None:
    late = InquiryFactory(state=State.REFERRED)
    clock(late, timezone.localdate() - timedelta(days=90), timezone.localdate() - timedelta(days=30))
    (worklist,) = (each for each in worklists() if each.code == "feedback")
    stranger, supervisor = UserFactory(), UserFactory()
    supervisor.groups.add(Group.objects.get(name="supervisor"))
    assert not worklist.may(stranger)
    assert worklist.may(supervisor)
    with translation.override("en"):
        found = worklist.find(supervisor, 5)
    assert found.total == 1
    assert found.first[0].title == str(late)
    assert "30 days late" in found.first[0].note
    assert worklist.find(stranger, 5).total == 0
