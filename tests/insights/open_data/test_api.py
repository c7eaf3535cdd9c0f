"""The interface: every set record by record, nothing twice or left out, and a clear answer to anything else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.cases.models import Case
from portal.content.changes import ledger
from portal.content.models import PublicChange
from portal.content.statistics.registry import topics
from portal.feedback.public import telling
from portal.insights.open_data.sets import notices
from portal.insights.open_data.sets.base import data_sets
from portal.notices.models import CaseNoticePage, NoticeCase, Scope
from search.engines.base import SearchUnavailable
from tests.factories import CaseFactory, CaseNoticePageFactory, UnitFactory
from tests.insights.open_data.conftest import NAME, Site

CODES = (
    "notices", "cases", "measures", "bulletins", "inquiries", "statistics", "figures", "changes", "units", "regions",
    "lists", "terms",
)  # fmt: skip


def get(address: str, **parameters: Any) -> dict[str, Any]:
    response = Client().get(f"/api/v1/{address}", parameters)
    assert response.status_code == 200, response.content.decode()
    found: dict[str, Any] = json.loads(response.content)
    return found


def everything(code: str, size: int) -> list[dict[str, Any]]:
    """All records of a set, part by part, as a harvester reads them."""
    records, after = list[dict[str, Any]](), ""
    while True:
        part = get(code, page_size=size, **({"after": after} if after else {}))
        records += part["items"]
        if part["next"] is None:
            return records
        assert f"after={part['cursor']}" in part["next"]
        after = part["cursor"]


def test_there_are_these_sets() -> None:
    assert tuple(data.code for data in data_sets()) == CODES


def test_parts_of_any_size_add_up_to_the_whole(site: Site) -> None:
    for code in CODES:
        whole = everything(code, 100)
        assert whole, code
        assert everything(code, 2 if len(whole) < 40 else 90) == whole, code


def test_records_and_rows_are_what_their_schemas_say(site: Site) -> None:
    """What no schema names would leave by interface and files, for neither checks what it gives."""
    for data in data_sets():
        records = list(data.records())
        for record in records:
            # What a schema does not name, however deep, is missing in what it makes of the record.
            assert data.record.model_validate(record).model_dump() == record
            assert tuple(record) == tuple(data.record.model_fields)
        rows = [row for record in records for row in data.rows(record)]
        assert rows
        for row in rows:
            data.row.model_validate(dict(zip(data.row.model_fields, row, strict=True)))


def test_a_part_ends_before_it_shows_too_many_cases(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    second = CaseNoticePageFactory(title="又一批典型案件的通报", issuing_unit=site.unit)
    for case in site.cases[:2]:
        NoticeCase.objects.create(page=second, case=case)
    whole = everything("notices", 100)
    monkeypatch.setattr(notices, "MOST_CASES", 2)
    parts, after = [], ""
    while after is not None:
        answer = get("notices", **({"after": after} if after else {}))
        parts.append([record["id"] for record in answer["items"]])
        after = answer["cursor"] if answer["next"] else None
    # One that alone shows more is a part by itself.
    assert all(parts) and len(parts) > 1
    assert [number for part in parts for number in part] == [record["id"] for record in whole]
    assert all(len(part) == 1 or not {site.notice.pk, second.pk} <= set(part) for part in parts)
    assert everything("notices", 100) == whole
    assert [record["id"] for record in notices.Notices().records()] == [record["id"] for record in whole]


def test_only_published_cases_are_there(site: Site) -> None:
    numbers = {case.pk for case in site.cases}
    assert {record["id"] for record in everything("cases", 100)} == numbers
    assert {record["case"] for record in everything("measures", 100)} == {site.cases[0].pk, site.cases[1].pk}
    assert "没有公开" not in json.dumps([everything(code, 100) for code in CODES], ensure_ascii=False)


def test_a_measure_has_its_subject_and_its_case(site: Site) -> None:
    first, second, third = everything("measures", 100)
    assert (first["case"], first["grade"], first["scale"]) == (site.cases[0].pk, "pd1", "party")
    assert (first["unit"], first["unit_name"], first["quarter"]) == ("qy-mz", "青云市民政局", "2026Q3")
    assert first["subject"] == second["subject"] != third["subject"]
    assert [row["name"] for row in (first, second, third)] == [NAME, NAME, ""]
    assert first["url"].endswith(f"/cases/{site.cases[0].pk}/")


def test_measures_say_of_names_and_posts_what_cases_say(site: Site) -> None:
    cases = {record["id"]: record for record in everything("cases", 100)}
    for row in everything("measures", 100):
        (subject,) = cases[row["case"]]["subjects"]
        assert (row["name"], row["post_then"]) == (subject["name"], f"{subject['marker']}{subject['post_then']}")
        assert row["grade"] in {measure["grade"]["code"] for measure in subject["measures"]}


def test_a_name_whose_time_is_over_is_masked_in_every_set_before_any_job_has_run(site: Site) -> None:
    assert NAME in json.dumps(get("cases"), ensure_ascii=False)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert NAME not in json.dumps([get("cases"), get("measures")], ensure_ascii=False)
        assert get("measures")["items"][0]["name"] == "甄某某"


def test_a_notice_has_its_numbers_its_text_and_its_cases(site: Site) -> None:
    (record,) = get("notices", kind="case")["items"]
    assert record["id"] == site.notice.pk
    assert (record["document_number"], record["unit"], record["region"]) == ("青纪〔2026〕3号", "qy-mz", "510100")
    assert record["cases"] == [case.pk for case in site.cases]
    assert site.cases[0].heading in record["text"]
    assert record["url"].endswith(site.notice.url)


def test_a_bulletin_gives_its_figures_and_hides_what_is_hidden(site: Site) -> None:
    (record,) = get("bulletins")["items"]
    assert (record["id"], record["quarter"], record["revision"]) == (site.bulletin.pk, "2026Q3", 1)
    frozen = site.bulletin.frozen.get()
    table = frozen.tables[0]
    place = next(iter(table["cells"]))
    table["cells"][place] = {"value": 3, "suppressed": True}
    type(frozen).objects.filter(pk=frozen.pk).update(tables=frozen.tables)
    (record,) = get("bulletins")["items"]
    assert record["tables"][0]["cells"][place] == {"value": None, "suppressed": True}


def test_statistics_are_what_their_searches_list(site: Site) -> None:
    rows = everything("statistics", 100)
    assert {(row["quarter"], row["value"]) for row in rows if row["dimension"] == "all"} == {
        ("2026Q2", 1),
        ("2026Q3", 2),
    }
    for row in rows:
        query = row["search"].partition("?")[2]
        assert json.loads(Client().get(f"/api/v1/search?{query}").content)["total"] == row["value"], row["search"]


def test_figures_are_those_of_the_insights_and_what_their_searches_list(site: Site) -> None:
    rows = everything("figures", 100)
    assert {row["period"] for row in rows} == {"2026", "2026Q2", "2026Q3", "all"}
    assert {row["statistic"] for row in rows} == {topic.code for topic in topics()}
    for period in ("2026", "2026Q3"):
        shown = json.loads(Client().get(f"/insights/violations.json?period={period}").content)
        (cases,) = (row["value"] for row in rows if (row["place"]) == f"{period}.violations..cases")
        assert cases == shown["total"]["figures"]["cases"]["value"]
    listed = [row for row in rows if row["column"] in ("cases", "public") and row["search"]]
    for row in listed:
        query = row["search"].partition("?")[2]
        assert json.loads(Client().get(f"/api/v1/search?{query}").content)["total"] == row["value"], row["place"]
    assert {"inquiries", "inquiries-by-unit", "quarters", "regions"} <= {row["statistic"] for row in listed}


def test_an_inquiry_has_its_days_and_what_was_said_later(site: Site) -> None:
    record = get(f"inquiries/{site.inquiry.pk}")
    assert (record["unit"], record["answered_on"], record["is_late"]) == ("qy-jy", "2026-08-02", True)
    assert record["follow_ups"] == ["2026-09-01 已安排巡查"]
    assert get("inquiries", unit="qy-mz")["items"] == []
    assert get("inquiries", **{"from": "2026-08-02", "to": "2026-08-02"})["items"] == [record]
    site.inquiry.withdrawn_on = timezone.localdate()
    site.inquiry.save()
    telling.changed(site.inquiry)
    assert get("inquiries")["items"] == []
    assert Client().get(f"/api/v1/inquiries/{site.inquiry.pk}").status_code == 410
    # Another document of the same number is another document.
    assert Client().get(f"/api/v1/notices/{site.inquiry.pk}").status_code == 404


def test_no_statistics_without_an_index(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(query: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr("search.service.search", refuse)
    response = Client().get("/api/v1/statistics")
    assert response.status_code == 503
    assert set(json.loads(response.content)) == {"errors"}


# Filters


FILTERS: list[tuple[str, dict[str, Any], int]] = [
    ("cases", {"unit": "qy-mz"}, 2),
    ("cases", {"unit": "青云市教育局"}, 1),
    ("cases", {"unit": ["qy-mz", "qy-jy"]}, 3),
    ("cases", {"region": "510100"}, 3),
    ("cases", {"quarter": "2026"}, 3),
    ("cases", {"quarter": "2026Q2", "unit": "qy-mz"}, 0),
    ("measures", {"unit": "qy-mz"}, 3),
    ("notices", {"unit": "qy-mz"}, 1),
    ("notices", {"region": "510100"}, 2),
    ("notices", {"kind": ["case", "warning"]}, 2),
    ("notices", {"from": "2999-01-01"}, 0),
    ("notices", {"to": "2000-01-01"}, 0),
    ("bulletins", {"quarter": "2026Q3"}, 1),
    ("bulletins", {"quarter": "2025"}, 0),
    ("bulletins", {"unit": "qy-mz"}, 0),
    ("units", {"unit": "qy-mz"}, 1),
    ("units", {"region": "510100"}, 2),
]


def test_filters(site: Site) -> None:
    for address, parameters, count in FILTERS:
        assert len(get(address, **parameters)["items"]) == count, (address, parameters)


def test_a_violation_finds_what_lies_below_it(site: Site) -> None:
    from portal.cases.models import Term

    term = Term.objects.filter(taxonomy="violation", parent__isnull=False).select_related("parent").first()
    assert term is not None and term.parent is not None
    site.cases[0].violations.add(term)
    site.cases[0].save()
    for code in (term.code, term.parent.code):
        assert [record["id"] for record in get("cases", violation=code)["items"]] == [site.cases[0].pk]


def test_units_below_are_included(site: Site) -> None:
    below = UnitFactory(parent=site.unit)
    case = CaseFactory(unit=below, subjects=[{"name": NAME}])
    NoticeCase.objects.create(page=site.notice, case=case)
    assert case.pk in {record["id"] for record in get("cases", unit="qy-mz")["items"]}


# Refusals


def test_every_wrong_parameter_is_told(site: Site) -> None:
    response = Client().get(
        "/api/v1/notices?after=x&page_size=1000&unit=nowhere&from=yesterday&to=2026-02-30&colour=blue&kind=poem"
    )
    assert response.status_code == 400
    assert set(json.loads(response.content)["errors"]) == {"after", "page_size", "unit", "from", "to", "colour", "kind"}


def test_a_place_that_is_none_is_refused(db: None) -> None:
    for code in ("cases", "changes", "notices", "terms"):
        for after in ("-1", "1.5", "9" * 30, "１", "\0", "1;drop", "2026Q3", "' or 1=1"):
            assert Client().get(f"/api/v1/{code}", {"after": after}).status_code == 400, (code, after)


def test_the_largest_place_is_answered(site: Site) -> None:
    for code in CODES:
        last = {"measures": "9" * 18 + ".1", "statistics": "9999Q4.unit.x", "figures": "all.z.z.z"}
        after = last.get(code, "9" * 18)
        part = get(code, after=after)
        assert (part["items"], part["next"], part["cursor"]) == ([], None, after)


# Single records


def test_single_records(site: Site) -> None:
    case, notice = site.cases[0].pk, site.notice.pk
    assert get(f"cases/{case}") == next(record for record in everything("cases", 100) if record["id"] == case)
    assert get(f"notices/{notice}")["title"] == site.notice.title
    assert get(f"bulletins/{site.bulletin.pk}")["quarter"] == "2026Q3"
    for address in ("cases/999999", f"notices/{case + 10**6}", "bulletins/1"):
        assert Client().get(f"/api/v1/{address}").status_code == 404, address
    for address in ("cases/0", "cases/-1", f"cases/{'9' * 25}", "notices/x"):
        assert Client().get(f"/api/v1/{address}").status_code == 400, address


def test_what_was_withdrawn_is_gone(site: Site) -> None:
    CaseNoticePage.objects.get().unpublish()
    for address in (f"cases/{site.cases[0].pk}", f"notices/{site.notice.pk}"):
        response = Client().get(f"/api/v1/{address}")
        assert response.status_code == 410
        assert site.notice.title not in response.content.decode()


def test_what_becomes_internal_leaves_every_set(site: Site) -> None:
    notice = CaseNoticePage.objects.get()
    notice.scope, notice.audience = Scope.INTERNAL, [site.other]
    notice.save_revision().publish()
    assert [get(code)["items"] for code in ("cases", "measures")] == [[], []]
    assert site.notice.pk not in {record["id"] for record in get("notices")["items"]}


# Following


def test_a_mirror_keeps_up_with_the_cursor(site: Site) -> None:
    """Take the whole, then follow: what the changes name is read again or thrown away, and the copy is the original."""
    copy = {record["id"]: record for record in everything("cases", 2)}
    cursor = everything("changes", 100)[-1]["position"]
    assert get("changes", after=cursor) == {"items": [], "cursor": str(cursor), "next": None}

    heading = "更正后的标题"
    case = Case.objects.get(pk=site.cases[0].pk)
    case.heading = heading
    case.correction_what = "标题"
    case.save_revision().publish()
    Case.objects.get(pk=site.cases[1].pk).unpublish()
    fresh = CaseFactory(unit=site.unit, subjects=[{"name": NAME}])
    notice = CaseNoticePageFactory()
    NoticeCase.objects.create(page=notice, case=fresh)

    for change in get("changes", after=cursor)["items"]:
        if change["set"] != "cases":
            continue
        response = Client().get(f"/api/v1/cases/{change['record']}")
        if response.status_code == 200:
            copy[change["record"]] = json.loads(response.content)
        else:
            assert response.status_code == 410
            copy.pop(change["record"], None)
    assert copy == {record["id"]: record for record in everything("cases", 100)}
    assert copy[case.pk]["heading"] == heading


def test_parts_are_stable_while_records_come_and_go(site: Site) -> None:
    first = get("cases", page_size=1)
    Case.objects.get(pk=first["items"][0]["id"]).unpublish()
    rest = get("cases", after=first["cursor"])
    assert [record["id"] for record in rest["items"]] == [case.pk for case in site.cases[1:]]


def test_changes_without_a_place_wait(site: Site) -> None:
    """What is not numbered yet may still be overtaken, so nobody is told of it."""
    last = everything("changes", 100)[-1]["position"]
    PublicChange.objects.create(kind="added", key="case:1", url="/x/", at=timezone.now())
    assert get("changes", after=last)["items"] == []
    ledger.tell(PublicChange.Kind.WITHDRAWN, "case_record:5", "/cases/5/")
    told = get("changes", after=last)["items"]
    assert (told[-1]["set"], told[-1]["record"], told[-1]["change"]) == ("cases", 5, "withdrawn")


def test_the_same_answers_to_staff(site: Site, admin_client: Client) -> None:
    for code in CODES:
        assert json.loads(admin_client.get(f"/api/v1/{code}").content) == get(code)
