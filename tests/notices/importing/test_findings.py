"""Imported notices in which the privacy scan finds something."""

from pathlib import Path

from portal.cases.models import Case
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.notices.privacy.spots import open_spots
from portal.organisations.models import Unit
from portal.privacy.models import ScanOverride
from tests.notices.importing.files import jsonl, row, run

#: With the check digit of a number that was never given out.
NUMBER = "11010519491231002X"
TAINTED = "联系手机13800000001，请勿外传。"


def test_new_ones_wait_as_drafts_and_the_others_go_out(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲", body=TAINTED), row(title="乙", body="正文"), row(title="丙")))
    live = dict(CaseNoticePage.objects.values_list("title", "live"))
    assert live == {"甲": False, "乙": True, "丙": True}
    held = CaseNoticePage.objects.get(title="甲")
    assert held.get_latest_revision_as_object().body[0].value.source.count("13800000001") == 1
    assert held.first_published_at is None


def test_a_second_run_changes_nothing(unit: Unit, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", row(title="甲", body=TAINTED))
    run(file)
    before = CaseNoticePage.objects.values_list("pk", "live", "latest_revision").get()
    run(file)
    assert CaseNoticePage.objects.values_list("pk", "live", "latest_revision").get() == before


def test_what_is_live_is_not_updated_with_findings(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲", body="正文")))
    run(jsonl(tmp_path / "b.jsonl", row(title="甲", body=TAINTED)))
    notice = CaseNoticePage.objects.get()
    assert notice.live
    assert "13800000001" not in str(notice.body)
    assert "13800000001" not in str(notice.get_latest_revision_as_object().body)


def test_the_operator_may_answer_for_them_on_record(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲", body=TAINTED)), accept_findings=True)
    notice = CaseNoticePage.objects.get()
    assert notice.live
    assert open_spots(notice) == []
    assert ScanOverride.objects.get().content_object == notice


def case(facts: str, heading: str = "一起问题", **changes: object) -> dict[str, object]:
    subject = {"name": "甄士测", "post_then": "镇长", "measures": [{"grade": "pd1", "decided_on": "2026-04"}]}
    return {"heading": heading, "facts": facts, "subjects": [subject], **changes}


def test_a_case_with_findings_waits_with_its_notice_and_the_others_go_in(unit: Unit, tmp_path: Path) -> None:
    rows = [
        row(title="甲", cases=[case("收受礼金。")]),
        row(title="乙", cases=[case(f"身份证{NUMBER}"), case("收受礼品。", "另一起问题")]),
        row(title="丙"),
    ]
    file = jsonl(tmp_path / "a.jsonl", *rows)
    ran = run(file)
    assert (ran.summary["created"], ran.summary["failed"]) == (3, 0)
    assert [entry["held"] for entry in ran.report if entry.get("held")]
    assert dict(CaseNoticePage.objects.values_list("title", "live")) == {"甲": True, "乙": False, "丙": True}
    held = Case.objects.get(facts__contains=NUMBER)
    assert not held.live
    assert {link.case for link in NoticeCase.objects.filter(page__title="乙")} >= {held}
    assert set(Case.objects.published()) == {link.case for link in NoticeCase.objects.filter(page__title="甲")}
    # A second run changes nothing.
    again = run(file)
    assert (again.summary["unchanged"], again.summary["failed"], Case.objects.count()) == (3, 0, 3)


def test_a_live_case_is_not_updated_with_findings(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲", cases=[case("收受礼金。")])))
    ran = run(jsonl(tmp_path / "b.jsonl", row(title="甲", cases=[case(f"身份证{NUMBER}")]), row(title="乙")))
    assert (ran.summary["failed"], ran.summary["created"]) == (1, 1)
    assert {field for _place, field in ran.failed} == {"cases[0]"}
    assert Case.objects.get().facts == "收受礼金。"
    # Nor is a live notice given a new case with findings.
    ran = run(
        jsonl(tmp_path / "c.jsonl", row(title="甲", cases=[case("收受礼金。"), case(f"身份证{NUMBER}", "又一起")]))
    )
    assert ran.summary["failed"] == 1
    assert Case.objects.count() == 1


def test_the_operator_may_answer_for_cases_too(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(title="甲", cases=[case(f"身份证{NUMBER}")])), accept_findings=True)
    assert Case.objects.published().count() == 1
