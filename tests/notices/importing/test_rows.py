"""One run and the next: what is created, changed, left alone, refused."""

from pathlib import Path
from typing import Any

import pytest
from wagtail.models import PageLogEntry, Revision

from portal.cases.models import Term
from portal.notices.models import CaseNoticePage
from portal.organisations.models import FormerName, Unit
from tests.notices.importing.files import SAMPLES, UNIT, jsonl, row, run

NUMBERED = {"document_number": "云纪通〔2026〕3号"}
ADDRESSED = {"url": "https://example.org/1.html"}


def traces() -> tuple[int, ...]:
    from search.models import OutboxEntry

    return tuple(model.objects.count() for model in (CaseNoticePage, Revision, PageLogEntry, OutboxEntry, Term, Unit))


@pytest.mark.parametrize("identity", [NUMBERED, ADDRESSED, {}, {**NUMBERED, **ADDRESSED}])
def test_a_second_run_changes_nothing(unit: Unit, tmp_path: Path, identity: dict[str, str]) -> None:
    more = {"body": "<p>正文</p><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"}
    path = jsonl(tmp_path / "a.jsonl", row(**identity, **more, violations=["违规收礼"], keywords=["甲", "乙"]))
    assert run(path).summary["created"] == 1
    before = traces()
    ran = run(path)
    assert (ran.code, ran.summary["unchanged"]) == (0, 1)
    assert traces() == before


def test_a_second_run_of_all_kinds_changes_nothing(unit: Unit, tmp_path: Path) -> None:
    assert run(SAMPLES / "notices.jsonl", report=tmp_path / "r", create_units=True).summary["created"] == 3
    before = traces()
    assert run(SAMPLES / "notices.jsonl", report=tmp_path / "r").summary["unchanged"] == 3
    assert traces() == before


def test_history_is_whole(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED)))
    notice = CaseNoticePage.objects.get()
    assert notice.live_revision == notice.latest_revision == notice.revisions.get()
    assert not notice.has_unpublished_changes
    assert notice.first_published_at is not None
    actions = PageLogEntry.objects.filter(page=notice).values_list("action", flat=True)
    assert {"wagtail.create", "wagtail.publish"} <= set(actions)
    assert notice.live_revision.as_object().title == notice.title


@pytest.mark.parametrize("identity", [NUMBERED, ADDRESSED])
def test_a_changed_row_is_a_new_revision(unit: Unit, tmp_path: Path, identity: dict[str, str]) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(**identity, summary="旧", body="正文")))
    address = CaseNoticePage.objects.get().url_path
    ran = run(jsonl(tmp_path / "b.jsonl", row(**identity, summary="新", forms=["诫勉"])))
    assert ran.summary["updated"] == 1
    notice = CaseNoticePage.objects.get()
    assert (notice.summary, notice.url_path, notice.live, notice.has_unpublished_changes) == (
        "新",
        address,
        True,
        False,
    )
    assert notice.body.raw_data[0]["value"] == "<p>正文</p>"
    assert notice.revisions.count() == 2
    assert [form.name for form in notice.forms.all()] == ["诫勉"]


def test_the_same_number_of_another_unit_is_another_notice(unit: Unit, tmp_path: Path) -> None:
    Unit.add_root(code="other", name="青石县纪委监委")
    ran = run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED), row(**NUMBERED, unit="青石县纪委监委")))
    assert ran.summary["created"] == 2
    assert len(set(CaseNoticePage.objects.values_list("slug", flat=True))) == 2


@pytest.mark.parametrize("dry_run", [False, True])
def test_rows_may_be_repeated_but_not_contradicted(unit: Unit, tmp_path: Path, dry_run: bool) -> None:
    path = jsonl(tmp_path / "a.jsonl", row(**NUMBERED), row(**NUMBERED), row(**NUMBERED, summary="另一"))
    ran = run(path, dry_run=dry_run)
    assert ran.summary == {"created": 1, "updated": 0, "unchanged": 1, "failed": 1}
    assert ran.failed[0][1] == "document_number"


def test_a_trial_run_writes_nothing(unit: Unit, tmp_path: Path) -> None:
    before = traces()
    path = jsonl(tmp_path / "a.jsonl", row(unit="新单位", violations=["新问题"]), row(date="2026-02-31"))
    ran = run(path, dry_run=True, create_units=True)
    assert ran.summary == {"created": 1, "updated": 0, "unchanged": 0, "failed": 1}
    assert traces() == before


def test_editors_work_is_not_overwritten(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED), row(**ADDRESSED)))
    draft = CaseNoticePage.objects.get(document_number=NUMBERED["document_number"])
    draft.summary = "编辑中"
    draft.save_revision()
    CaseNoticePage.objects.get(source_url=ADDRESSED["url"]).unpublish()
    ran = run(jsonl(tmp_path / "b.jsonl", row(**NUMBERED, summary="新"), row(**ADDRESSED, summary="新")))
    assert (ran.code, ran.summary["failed"]) == (1, 2)
    assert not CaseNoticePage.objects.filter(summary="新").exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 256}, "title"),
        ({"title": ["列表"]}, "title"),
        ({"date": "2026年4月"}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": 20260413}, "date"),
        ({"unit": None}, "unit"),
        ({"unit": "云溪市纪委监委办公室"}, "unit"),
        ({"region": "不知道"}, "region"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://example.org/" + "a" * 500}, "url"),
        ({"kind": "bulletin"}, "kind"),
        ({"scope": "secret"}, "scope"),
        ({"body": "字" * 200_001}, "body"),
        ({"body": "<div>" * 5_000 + "字"}, "body"),
        ({"body": [{"type": "raw_html", "value": "<script>"}]}, "body"),
        ({"summary": "长" * 1001}, "summary"),
        ({"violations": [1]}, "violations"),
        ({"keywords": {"a": 1}}, "keywords"),
        ({"audience": [UNIT]}, "audience"),
        ({"valid_from": "2026-01-01"}, "valid_from"),
        ({"kind": "warning", "valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "valid_to"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_row_is_reported_and_the_others_go_in(
    unit: Unit, tmp_path: Path, values: dict[str, Any], field: str
) -> None:
    ran = run(jsonl(tmp_path / "a.jsonl", row(title="甲"), row(**values), row(title="乙")))
    assert ran.code == 1
    assert ran.summary == {"created": 2, "updated": 0, "unchanged": 0, "failed": 1}
    assert [key for _place, key in ran.failed] == [field]
    assert "2" in ran.failed[0][0]
    assert all(entry["reason"] for entry in ran.report if entry.get("outcome") == "failed")


def test_nothing_of_a_failed_row_stays(unit: Unit, tmp_path: Path) -> None:
    before = traces()
    ran = run(
        jsonl(tmp_path / "a.jsonl", row(unit="新单位", audience=["甲单位"], violations=["新"])), create_units=True
    )
    assert ran.summary["failed"] == 1
    assert traces() == before
    assert ran.report[-1]["new"] == {"unit": [], "region": [], "term": []}


def test_unknown_keys_can_be_passed_over(unit: Unit, tmp_path: Path) -> None:
    assert run(jsonl(tmp_path / "a.jsonl", row(colour="red")), ignore_unknown=True).code == 0


@pytest.mark.parametrize("name", ["yxjw", "云溪市纪委", "雲溪市紀委監委", " 云溪市纪委监委 ", "云溪县监察局"])
def test_units_are_found_by_all_their_names(unit: Unit, tmp_path: Path, name: str) -> None:
    FormerName.objects.create(unit=unit, name="云溪县监察局")
    assert run(jsonl(tmp_path / "a.jsonl", row(unit=name))).code == 0
    assert CaseNoticePage.objects.get().issuing_unit == unit


def test_units_of_one_name_are_not_guessed(unit: Unit, tmp_path: Path) -> None:
    Unit.add_root(code="second", name=UNIT)
    ran = run(jsonl(tmp_path / "a.jsonl", row()))
    assert ran.failed == [(ran.failed[0][0], "unit")]
    assert "second" in ran.errors


def test_created_units_keep_their_code(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(unit="青石县财政局")), create_units=True)
    first = Unit.objects.get(name="青石县财政局")
    assert first.code.startswith("qsxczj-")
    assert first.is_root()
    run(jsonl(tmp_path / "b.jsonl", row(title="又一份", unit="青石县财政局")), create_units=True)
    assert Unit.objects.filter(name="青石县财政局").get() == first


def test_official_terms_are_found_and_others_are_local(unit: Unit, tmp_path: Path) -> None:
    official = Term.objects.filter(taxonomy="violation", name__contains="、").first()
    assert official is not None
    path = tmp_path / "a.csv"
    path.write_text(f"title,date,unit,violations\n甲,2026-01-02,{UNIT},{official.name}；违规请客、违规出游\n", "utf-8")
    assert run(path).code == 0
    terms = set(CaseNoticePage.objects.get().violations.all())
    assert official in terms
    assert {term.code[:6] for term in terms - {official}} == {"local-"}
    assert len(terms) == 3


def test_internal_stays_internal(unit: Unit, tmp_path: Path) -> None:
    run(jsonl(tmp_path / "a.jsonl", row(**NUMBERED, scope="internal")))
    run(jsonl(tmp_path / "b.jsonl", row(**NUMBERED, summary="新")))
    notice = CaseNoticePage.objects.get()
    assert (notice.scope, notice.summary, list(notice.audience.all())) == ("internal", "新", [unit])
