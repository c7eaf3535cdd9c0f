"""The calendar and the limits in the admin: kept by supervisors, and a missing year is said aloud."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.feedback.models import TimeLimit, Workday
from tests.feedback.clocks.test_running import at, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client: Client, settings) -> Client:
    settings.SECOND_FACTOR_FOR = []
    client.force_login(staff("supervisor"))
    return client


def test_a_supervisor_enters_a_holiday(supervisor: Client) -> None:
    answer = supervisor.post(reverse("workdays:add"), {"date": "2027-01-01", "note": "元旦"})
    assert answer.status_code == 302 and not Workday.objects.get(date="2027-01-01").is_work
    page = supervisor.get(reverse("workdays:index"), {"year": 2026}).content.decode()
    assert "春节" in page and "元旦" in page


def test_a_supervisor_shortens_a_limit_and_can_neither_rename_nor_delete_it(supervisor: Client) -> None:
    limit = TimeLimit.objects.get(code="inquiry_finish")
    values = {"code": "other", "amount": 30, "measure": "days", "extension": 15, "remind_before": 5}
    assert supervisor.post(reverse("timelimits:edit", args=[limit.pk]), values).status_code == 302
    limit.refresh_from_db()
    assert (limit.code, limit.amount, limit.extension) == ("inquiry_finish", 30, 15)
    assert supervisor.post(reverse("timelimits:delete", args=[limit.pk])).status_code == 302
    assert TimeLimit.objects.filter(pk=limit.pk).exists()


@pytest.mark.parametrize("name", ["workdays", "timelimits", "escalationsteps"])
def test_the_lists_open_for_supervisors_and_not_for_handlers(supervisor: Client, settings, name: str) -> None:
    assert supervisor.get(reverse(f"{name}:index")).status_code == 200
    supervisor.force_login(staff("handler"))
    assert supervisor.get(reverse(f"{name}:index")).status_code in {302, 403}


def test_from_november_on_staff_are_told_that_the_coming_year_is_missing(supervisor: Client) -> None:
    with at("2026-11-02"):
        page = supervisor.get(reverse("wagtailadmin_home")).content.decode()
        assert "help-warning" in page and "2027" in page.partition("help-warning")[2]
    with at("2026-10-30"):
        assert "help-warning" not in supervisor.get(reverse("wagtailadmin_home")).content.decode()
