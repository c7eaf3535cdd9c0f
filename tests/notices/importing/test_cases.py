"""Structured cases in JSONL: entered with their notice, once, and refused with the place of what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from portal.cases import masking
from portal.cases.models import Case, Measure
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Unit
from tests.notices.importing.files import jsonl, row, run

NUMBERED = {"document_number": "云纪通〔2026〕3号"}


def case(**changes: Any) -> dict[str, Any]:
    return {
        "heading": "某镇原镇长甄士测违规收受礼品礼金问题",
        "facts": "2021年至2022年，收受礼品礼金。",
        "violations": ["he.1"],
        "concluded_on": "2026年4月",
        "act_periods": [{"start": "2021", "end": "2022"}],
        "amounts": ["8.8万余元"],
        "subjects": [
            {
                "name": "甄士测",
                "marker": "原",
                "post_then": "镇长",
                "rank": "乡科级",
                "measures": [
                    {"scale": "党纪", "grade": "警告", "decided_on": "2026-04"},
                    {"scale": "政务", "grade": "警告", "date": "2026-04"},
                ],
            }
        ],
        **changes,
    }


def test_a_notice_brings_its_cases(unit: Unit, tmp_path: Path) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(), case(heading="另一起问题")])))
    assert (ran.code, ran.summary["created"]) == (0, 1)
    notice = CaseNoticePage.objects.get()
    linked = [link.case for link in NoticeCase.objects.filter(page=notice).order_by("sort_order")]
    assert [each.heading for each in linked] == ["某镇原镇长甄士测违规收受礼品礼金问题", "另一起问题"]
    assert (linked[0].live, linked[0].quarter, linked[0].concluded_on) == (True, "2026Q2", "2026-04")
    grades = Measure.objects.filter(subject__case=linked[0]).values_list("scale", "grade__code")
    assert set(grades) == {("party", "pd1"), ("government", "gd1")}
    assert set(Case.objects.published()) == set(linked)


def test_a_second_run_changes_nothing(unit: Unit, tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(), case(heading="另一起问题", id="2026-2")]))
    run(path)
    before = (Case.objects.count(), Measure.objects.count(), CaseNoticePage.objects.get().revisions.count())
    ran = run(path)
    assert ran.summary["unchanged"] == 1
    assert (Case.objects.count(), Measure.objects.count(), CaseNoticePage.objects.get().revisions.count()) == before


def test_a_changed_case_is_known_again_by_its_number_or_heading(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(id="2026-1"), case(heading="另一起问题")])))
    ran = run(
        jsonl(
            tmp_path / "b.jsonl",
            row(
                **NUMBERED,
                cases=[case(id="2026-1", heading="更正后的标题"), case(heading="另一起问题", facts="补充。")],
            ),
        )
    )
    assert ran.summary["updated"] == 1
    assert set(Case.objects.values_list("heading", "facts")) == {
        ("更正后的标题", "2021年至2022年，收受礼品礼金。"),
        ("另一起问题", "补充。"),
    }


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"heading": ""}, "cases[0].heading"),
        ({"headings": "x"}, "cases[0].headings"),
        ({"violations": ["没有的类型"]}, "cases[0].violations[0]"),
        ({"concluded_on": "2026年13月"}, "cases[0].concluded_on"),
        ({"subjects": {"name": "x"}}, "cases[0].subjects"),
        ({"subjects": [{"name": 7}]}, "cases[0].subjects[0].name"),
        ({"subjects": [{"measures": [{"scale": "党纪", "grade": "记过"}]}]}, "cases[0].subjects[0].measures[0].grade"),
        ({"subjects": [{"measures": [{"grade": "警告"}]}]}, "cases[0].subjects[0].measures[0].grade"),
        ({"subjects": [{"measures": [{"text": "处分"}]}]}, "cases[0].subjects[0].measures[0].scale"),
        ({"act_periods": [["2022", "2021"]]}, "cases[0]"),
        ({"amounts": [5100]}, "cases[0].amounts[0]"),
        ({"quarter": "2026年三季度"}, "cases[0].quarter"),
        ({"unit": "没有的单位"}, "cases[0].unit"),
        ({"other_problems": "yes"}, "cases[0].other_problems"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(unit: Unit, tmp_path: Path, wrong: dict[str, Any], place: str) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(cases=[case(**wrong)])))
    assert ran.summary["failed"] == 1
    assert place in {field for _place, field in ran.failed}
    assert not Case.objects.exists()
    assert not CaseNoticePage.objects.exists()


def test_only_case_notices_hold_cases(unit: Unit, tmp_path: Path) -> None:
    assert run(jsonl(tmp_path / "a.jsonl", row(kind="warning", cases=[case()]))).summary["failed"] == 1


def test_a_dry_run_writes_nothing(unit: Unit, tmp_path: Path) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(cases=[case()])), dry_run=True)
    assert ran.summary["created"] == 1
    assert not Case.objects.exists()


def test_a_later_day_of_a_name_needs_a_reason(unit: Unit, tmp_path: Path) -> None:
    later = {**case()["subjects"][0], "name_public_until": "2099-01-01"}
    ran = run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(subjects=[later])])))
    assert {field for _place, field in ran.failed} == {"cases[0]"}
    assert not Case.objects.exists()
    reasoned = {**later, "name_override_reason": "社会关注，持续公开"}
    ran = run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(subjects=[reasoned])])))
    assert ran.summary["created"] == 1
    assert ModelLogEntry.objects.get(action="cases.keep_name").data["reason"] == "社会关注，持续公开"


@pytest.mark.parametrize(
    ("second", "field"),
    [
        ({"id": "2026-1", "heading": "另一起问题"}, "cases[0].id"),
        ({}, "cases[1].heading"),
    ],
)
def test_two_cases_of_a_row_can_be_told_apart(unit: Unit, tmp_path: Path, second: dict[str, Any], field: str) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, cases=[case(id="2026-1"), case(**second)])))
    assert {place for _row, place in ran.failed} == {field}
    assert not Case.objects.exists()


def test_a_row_whose_names_were_masked_meanwhile_changes_nothing(unit: Unit, tmp_path: Path) -> None:
    past = {
        "name": "钱过期",
        "post_then": "镇长",
        "measures": [{"grade": "gd1", "decided_on": "2015-04"}],
    }
    old = case(facts="钱过期收受礼金。", concluded_on="2015-04", act_periods=[], subjects=[past])
    path = jsonl(tmp_path / "a.jsonl", row(**NUMBERED, body="<p>钱过期受到警告。</p>", cases=[old]))
    run(path)
    masking.mask_expired()
    notice, entered = CaseNoticePage.objects.get(), Case.objects.get()
    assert "钱过期" not in f"{notice.body}{entered.facts}"
    for _again in range(2):
        assert run(path).summary["unchanged"] == 1
    assert CaseNoticePage.objects.get().latest_revision == notice.latest_revision
    assert Case.objects.get().latest_revision == entered.latest_revision
    # What does change leaves the words of the version whole, and the name hidden.
    changed = jsonl(tmp_path / "b.jsonl", row(**NUMBERED, body="<p>钱过期受到警告。</p>", summary="新", cases=[old]))
    assert run(changed).summary["updated"] == 1
    notice = CaseNoticePage.objects.get()
    assert "钱过期" not in str(notice.body)
    assert "钱过期" in str(notice.latest_revision.as_object().body)
    assert run(changed).summary["unchanged"] == 1
