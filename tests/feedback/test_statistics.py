"""What the insights and the workbench say of inquiries: numbers, never who asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone, translation

from portal.content.statistics.published import Asked
from portal.content.worklists import worklists
from portal.feedback.models import Clock, State, Submission, TimeLimit
from portal.feedback.statistics import inquiries
from tests.factories import UserFactory
from tests.factories.feedback import InquiryFactory, SubmissionFactory

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
    rows = inquiries(Asked()).rows
    assert [(row.code, row.figures) for row in rows] == [("2025Q4", (1, 0, 0, 0)), ("2026Q1", (4, 2, 1, 2))]
    assert [row.code for row in inquiries(Asked(period="2026")).rows] == ["2026Q1"]


def test_no_number_of_a_unit_or_region() -> None:
    clock(InquiryFactory(), date(2026, 2, 1), date(2026, 4, 1))
    assert inquiries(Asked(unit="any")).is_empty
    assert inquiries(Asked(region="any")).is_empty


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
