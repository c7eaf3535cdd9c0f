"""The page of a bulletin: frozen figures, revisions, files, and who may read them."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.cases.models import Case
from portal.cases.statistics.compiling import TOTAL, compile_quarter
from portal.cases.statistics.quarters import Quarter
from portal.notices.models import BulletinPage, NoticeCase
from portal.organisations.models import Unit
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    StaffMembershipFactory,
    UnitFactory,
    UserFactory,
    WarningPageFactory,
)
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 12, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def bureau() -> Unit:
    city: Unit = UnitFactory(code="city", name="测试市")
    bureau: Unit = UnitFactory(code="bureau", name="=测试局", parent=city)
    return bureau


@pytest.fixture
def cases(bureau: Unit) -> list[Case]:
    leader = {"responsibility": "principal", "measures": [{"grade": "ldr.notice"}, {"grade": "pd1"}]}
    return [CaseFactory(unit=bureau, subjects=[leader]) for _each in range(3)]


@pytest.fixture
def bulletin(cases: list[Case]) -> BulletinPage:
    city = Unit.objects.get(code="city")
    number = "测纪通〔2026〕9号"
    page: BulletinPage = BulletinPageFactory(compiled=True, unit=city, cases=cases[:1], document_number=number)
    return page


def type_into(page: BulletinPage, row: str, column: str, text: str) -> None:
    from portal.notices.bulletins.typing import take_typed

    page.figures, problems, _hidden = take_typed(page.figures, {("overview", row, column): text})
    assert problems == []


def correct(page: BulletinPage, text: str, note: str) -> None:
    type_into(page, TOTAL, "letters", text)
    page.correction_what = note
    page.save_revision().publish()


def test_publication_freezes_the_figures_with_query_and_moment(bulletin: BulletinPage, cases: list[Case]) -> None:
    (frozen,) = bulletin.frozen.all()
    assert (frozen.number, frozen.note, frozen.changes) == (1, "", [])
    assert frozen.query == {"quarter": "2026Q3", "scope": "city", "population": "countable", "cases": 3}
    assert frozen.counted == [case.pk for case in cases]
    assert frozen.compiled_at == bulletin.compiled_at
    CaseFactory(quarter="2026Q3")
    page = Client().get(bulletin.url).content.decode()
    assert re.search(r'id="table-comparison".*?<td class="figures__number">3</td>', page, re.S)


def test_a_draft_freezes_nothing(cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, live=False)
    page.save_revision()
    assert page.frozen.count() == 0
    page.save_revision().publish()
    assert page.frozen.count() == 1


def test_a_later_change_is_a_numbered_revision_with_a_note(bulletin: BulletinPage) -> None:
    correct(bulletin, "62", "原数据漏计网络举报，现予更正。")
    first, second = bulletin.frozen.all()
    assert (second.number, second.note) == (2, "原数据漏计网络举报，现予更正。")
    (change,) = second.changes
    assert (change["column"]["zh"], change["before"], change["after"]) == ("信访举报", "—", "62")
    client = Client()
    newest = client.get(bulletin.url).content.decode()
    assert "原数据漏计网络举报" in newest
    assert "<ins>62</ins>" in newest
    old = client.get(bulletin.url, {"revision": "1"})
    assert ">62<" not in old.content.decode().split('id="table-comparison"')[1]
    assert 'name="robots" content="noindex' in old.content.decode()
    assert first.tables != second.tables


def test_the_same_figures_again_are_no_revision(bulletin: BulletinPage) -> None:
    bulletin.title = "2026年第三季度情况通报"
    bulletin.save_revision().publish()
    assert bulletin.frozen.count() == 1


def test_a_silent_change_is_refused(bulletin: BulletinPage) -> None:
    type_into(bulletin, TOTAL, "letters", "62")
    with pytest.raises(ValidationError) as refusal:
        bulletin.full_clean()
    assert "correction_what" in refusal.value.message_dict
    correct(bulletin, "62", "更正。")
    again = bulletin.get_latest_revision_as_object()
    type_into(again, TOTAL, "letters", "63")
    with pytest.raises(ValidationError):
        again.full_clean()


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1' OR 1=1", "99999999", "１"])
def test_a_revision_that_is_none_is_not_found(bulletin: BulletinPage, number: str) -> None:
    assert Client().get(bulletin.url, {"revision": number}).status_code == 404


def test_a_quarter_in_the_future_is_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        BulletinPageFactory(year=2027, quarter_number=1)
    assert "year" in refusal.value.message_dict


@pytest.mark.parametrize(("year", "number"), [(1066, 1), (2026, 5), (2026, 0), (65535, 1)])
def test_a_quarter_that_is_none_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValidationError):
        BulletinPageFactory(year=year, quarter_number=number)


def test_figures_of_another_quarter_are_refused(cases: list[Case]) -> None:
    page = BulletinPageFactory(compiled=True, live=False)
    page.quarter_number = 2
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert "year" in refusal.value.message_dict


def test_cases_that_were_counted_or_told_of_cannot_be_deleted(bulletin: BulletinPage, cases: list[Case]) -> None:
    for case in (cases[0], cases[2]):
        Case.objects.filter(pk=case.pk).update(live=False)
        case.refresh_from_db()
        with pytest.raises(ProtectedError), transaction.atomic():
            case.delete()
    CaseFactory(quarter="2026Q3").delete()


@pytest.mark.parametrize("quarter", ["", "2026Q4"])
def test_a_case_that_was_counted_stays_whatever_its_quarter_is_today(
    bulletin: BulletinPage, cases: list[Case], quarter: str
) -> None:
    Case.objects.filter(pk=cases[2].pk).update(live=False, quarter=quarter)
    with pytest.raises(ProtectedError), transaction.atomic():
        Case.objects.get(pk=cases[2].pk).delete()
    CaseFactory(quarter=quarter).delete()


def test_a_case_dropped_later_is_still_kept_for_the_old_revision(bulletin: BulletinPage, cases: list[Case]) -> None:
    bulletin.case_links.set([])
    correct(bulletin, "62", "更正。")
    Case.objects.filter(pk=cases[0].pk).update(quarter="")
    cases[0].refresh_from_db()
    with pytest.raises(ProtectedError), transaction.atomic():
        cases[0].delete()


def test_a_bulletin_publishes_its_typical_cases(bulletin: BulletinPage, cases: list[Case]) -> None:
    assert list(Case.objects.published()) == [cases[0]]
    assert f"/cases/{cases[0].pk}/" in Client().get(bulletin.url).content.decode()
    assert Client().get(f"/cases/{cases[0].pk}/").status_code == 200
    assert Client().get(f"/cases/{cases[1].pk}/").status_code == 404


@pytest.mark.parametrize("live", [True, False])
def test_what_only_internal_notices_tell_of_is_in_no_figure(bureau: Unit, live: bool) -> None:
    secret, open_case = CaseFactory(unit=bureau), CaseFactory(unit=bureau)
    for factory in (CaseNoticePageFactory, WarningPageFactory, BulletinPageFactory):
        page = factory(internal=True, live=live, audience=[bureau])
        type(page).case_links.rel.related_model.objects.create(page=page, case=secret)
    assert compile_quarter(Quarter(2026, 3)).counted == (open_case.pk,)
    NoticeCase.objects.create(page=CaseNoticePageFactory(), case=secret)
    assert len(compile_quarter(Quarter(2026, 3)).counted) == 2


def test_a_notice_behind_a_restriction_withholds_its_cases_too(bureau: Unit) -> None:
    NoticeCase.objects.create(page=CaseNoticePageFactory(restricted=True), case=CaseFactory(unit=bureau))
    assert compile_quarter(Quarter(2026, 3)).counted == ()


def test_the_page_says_what_it_counts_and_whether_it_adds_up(bulletin: BulletinPage) -> None:
    page = Client().get(f"/en{bulletin.url}").content.decode()
    for part in ('scope="col"', 'scope="row"', 'scope="colgroup"', "<caption", 'role="img"', "<desc"):
        assert part in page, part
    assert re.search(r"figures__verdict--adds_up", page)
    assert "&lt;" not in page.split("<svg")[1].split("</svg>")[0]


def test_every_column_has_a_head_and_no_head_is_empty(bulletin: BulletinPage) -> None:
    """Where some stand in groups, the others reach over both rows."""
    page = BeautifulSoup(Client().get(bulletin.url).content, "html.parser")
    tables = [table for table in page.select(".figures__table") if len(table.select("thead tr")) == 2]
    assert tables
    for table in tables:
        first, second = table.select("thead tr")
        assert all(head.get_text(strip=True) for head in table.select("thead > tr > *"))
        spans = sum(int(head.get("colspan", 1)) for head in first.find_all("th"))
        below = len(first.select("th[rowspan='2']")) + len(second.find_all("th"))
        (line, *_others) = (row for row in table.select("tbody tr") if row.td)
        assert spans == below == len(line.find_all(["th", "td"]))


def test_an_uncached_page_costs_at_most_fifteen_queries(bulletin: BulletinPage) -> None:
    bulletin.body = [paragraph("<p>一</p>")]
    correct(bulletin, "62", "更正。")
    client = Client()
    client.get(bulletin.url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(bulletin.url).status_code == 200
    assert len(queries) <= 15, "\n".join(query["sql"][:200] for query in queries)


def test_every_table_comes_as_four_files(bulletin: BulletinPage) -> None:
    client = Client()
    tables = [table.code for table in bulletin.tables]
    assert tables == ["comparison", "overview", "four_winds", "responsibility", "four_forms"]
    for table in tables:
        for extension in ("csv", "gb18030.csv", "xlsx", "json"):
            response = client.get(f"{bulletin.url}{table}.{extension}")
            assert response.status_code == 200, (table, extension)
            assert response["Content-Disposition"].endswith(f'2026Q3-{table}-r1.{extension}"')


def test_files_are_readable_where_they_are_opened(bulletin: BulletinPage) -> None:
    client = Client()
    utf8 = client.get(f"{bulletin.url}overview.csv").content
    assert utf8.startswith("\ufeff".encode())
    assert client.get(f"{bulletin.url}overview.gb18030.csv").content.decode("gb18030") == utf8.decode("utf-8-sig")
    assert "\n'=测试局," in utf8.decode("utf-8-sig").replace("\r", "")
    book = load_workbook(io.BytesIO(client.get(f"{bulletin.url}overview.xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert 3 in [cell.value for cell in cells]
    record = json.loads(client.get(f"{bulletin.url}overview.json").content)
    assert record["quarter"] == "2026Q3"
    assert record["cells"][f"{TOTAL}|cases"] == {"value": 3}
    assert record["revision"] == 1


def test_an_old_revision_has_its_own_files(bulletin: BulletinPage) -> None:
    correct(bulletin, "62", "更正。")
    client = Client()
    old = json.loads(client.get(f"{bulletin.url}overview.json?revision=1").content)
    new = json.loads(client.get(f"{bulletin.url}overview.json").content)
    assert f"{TOTAL}|letters" not in old["cells"]
    assert new["cells"][f"{TOTAL}|letters"] == {"value": 62, "origin": "typed"}


@pytest.mark.parametrize("name", ["overview.exe", "nothing.csv", "overview.csv.exe"])
def test_other_files_are_not_found(bulletin: BulletinPage, name: str) -> None:
    assert Client().get(f"{bulletin.url}{name}").status_code == 404


def test_files_follow_the_page(bulletin: BulletinPage, bureau: Unit) -> None:
    address = f"{bulletin.url}overview.csv"
    bulletin.unpublish()
    assert Client().get(address).status_code == 404
    internal: Any = BulletinPageFactory(compiled=True, internal=True, audience=[bureau], title="内部通报")
    address = f"{internal.url}overview.csv"
    assert Client().get(address).status_code == 404
    reader = UserFactory()
    StaffMembershipFactory(user=reader, unit=bureau)
    signed_in = Client()
    signed_in.force_login(reader)
    response = signed_in.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert signed_in.get(internal.url).status_code == 200
    restricted: Any = BulletinPageFactory(compiled=True, restricted=True, title="受限通报")
    assert Client().get(f"{restricted.url}overview.csv").status_code == 404


def test_the_section_lists_bulletins(bulletin: BulletinPage) -> None:
    assert bulletin.title in Client().get("/bulletins/").content.decode()


def test_a_bulletin_without_figures_is_a_page_like_others(bureau: Unit) -> None:
    page = BulletinPageFactory()
    assert Client().get(page.url).status_code == 200
    assert page.frozen.count() == 0
