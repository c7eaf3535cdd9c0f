"""The supervisors' workbench: what waits, how units compare, and who may see it."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone, translation

from portal.cases.models import Reexamination, Term
from portal.cases.statistics.quarters import Quarter
from portal.content import worklists
from portal.content.worklists import Found, Item, Worklist, register_worklist
from portal.insights.workbench import views
from portal.insights.workbench.comparing import assessment
from tests.factories import CaseFactory, InspectionPageFactory, UserFactory
from tests.insights.conftest import City, measured

pytestmark = pytest.mark.django_db

LONG_AGO = "2024-01-15"


@pytest.fixture(params=["publisher", "supervisor"])
def supervisor(request: pytest.FixtureRequest) -> Client:
    """Somebody who works on cases, and somebody who only presses those who do."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name=request.param))
    client = Client()
    client.force_login(user)
    return client


def shown(client: Client, code: str) -> tuple[int, list[str]]:
    """The number and the titles of a list."""
    page = BeautifulSoup(client.get("/admin/workbench/").content, "html.parser")
    (section,) = page.select(f'section[aria-labelledby="list-{code}"]')
    total = section.select_one(".w-status")
    assert total is not None
    return int(total.get_text()), [link.get_text() for link in section.select("li a")]


def test_what_is_late_is_listed(city: City, supervisor: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    CaseFactory(heading="逾期未回头看", look_back_on=yesterday)
    done = CaseFactory(heading="已回头看", look_back_on=yesterday)
    outcome = Term.objects.filter(taxonomy="reexamination_outcome").first()
    Reexamination.objects.create(case=done, examined_on=timezone.localdate(), outcome=outcome)
    assert shown(supervisor, "look_back") == (1, ["逾期未回头看"])
    InspectionPageFactory(
        ledger=[
            {"problem": "逾期的问题", "due": yesterday},
            {"problem": "已整改的问题", "due": yesterday, "state": "done"},
            {"problem": "未到期的问题", "due": timezone.localdate()},
        ]
    )
    assert shown(supervisor, "rectification") == (1, ["逾期的问题"])


def test_cases_that_were_perhaps_not_pursued_far_enough(city: City, supervisor: Client) -> None:
    direct, principal = measured("pd1", responsibility="direct"), measured("pd1", responsibility="principal")
    CaseFactory(heading="只有当事人", concluded_on=LONG_AGO, subjects=[direct])
    CaseFactory(heading="未上追一级", concluded_on=LONG_AGO, subjects=[direct, principal], traced_up="no")
    CaseFactory(heading="两个责任都有", concluded_on=LONG_AGO, subjects=[direct, principal], traced_up="yes")
    CaseFactory(heading="刚刚处理", concluded_on=timezone.localdate().isoformat(), subjects=[direct])
    CaseFactory(heading="草稿", concluded_on=LONG_AGO, subjects=[direct], live=False)
    assert shown(supervisor, "candidates") == (2, ["只有当事人", "未上追一级"])
    total, titles = shown(supervisor, "second_responsibility")
    assert (total, set(titles)) == (2, {"只有当事人", "刚刚处理"})


def test_every_item_and_every_whole_list_opens(city: City, supervisor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    direct, yesterday = measured("pd1", responsibility="direct"), timezone.localdate() - timedelta(days=1)
    for heading in ("甲", "乙"):
        CaseFactory(heading=heading, concluded_on=LONG_AGO, subjects=[direct], look_back_on=yesterday)
    CaseFactory(heading="草稿", concluded_on=LONG_AGO, subjects=[direct], look_back_on=yesterday, live=False)
    InspectionPageFactory(ledger=[{"problem": "逾期的问题", "due": yesterday}])
    page = BeautifulSoup(supervisor.get("/admin/workbench/").content, "html.parser")
    for code in ("look_back", "candidates", "second_responsibility"):
        *_items, whole = page.select(f'section[aria-labelledby="list-{code}"] a')
        found = list(supervisor.get(str(whole["href"])).context["object_list"])
        assert {case.heading for case in found} == {"甲", "乙"}, code
    for link in page.select(".workbench__list a"):
        assert supervisor.get(str(link["href"])).status_code == 200, link["href"]


def test_supervisors_read_cases_and_change_none(city: City) -> None:
    user, client = UserFactory(groups=["supervisor"]), Client()
    client.force_login(user)
    case = CaseFactory(heading="可以查看", facts="第一段。\n\n<b>第二段。", live=False)
    text = client.get(f"/admin/cases/inspect/{case.pk}/").content.decode()
    assert "可以查看" in text and "第一段。" in text and "&lt;b&gt;第二段。" in text
    for address in ("add/", f"edit/{case.pk}/", f"delete/{case.pk}/", f"unpublish/{case.pk}/"):
        assert client.post(f"/admin/cases/{address}").status_code in (302, 403), address
    case.refresh_from_db()
    assert not case.live


def test_units_side_by_side(filled: City, supervisor: Client) -> None:
    with translation.override("en"):
        sheet = assessment(Quarter(2026, 3))
        (header,) = sheet.header
        table = {str(row[0]): dict(zip(header, row, strict=True)) for row in sheet.rows}
        city = table[filled.city.label]
    # All that lies below it; one is approved and not published, one in a draft notice, none in an internal one.
    assert city["Cases"] == 4
    assert city["with a second responsibility looked at"] == 2
    assert city["without it"] == 2
    response = supervisor.get("/admin/workbench/assessment.csv?quarter=2026Q3")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(sheet.rows)
    assert "no-store" in response["Cache-Control"]
    assert supervisor.get("/admin/workbench/assessment.exe").status_code == 404


@pytest.mark.parametrize("quarter", ["", "nonsense", "2999Q1", "2026Q3"])
def test_any_quarter_is_answered(city: City, supervisor: Client, quarter: str) -> None:
    assert supervisor.get(f"/admin/workbench/?quarter={quarter}").status_code == 200


def test_others_do_not_see_it(city: City) -> None:
    client = Client()
    assert client.get("/admin/workbench/").status_code == 302
    client.force_login(UserFactory())
    for address in ("/admin/workbench/", "/admin/workbench/assessment.csv"):
        assert client.get(address).status_code in (302, 403)


def test_other_apps_add_lists(city: City, supervisor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklists, "_worklists", {})
    late = Item("一件质询", "/admin/", f"{date(2026, 1, 1)}")
    register_worklist(
        Worklist("inquiries", "质询逾期", "办理期限已过。", lambda user: True, lambda user, most: Found(1, (late,)))
    )
    register_worklist(Worklist("tips", "检举控告", "无权查看。", lambda user: False, lambda user, most: Found(0, ())))
    assert shown(supervisor, "inquiries") == (1, ["一件质询"])
    assert b"list-tips" not in supervisor.get("/admin/workbench/").content
    with pytest.raises(ValueError, match="tips"):
        register_worklist(Worklist("tips", "x", "x", lambda user: False, lambda user, most: Found(0, ())))
