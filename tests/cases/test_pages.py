"""A published case has a page, JSON and a search document of its own; one that is not published has nothing."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.cases.models import Case, Term
from portal.notices.models import CaseNoticePage, NoticeCase, WarningCase
from search import service
from search.queries import SearchQuery
from tests.factories import (
    CaseFactory,
    CaseNoticePageFactory,
    MeasureFactory,
    SubjectFactory,
    UnitFactory,
    UserFactory,
    WarningPageFactory,
)

pytestmark = pytest.mark.django_db


def published(case: Case, **notice: object) -> CaseNoticePage:
    page = CaseNoticePageFactory(**notice)
    NoticeCase.objects.create(page=page, case=case)
    return page


def warned() -> Case:
    return CaseFactory(
        subjects=[
            {"name": "甄士测", "post_then": "某局原局长", "measures": [{"grade": "pd1"}, {"grade": "oh4"}]},
            {
                "name": "贾有责",
                "post_then": "某局党组书记",
                "responsibility": "principal",
                "measures": [{"grade": "f1d"}],
            },
        ]
    )


def test_the_page_of_a_published_case(client: Client) -> None:
    case = warned()
    notice = published(case, published_on=date(2026, 8, 1))
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/cases/{case.pk}/")
        text = response.content.decode()
        assert response.status_code == 200
        for shown in (case.heading, "甄士测", "某局原局长", notice.title, "贾有责"):
            assert shown in text, shown
    assert "党内警告" in client.get(f"/cases/{case.pk}/").content.decode()
    assert "Party warning" in client.get(f"/en/cases/{case.pk}/").content.decode()


def test_days_and_measures_are_written_as_the_language_does(client: Client) -> None:
    measures = [{"grade": "pd1", "decided_on": "2026-03"}, {"grade": "f1d", "decided_on": "2026-03"}]
    case = CaseFactory(concluded_on="2026-03", subjects=[{"name": "甄士测", "measures": measures}])
    published(case, published_on=date(2026, 8, 1))
    for prefix, day, sign in (("", "2026年3月", "、"), ("/en", "March 2026", ", ")):
        page = BeautifulSoup(client.get(f"{prefix}/cases/{case.pk}/").content, "html.parser")
        (step,) = page.select(".course__step--decided")
        assert day in step.get_text()
        assert step.select(".course__what")[0].get_text().count(sign) == 1


@pytest.mark.parametrize("state", ["no notice", "draft notice", "internal notice", "restricted notice", "draft case"])
def test_what_is_not_published_has_no_page(client: Client, state: str) -> None:
    case = warned()
    if state == "draft case":
        Case.objects.filter(pk=case.pk).update(live=False)
    if state != "no notice":
        states = {"draft notice": "draft", "internal notice": "internal", "restricted notice": "restricted"}
        published(case, **({states[state]: True} if state in states else {}))
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.get(f"/cases/{case.pk}/case.json").status_code == 404
    assert not Case.objects.published().exists()


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 30])
def test_a_case_that_is_not_there(client: Client, number: str) -> None:
    assert client.get(f"/cases/{number}/").status_code == 404


def test_the_case_as_json(client: Client) -> None:
    case = warned()
    published(case)
    data = json.loads(client.get(f"/cases/{case.pk}/case.json").content)
    assert data["id"] == case.pk
    first = data["subjects"][0]
    assert [measure["grade"]["code"] for measure in first["measures"]] == ["pd1", "oh4"]
    assert [measure["scale"] for measure in first["measures"]] == ["party", "organizational"]
    assert first["measures"][0]["decided_on"] == "2026-07"
    assert "note" not in json.dumps(data)


def test_a_notice_shows_its_cases_in_order_each_with_its_address(client: Client) -> None:
    first, second = warned(), CaseFactory(subjects=[{"name": "乙某"}])
    notice = CaseNoticePageFactory()
    NoticeCase.objects.create(page=notice, case=second, sort_order=2)
    NoticeCase.objects.create(page=notice, case=first, sort_order=1)
    text = client.get(notice.get_url()).content.decode()
    assert text.index(f'href="/cases/{first.pk}/"') < text.index(f'href="/cases/{second.pk}/"')
    assert 'id="case-1"' in text


def test_the_cases_stand_where_the_editor_puts_them(client: Client) -> None:
    notice = CaseNoticePageFactory(
        body=[
            {"type": "paragraph", "value": "<p>现通报如下。</p>"},
            {"type": "cases", "value": None},
            {"type": "paragraph", "value": "<p>各单位要引以为戒。</p>"},
        ]
    )
    case = warned()
    NoticeCase.objects.create(page=notice, case=case)
    text = client.get(notice.get_url()).content.decode()
    assert text.index("现通报如下") < text.index(f'href="/cases/{case.pk}/"') < text.index("各单位要引以为戒")
    assert text.count('id="case-1"') == 1


def test_a_warning_names_the_public_cases_it_draws_on(client: Client) -> None:
    known, hidden = warned(), CaseFactory(heading="尚未公开的问题")
    published(known)
    warning = WarningPageFactory()
    for case in (known, hidden):
        WarningCase.objects.create(page=warning, case=case)
    text = client.get(warning.get_url()).content.decode()
    assert known.heading in text
    assert hidden.heading not in text
    assert client.get(f"/cases/{hidden.pk}/").status_code == 404
    assert warning.title in client.get(f"/cases/{known.pk}/").content.decode()


def test_cases_are_found_by_themselves_and_by_codes(client: Client, index: Callable[[], None]) -> None:
    unit = UnitFactory()
    case = CaseFactory(
        heading="某镇违规收受礼品问题",
        unit=unit,
        violations=[Term.objects.get(taxonomy="violation", code="he.1")],
        subjects=[{"rank": Term.objects.get(taxonomy="ranks", code="R3"), "measures": [{"grade": "f1c"}]}],
    )
    notice = published(case)
    index()
    for facet, code in {"violation": "he.1", "form": "seed.2", "rank": "R3"}.items():
        found = service.search(SearchQuery(filters={facet: (code,)})).results
        assert {result.url for result in found} == {f"/cases/{case.pk}/", notice.get_url()}, facet
    (record,) = service.search(SearchQuery(text="收受礼品", filters={"kind": ("case_record",)})).results
    assert (record.url, record.unit) == (f"/cases/{case.pk}/", unit.name)


def test_withdrawing_the_notice_withdraws_the_case(client: Client, index: Callable[[], None]) -> None:
    case = warned()
    notice = published(case)
    index()
    notice.unpublish()
    gone = client.get(f"/cases/{case.pk}/")
    assert gone.status_code == 410
    assert case.heading not in gone.content.decode()
    index()
    assert not Case.objects.published().exists()


def test_publishing_a_notice_publishes_its_new_cases_and_leaves_other_drafts(client: Client) -> None:
    user = UserFactory(administrator=True)
    new = Case.objects.create(heading="新录入的问题", live=False)
    new.heading = "新录入并核对的问题"
    new.save_revision()
    known = CaseFactory(heading="已公开的问题")
    known.save_revision().publish()
    known.heading = "尚未批准的改动"
    known.save_revision()
    notice = CaseNoticePageFactory(draft=True)
    for case in (new, known):
        NoticeCase.objects.create(page=notice, case=case)
    notice.save_revision().publish(user=user)
    new.refresh_from_db()
    known.refresh_from_db()
    assert (new.live, new.heading) == (True, "新录入并核对的问题")
    assert (known.heading, known.has_unpublished_changes) == ("已公开的问题", True)


def test_robots_find_published_cases(client: Client) -> None:
    shown, hidden = CaseFactory(), CaseFactory()
    published(shown)
    addresses = client.get("/sitemap.xml").content.decode()
    assert f"/cases/{shown.pk}/" in addresses
    assert f"/cases/{hidden.pk}/" not in addresses


def test_a_case_costs_the_same_queries_however_much_it_holds(client: Client, django_assert_max_num_queries) -> None:
    case = warned()
    for _each in range(20):
        subject = SubjectFactory(case=case)
        MeasureFactory(subject=subject, grade="gd2")
    published(case)
    client.get(f"/cases/{case.pk}/")
    with django_assert_max_num_queries(20):
        client.get(f"/cases/{case.pk}/")


def test_the_unit_shows_the_cases_that_concern_it(client: Client) -> None:
    unit = UnitFactory()
    shown, hidden = CaseFactory(unit=unit), CaseFactory(unit=unit, heading="尚未公开的问题")
    published(shown)
    text = client.get(unit.get_absolute_url()).content.decode()
    assert shown.heading in text
    assert hidden.heading not in text


def test_the_course_of_a_case_goes_from_the_acts_to_what_came_after(client: Client) -> None:
    case = CaseFactory(concluded_on="2026-05", subjects=[{"measures": [{"grade": "pd1", "decided_on": "2026-05"}]}])
    case.act_periods.create(start="2021-02", end="2022")
    outcome = Term.objects.filter(taxonomy="reexamination_outcome").first()
    case.reexaminations.create(examined_on=date(2026, 11, 2), outcome=outcome)
    case.save()
    published(case, published_on=date(2026, 8, 1), title="关于测试的通报")
    page = BeautifulSoup(client.get(f"/cases/{case.pk}/").content, "html.parser")
    steps = [step["class"][1].partition("--")[2] for step in page.select(".course__step")]
    assert steps[:3] == ["acts", "decided", "published"]
    assert steps[-1] == "examined"
    assert "2026年5月" in page.select(".course__step")[1].text
    assert "党内警告" in page.select(".course__step")[1].text
    assert page.select_one(".course__step a").text == "关于测试的通报"
