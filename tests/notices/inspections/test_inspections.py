"""Inspections: open until the last day, fed back in order, rectified in a public ledger."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.notices.inspections.limits import months_after, working_days_after
from portal.notices.inspections.report import overdue_items
from portal.notices.models import InspectionPage, RectificationItem, ResultCounter
from tests.factories import InspectionPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def open_part(client: Client) -> str:
    page = text(client, "/inspections/")
    return page.partition('class="open-now"')[2].partition("</section>")[0]


def test_a_round_leaves_open_now_by_itself(client: Client) -> None:
    page = InspectionPageFactory(starts_on=date(2026, 11, 1), closes_on=date(2026, 11, 20))
    with time_machine.travel("2026-11-20 23:00:00+08:00", tick=False):
        assert page.title in open_part(client)
        assert InspectionPage.objects.get(pk=page.pk).is_open
    with time_machine.travel("2026-11-21 00:10:00+08:00", tick=False):
        assert page.title not in open_part(client)
        assert page.title in text(client, "/inspections/")
        assert not InspectionPage.objects.get(pk=page.pk).is_open


def test_what_is_not_public_is_not_open(client: Client) -> None:
    drafts = [InspectionPageFactory(open_now=True, draft=True), InspectionPageFactory(open_now=True, internal=True)]
    closed = InspectionPageFactory(closed=True)
    for page in (*drafts, closed):
        assert page.title not in open_part(client)


def test_the_end_comes_after_the_beginning() -> None:
    for name in ("ends_on", "closes_on"):
        with pytest.raises(ValidationError):
            InspectionPageFactory(starts_on=date(2026, 3, 2), **{name: date(2026, 3, 1)})


def test_limits() -> None:
    assert working_days_after(date(2026, 11, 20), 15) == date(2026, 12, 11)
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_feedback_stands_in_the_official_order(client: Client) -> None:
    page = InspectionPageFactory(ledger=[{}])
    shown = text(client, page.url)
    places = [shown.index(words) for words in ("落实重大决策部署", "窗口服务存在推诿", "党建责任压得不实")]
    assert places == sorted(places)
    assert "2026年4月30日" in shown
    assert "2026年9月30日" in shown


def test_the_counters_of_a_real_disclosure(client: Client) -> None:
    ledger: list[dict[str, Any]] = [{"state": "done"}] * 688 + [{"state": "basic"}] * 4 + [{"state": "ongoing"}] * 5
    page = InspectionPageFactory(ledger=ledger)
    ResultCounter.objects.create(page=page, what="清退资金", number="66.57", unit="万元")
    shown = text(client, page.url)
    assert "98.7%" in shown
    for number in ("697", "688", "66.57"):
        assert f'numerals">{number}<' in shown


def test_what_is_late_is_overdue_by_itself(client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    page = InspectionPageFactory(
        ledger=[
            {"due": yesterday, "state": "ongoing"},
            {"due": yesterday, "state": "done"},
            {"due": timezone.localdate(), "state": "ongoing"},
        ]
    )
    assert text(client, page.url).count("ledger__state--overdue") == 1
    boss = UserFactory(is_superuser=True)
    assert [item.due for item in overdue_items(boss)] == [yesterday]
    assert not overdue_items(UserFactory())


def test_the_ledger_as_files(client: Client) -> None:
    page = InspectionPageFactory(ledger=[{"problem": "=HYPERLINK(1)", "owner_post": "局长"}])
    RectificationItem.objects.update(accepted_by="内部验收人", accepted_on=date(2026, 5, 1))
    for extension in ("csv", "gb18030.csv", "xlsx", "json"):
        answer = client.get(f"/inspections/{page.slug}/ledger.{extension}")
        assert answer.status_code == 200
        assert "内部验收人".encode() not in answer.content
    csv = client.get(f"/inspections/{page.slug}/ledger.csv").content
    assert csv.startswith(b"\xef\xbb\xbf")
    assert b"'=HYPERLINK" in csv
    assert "内部验收人" not in text(client, page.url)
    assert client.get(f"/inspections/{page.slug}/ledger.exe").status_code == 404


def test_internal_ledgers_are_nobody_elses(client: Client) -> None:
    page = InspectionPageFactory(internal=True, ledger=[{}])
    assert client.get(f"/inspections/{page.slug}/ledger.csv").status_code == 404
    draft = InspectionPageFactory(draft=True, ledger=[{}])
    assert client.get(f"/inspections/{draft.slug}/ledger.csv").status_code == 404


def test_a_long_ledger_costs_as_many_queries_as_a_short_one(client: Client, django_assert_max_num_queries: Any) -> None:
    page = InspectionPageFactory(ledger=[{}] * 200)
    client.get(page.url)
    with django_assert_max_num_queries(16):
        client.get(page.url)


def test_the_report_in_the_admin(admin_client: Client) -> None:
    InspectionPageFactory(ledger=[{"problem": "逾期未整改的问题", "due": date(2026, 1, 1)}])
    assert "逾期未整改的问题" in text(admin_client, "/admin/reports/rectification-overdue/")


def test_editing_screens(admin_client: Client) -> None:
    page = InspectionPageFactory(ledger=[{}])
    assert 'name="units-0-items-0-problem"' in text(admin_client, f"/admin/pages/{page.pk}/edit/")
    assert text(admin_client, "/admin/inspections/")
    assert text(admin_client, "/admin/clarifications/")
