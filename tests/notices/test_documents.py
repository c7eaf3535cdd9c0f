"""What search is told of a notice, and of which notices it is told at all."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.notices.documents import NoticeSource
from portal.notices.models import CaseNoticePage, WarningPage
from search.documents import SearchDocument, sources
from tests.factories import (
    CaseNoticePageFactory,
    DocumentFactory,
    FormFactory,
    RegionFactory,
    UnitFactory,
    ViolationFactory,
    WarningPageFactory,
)
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db

cases, warnings = NoticeSource(CaseNoticePage), NoticeSource(WarningPage)


def document(notice: CaseNoticePage) -> SearchDocument:
    (built,) = cases.build([notice.pk])
    return built


def test_both_kinds_are_registered() -> None:
    assert {"case", "warning"} <= {source.name for source in sources()}


def test_the_facts_of_a_notice() -> None:
    unit = UnitFactory(name="江州市纪委监委")
    notice = CaseNoticePageFactory(title="关于三起典型问题的通报", issuing_unit=unit, published_on=date(2026, 4, 13))
    built = document(notice)
    assert (built.key, built.number, built.kind) == (f"case:{notice.pk}", notice.pk, "case")
    assert (built.title, built.unit, built.date) == ("关于三起典型问题的通报", "江州市纪委监委", date(2026, 4, 13))
    assert built.facets["quarter"] == ("2026", "2026Q2")
    assert built.facets["kind"] == ("case",)


@pytest.mark.parametrize(
    ("day", "quarter"), [((2026, 1, 1), "2026Q1"), ((2026, 3, 31), "2026Q1"), ((2025, 12, 31), "2025Q4")]
)
def test_quarters(day: tuple[int, int, int], quarter: str) -> None:
    assert document(CaseNoticePageFactory(published_on=date(*day))).facets["quarter"][1] == quarter


def test_the_address_has_no_language_prefix() -> None:
    notice = CaseNoticePageFactory(slug="20260413-1x7k3p")
    with translation.override("en"):
        assert document(notice).url == "/notices/20260413-1x7k3p/"


def test_all_text_is_searched_and_none_of_the_markup() -> None:
    notice = CaseNoticePageFactory(
        document_number="江纪通〔2026〕3号",
        batch="2026年第3批",
        keywords="礼品；礼金",
        summary="摘要在此。",
        body=[
            {"type": "heading", "value": "一、基本案情"},
            paragraph(
                '<p data-block-key="k1"><b>违规</b>收受礼金<br/>另一行&amp;符号</p><ul><li>其一</li><li>其二</li></ul>'
            ),
            {"type": "quote", "value": {"text": "不得收受礼品", "source": "有关规定"}},
            {
                "type": "table",
                "value": {"data": [["单位", "人数"], ["某局", None], ["某办", "3"]], "table_caption": "统计表"},
            },
        ],
        attachments=[{"type": "document", "value": DocumentFactory(title="附件：整改清单").pk}],
    )
    assert document(notice).body.splitlines() == [
        "摘要在此。",
        "一、基本案情",
        "违规收受礼金",
        "另一行&符号",
        "其一",
        "其二",
        "不得收受礼品",
        "有关规定",
        "统计表",
        "单位 | 人数",
        "某局",
        "某办 | 3",
        "江纪通〔2026〕3号",
        "2026年第3批",
        "礼品；礼金",
        "附件：整改清单",
    ]


def test_a_notice_of_a_warning_names_holiday_and_addressees() -> None:
    warning = WarningPageFactory(holiday="端午", addressees="全体党员干部")
    (built,) = warnings.build([warning.pk])
    assert {"端午", "全体党员干部"} <= set(built.body.splitlines())
    assert built.key == f"warning:{warning.pk}"


def test_facets_hold_all_ancestors() -> None:
    city = RegionFactory(code="990100")
    district = RegionFactory(code="990101", parent=city)
    bureau = UnitFactory(code="bureau", region=district, parent=UnitFactory(code="committee"))
    gifts = ViolationFactory(code="gifts", parent=ViolationFactory(code="integrity-x"))
    form = FormFactory(code="notice-x")
    facets = document(CaseNoticePageFactory(issuing_unit=bureau, violations=[gifts], forms=[form])).facets
    assert facets["unit"] == ("committee", "bureau")
    assert facets["region"] == ("990100", "990101")
    assert facets["violation"] == ("integrity-x", "gifts")
    assert facets["form"] == ("notice-x",)


def test_the_own_region_goes_before_that_of_the_unit() -> None:
    unit = UnitFactory(region=RegionFactory(code="990200"))
    notice = CaseNoticePageFactory(issuing_unit=unit, region=RegionFactory(code="990300"))
    assert document(notice).facets["region"] == ("990300",)


def test_a_notice_may_do_without_unit_region_and_tags() -> None:
    built = document(CaseNoticePageFactory(issuing_unit=None, body=[], summary=""))
    assert built.unit == ""
    assert built.facets["unit"] == built.facets["region"] == built.facets["violation"] == ()


@pytest.mark.parametrize("state", ["internal", "draft", "expired", "restricted"])
def test_what_the_public_may_not_read_is_not_there(state: str) -> None:
    hidden, shown = CaseNoticePageFactory(**{state: True}), CaseNoticePageFactory()
    assert [built.number for built in cases.build([hidden.pk, shown.pk])] == [shown.pk]
    assert list(cases.numbers()) == [shown.pk]
    assert cases.count() == 1


def test_each_source_builds_its_own_kind_only() -> None:
    warning = WarningPageFactory()
    assert list(cases.build([warning.pk])) == []


def test_numbers_come_in_ascending_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.notices.documents.BATCH", 1)
    made = [CaseNoticePageFactory().pk for _ in range(6)]
    assert list(cases.numbers()) == sorted(made)
    assert [built.number for built in cases.build(made)] == made


def queries_for(numbers: list[int]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert len(list(cases.build(numbers))) == len(numbers)
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_the_size_of_the_batch() -> None:
    parent = UnitFactory(region=RegionFactory(parent=RegionFactory()))
    notices = [
        CaseNoticePageFactory(
            issuing_unit=UnitFactory(parent=parent, region=RegionFactory(parent=RegionFactory())),
            violations=[ViolationFactory(parent=ViolationFactory())],
            attachments=[{"type": "document", "value": DocumentFactory().pk}],
        ).pk
        for _ in range(5)
    ]
    list(cases.build(notices[:1]))
    assert queries_for(notices[:1]) == queries_for(notices) <= 11
