"""The list of cases, who may do what, two editors on one case, deleting, and many at once."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from home.roles import Role
from portal.cases.models import Case, Subject, Term, TermList
from portal.content.models import Correction, PublicChange
from portal.notices.models import NoticeCase
from tests.cases.admin.conftest import Login, levels
from tests.cases.admin.forms import case_data, subject
from tests.factories import CaseFactory, CaseNoticePageFactory, UnitFactory, ViolationFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/cases/"


def listed(client: Client, **asked: Any) -> set[str]:
    """The headings on the list."""
    return {case.heading for case in client.get(LIST, asked).context["object_list"]}


def loaded(client: Client, case: Case) -> dict[str, Any]:
    """The marks of the version that a browser opens now."""
    context = client.get(f"{LIST}edit/{case.pk}/").context
    newest = context["object"].latest_revision
    return (
        {"loaded_revision_id": newest.pk, "loaded_revision_created_at": newest.created_at.isoformat()} if newest else {}
    )


def test_the_list_is_narrowed(editor: Client) -> None:
    above = UnitFactory(name="市局")
    below = above.add_child(instance=UnitFactory.build(name="分局", region=above.region))
    parent = ViolationFactory()
    old = ViolationFactory(successor=parent, valid_until=timezone.localdate())
    stage = Term.objects.get(taxonomy="case_stage", code="s3")
    first = CaseFactory(heading="甲案", unit=below, quarter="2026Q1", violations=[ViolationFactory(parent=parent)])
    second = CaseFactory(heading="乙案", unit=above, quarter="2026Q2", violations=[old], stage=stage)
    third = CaseFactory(heading="丙案", quarter="2026Q2", subjects=[{"name": "甄士测"}])
    Subject.objects.filter(case=third).update(masked_on=date(2026, 1, 1))
    NoticeCase.objects.create(page=CaseNoticePageFactory(), case=second)
    every = {first.heading, second.heading, third.heading}
    assert listed(editor) == every
    assert listed(editor, quarter="2026Q2") == {"乙案", "丙案"}
    assert listed(editor, unit=above.pk) == {"甲案", "乙案"}
    assert listed(editor, unit=below.pk) == {"甲案"}
    assert listed(editor, violation=parent.pk) == {"甲案", "乙案"}
    assert listed(editor, stage=stage.pk) == {"乙案"}
    assert listed(editor, public="yes") == {"乙案"}
    assert listed(editor, public="no") == {"甲案", "丙案"}
    assert listed(editor, missing="second_responsibility") == {"丙案"}
    assert listed(editor, names="masked") == {"丙案"}
    assert listed(editor, quarter="9999Q9", unit="x") == every


def test_two_characters_find_a_case_once(editor: Client) -> None:
    unit = UnitFactory(name="云港区水务局")
    CaseFactory(heading="违规收受礼品问题", unit=unit, subjects=[{"name": "甄士测"}, {"name": "甄士测"}])
    CaseFactory(heading="公车私用问题", facts="多次使用公车到水务大厦。")
    for words, found in {"礼品": 1, "水务": 2, "甄士": 1, "%": 0, "不存在": 0}.items():
        assert len(editor.get(LIST, {"q": words}).context["object_list"]) == found, words


def test_the_list_costs_the_same_for_fifty(editor: Client, django_assert_max_num_queries: Any) -> None:
    for _each in range(40):
        CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    editor.get(LIST)
    with django_assert_max_num_queries(30):
        editor.get(LIST)


def test_the_export_runs_no_formula_and_masks_names(editor: Client) -> None:
    passed = timezone.localdate() - timedelta(days=1)
    CaseFactory(
        heading='=HYPERLINK("x")',
        subjects=[{"name": "甄士测", "name_public_until": passed, "measures": [{"grade": "pd1"}]}],
    )
    CaseFactory(heading="＋1", external_id="@cmd")
    response = editor.get(LIST, {"export": "csv"})
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    cells = {cell for row in rows[1:] for cell in row}
    assert {'\'=HYPERLINK("x")', "'＋1", "'@cmd", "甄某某", "党内警告"} <= cells
    assert "甄士测" not in content.decode()
    book = load_workbook(io.BytesIO(b"".join(editor.get(LIST, {"export": "xlsx"}).streaming_content)))
    values = {cell.value for row in book.active.rows for cell in row}
    assert '\'=HYPERLINK("x")' in values
    assert not any(cell.data_type == "f" for row in book.active.rows for cell in row)


def test_an_export_costs_the_same_for_many(editor: Client, django_assert_max_num_queries: Any) -> None:
    for _each in range(30):
        CaseFactory(violations=[ViolationFactory()], subjects=[{"measures": [{"grade": "pd1"}]}] * 2)
    with django_assert_max_num_queries(30):
        b"".join(editor.get(LIST, {"export": "csv"}).streaming_content)


@pytest.mark.parametrize(
    ("role", "may_add", "may_publish"),
    [(Role.EDITOR, True, False), (Role.PUBLISHER, True, True), (Role.ADMINISTRATOR, True, True)],
)
def test_editors_write_and_publishers_publish(signed_in: Login, role: str, may_add: bool, may_publish: bool) -> None:
    client = signed_in(role)
    response = client.post(f"{LIST}add/", {**case_data(), "action-publish": "1"})
    assert response.status_code == 302
    assert Case.objects.get().live == may_publish
    assert client.get(f"{LIST}delete/{Case.objects.get().pk}/").status_code == (200 if may_publish else 302)


def test_others_see_nothing_of_it(client: Client, signed_in: Login) -> None:
    case = CaseFactory()
    for visitor in (client, signed_in("")):
        for address in (LIST, f"{LIST}add/", f"{LIST}edit/{case.pk}/", "/admin/reports/cases-missing/"):
            assert visitor.get(address).status_code == 302


def test_the_second_editor_is_told_and_nothing_is_overwritten(signed_in: Login) -> None:
    first, second = signed_in(Role.EDITOR), signed_in(Role.EDITOR)
    case = CaseFactory(heading="原题")
    case.save_revision()
    address = f"{LIST}edit/{case.pk}/"
    begun = loaded(second, case)
    assert first.post(address, {**case_data(heading="第一人的题"), **loaded(first, case)}).status_code == 302
    response = second.post(address, {**case_data(heading="第二人的题"), **begun})
    assert response.status_code == 200
    assert levels(response) == ["error"]
    page = response.content.decode()
    assert "第二人的题" in page
    assert f'name="loaded_revision_id" value="{begun["loaded_revision_id"]}"' in page
    newest = Case.objects.get(pk=case.pk).get_latest_revision()
    assert newest.as_object().heading == "第一人的题"
    # Neither does it go through by sending the same page again, but on purpose it does.
    assert second.post(address, {**case_data(heading="第二人的题"), **begun}).status_code == 200
    on_purpose = {**case_data(heading="第二人的题"), **begun, "replaces_revision": newest.pk}
    assert second.post(address, on_purpose).status_code == 302
    assert Case.objects.get(pk=case.pk).get_latest_revision_as_object().heading == "第二人的题"
    assert case.revisions.count() == 3


def test_a_page_opened_before_there_was_any_version_is_old_as_well(editor: Client) -> None:
    case = CaseFactory(heading="原题")
    assert loaded(editor, case) == {}
    case.heading = "另一人的题"
    case.save_revision()
    response = editor.post(f"{LIST}edit/{case.pk}/", case_data(heading="本人的题"))
    assert response.status_code == 200
    assert case.get_latest_revision_as_object().heading == "另一人的题"


def test_a_version_taken_as_replaced_that_is_not_the_newest_is_refused(editor: Client) -> None:
    case = CaseFactory()
    old = case.save_revision()
    case.save_revision()
    response = editor.post(f"{LIST}edit/{case.pk}/", {**case_data(), "replaces_revision": old.pk})
    assert response.status_code == 200
    assert case.revisions.count() == 2


def test_a_case_in_a_notice_stays(publisher: Client) -> None:
    case, notice = CaseFactory(), CaseNoticePageFactory(title="第一批通报")
    NoticeCase.objects.create(page=notice, case=case)
    response = publisher.post(f"{LIST}delete/{case.pk}/", follow=True)
    assert response.status_code == 200
    assert levels(response) == ["error"]
    assert "第一批通报" in response.content.decode()
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_case_in_an_unpublished_version_of_a_notice_stays(publisher: Client) -> None:
    case, notice = CaseFactory(), CaseNoticePageFactory()
    link = NoticeCase.objects.create(page=notice, case=case)
    notice.refresh_from_db()
    notice.save_revision()
    link.delete()
    response = publisher.post(f"{LIST}delete/{case.pk}/", follow=True)
    assert levels(response) == ["error"]
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_case_that_nothing_shows_goes(publisher: Client) -> None:
    case = CaseFactory(subjects=[{"measures": [{"grade": "pd1"}]}])
    case.save_revision()
    response = publisher.post(f"{LIST}delete/{case.pk}/", follow=True)
    assert levels(response) == ["success"]
    assert not Case.objects.filter(pk=case.pk).exists()


def bulk(client: Client, action: str, cases: list[Case], **data: Any) -> Any:
    chosen = "&".join(f"id={case.pk}" for case in cases)
    return client.post(f"/admin/bulk/cases/case/{action}/?next={LIST}&{chosen}", data, follow=True)


def test_many_are_published_at_once(publisher: Client, editor: Client) -> None:
    cases = [CaseFactory(live=False) for _each in range(3)]
    cases[0].heading = "核对后的标题"
    cases[0].save_revision()
    bulk(editor, "publish", cases)
    assert not Case.objects.filter(live=True).exists()
    response = bulk(publisher, "publish", cases)
    assert levels(response) == ["success"]
    assert Case.objects.filter(live=True).count() == 3
    assert Case.objects.get(pk=cases[0].pk).heading == "核对后的标题"
    assert ModelLogEntry.objects.filter(action="wagtail.publish").count() == 3


def test_the_quarter_of_many_is_set(publisher: Client, editor: Client) -> None:
    cases = [CaseFactory(concluded_on="2026-01", quarter="2026Q1") for _each in range(2)]
    late = CaseFactory(concluded_on="2026-09", quarter="2026Q3")
    for bad in ("9999Q1", "2026Q9", ""):
        assert bulk(publisher, "quarter", cases, quarter=bad).context["form"].errors["quarter"]
    response = bulk(editor, "quarter", cases[:1], quarter="2026Q2")
    assert levels(response) == ["success"]
    cases[0].refresh_from_db()
    assert (cases[0].quarter, cases[0].get_latest_revision_as_object().quarter) == ("2026Q1", "2026Q2")
    response = bulk(publisher, "quarter", [cases[1], late], quarter="2026Q2")
    assert sorted(levels(response)) == ["success", "warning"]
    quarters = dict(Case.objects.values_list("pk", "quarter"))
    assert (quarters[cases[1].pk], quarters[late.pk]) == ("2026Q2", "2026Q3")


def known(heading: str) -> Case:
    """A case that readers know, and its version."""
    case: Case = CaseFactory(heading=heading, concluded_on="2026-01", quarter="2026Q1")
    notice = CaseNoticePageFactory(published_on=date(2026, 2, 1))
    NoticeCase.objects.create(page=notice, case=case)
    Case.objects.get(pk=case.pk).save_revision().publish()
    assert PublicChange.objects.filter(key=f"case_record:{case.pk}").exists()
    return case


def test_the_quarter_of_cases_that_readers_know_waits_for_a_note(publisher: Client) -> None:
    cases = [known("甲案"), known("乙案")]
    response = bulk(publisher, "quarter", cases, quarter="2026Q2")
    assert sorted(levels(response)) == ["success", "warning"]
    assert "甲案" in response.content.decode()
    for case in Case.objects.all():
        assert (case.quarter, case.get_latest_revision_as_object().quarter) == ("2026Q1", "2026Q2")
    response = bulk(publisher, "quarter", [known("丙案")], quarter="2026Q2", note="统计季度有误")
    assert levels(response) == ["success"]
    assert Case.objects.get(heading="丙案").quarter == "2026Q2"
    assert Correction.objects.get().what == "统计季度有误"


def test_one_case_without_a_note_stops_none_of_the_others(publisher: Client) -> None:
    noted, silent = known("甲案"), known("乙案")
    for case, note in ((noted, "事实有误"), (silent, "")):
        draft = Case.objects.get(pk=case.pk)
        draft.facts, draft.correction_what = "更正后的事实。", note
        draft.save_revision()
    response = bulk(publisher, "publish", [noted, silent])
    assert sorted(levels(response)) == ["error", "success"]
    assert "乙案" in response.content.decode()
    noted.refresh_from_db()
    silent.refresh_from_db()
    assert (noted.facts == "更正后的事实。", silent.facts == "更正后的事实。") == (True, False)
    assert (noted.has_unpublished_changes, silent.has_unpublished_changes) == (False, True)


def test_of_many_those_are_deleted_that_nothing_shows(publisher: Client) -> None:
    free, shown = CaseFactory(), CaseFactory()
    notice = CaseNoticePageFactory()
    link = NoticeCase.objects.create(page=notice, case=shown)
    notice.refresh_from_db()
    notice.save_revision()
    link.delete()
    response = bulk(publisher, "delete", [free, shown])
    assert sorted(levels(response)) == ["error", "success"]
    assert set(Case.objects.values_list("pk", flat=True)) == {shown.pk}


def test_the_history_is_kept(publisher: Client) -> None:
    case = CaseFactory()
    publisher.post(f"{LIST}edit/{case.pk}/", {**case_data(heading="改题", subjects=[subject()]), "action-publish": "1"})
    page = publisher.get(f"{LIST}history/{case.pk}/")
    assert page.status_code == 200
    assert {entry.action for entry in page.context["object_list"]} >= {"wagtail.edit", "wagtail.publish"}
    earlier, later = case.save_revision(), case.save_revision()
    assert publisher.get(f"{LIST}history/{case.pk}/revisions/compare/{earlier.pk}...{later.pk}/").status_code == 200


def test_notices_choose_cases_by_their_words(editor: Client) -> None:
    CaseFactory(heading="违规收受礼品问题")
    CaseFactory(heading="公车私用问题")
    page = editor.get("/admin/snippets/choose/cases/case/results/", {"q": "礼品问题"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "违规收受礼品问题" in text
    assert "公车私用问题" not in text


def test_publishing_a_case_is_told_in_chinese(publisher: Client) -> None:
    case = CaseFactory(live=False)
    form = {**case_data(heading="改题", subjects=[subject()]), "action-publish": "1"}
    said = publisher.post(f"{LIST}edit/{case.pk}/", form, follow=True).content.decode()
    assert "已更新并发布" in said
    assert "updated and published" not in said


def test_the_notes_on_the_lists_are_for_those_who_use_them() -> None:
    notes = [note for note in TermList.objects.values_list("note", flat=True) if note]
    assert notes
    assert [note for note in notes if re.search("[A-Za-z]{4}|KH", note)] == []
