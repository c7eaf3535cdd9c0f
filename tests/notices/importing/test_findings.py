"""Imported notices in which the privacy scan finds something."""

from pathlib import Path

from portal.notices.models import CaseNoticePage
from portal.notices.privacy.spots import open_spots
from portal.organisations.models import Unit
from portal.privacy.models import ScanOverride
from tests.notices.importing.files import jsonl, row, run

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
