"""The report of what is missing."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.cases.missing import LACKS, lacks_of, with_lacks
from portal.cases.models import Case, Reexamination, Term
from tests.factories import CaseFactory, UnitFactory, ViolationFactory

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/cases-missing/"


def whole(**changed: Any) -> Case:
    """A case in which nothing is missing, but for what is told."""
    rank = Term.objects.get(taxonomy="ranks", code="R3")
    measures = [{"grade": "pd1", "body": "某县纪委"}]
    subjects = [
        {"rank": rank, "measures": measures},
        {"rank": rank, "responsibility": "supervisory", "measures": measures},
    ]
    return CaseFactory(**{"violations": [ViolationFactory()], "subjects": subjects, **changed})


def lacks(case: Case) -> list[str]:
    found = with_lacks(Case.objects.filter(pk=case.pk)).first()
    return lacks_of(found) if found else []


def test_nothing_is_missing_in_a_whole_case() -> None:
    assert lacks(whole()) == []


def test_each_lack_is_seen_by_itself() -> None:
    rank = Term.objects.get(taxonomy="ranks", code="R3")
    yesterday = timezone.localdate() - timedelta(days=1)
    cases = {
        "second_responsibility": whole(subjects=[{"rank": rank}], concluded_on=timezone.localdate().isoformat()),
        "measure_date": whole(
            subjects=[{"rank": rank, "responsibility": "principal", "measures": [{"body": "某纪委", "decided_on": ""}]}]
        ),
        "measure_body": whole(subjects=[{"rank": rank, "responsibility": "principal", "measures": [{"body": ""}]}]),
        "violations": whole(violations=[]),
        "rank": whole(subjects=[{"responsibility": "principal"}]),
        "look_back": whole(look_back_on=yesterday),
        "candidates": whole(concluded_on="2024-01-15", traced_up=Case.TracedUp.NO),
        "quarter": whole(quarter=""),
    }
    # The yearly review of names has tests of its own.
    assert set(cases) == set(LACKS) - {"name_review"}
    assert {lack: lacks(case) for lack, case in cases.items()} == {lack: [lack] for lack in cases}


def test_organisations_have_no_rank() -> None:
    assert lacks(whole(subjects=[{"kind": "organisation", "name": "某局", "responsibility": "principal"}])) == []


def test_a_re_examination_on_the_day_or_later_settles_it() -> None:
    case = whole(look_back_on=date(2026, 6, 30))
    outcome = Term.objects.get(taxonomy="reexamination_outcome", code="ro1")
    Reexamination.objects.create(case=case, examined_on=date(2026, 1, 1), outcome=outcome)
    assert lacks(case) == ["look_back"]
    Reexamination.objects.create(case=case, examined_on=date(2026, 6, 30), outcome=outcome)
    assert lacks(case) == []
    assert lacks(whole(look_back_on=timezone.localdate())) == []


def test_the_report_links_to_the_form_and_is_narrowed(editor: Client) -> None:
    unit = UnitFactory()
    first = whole(heading="缺季度", quarter="", unit=unit)
    second = whole(heading="缺违纪代码", violations=[], quarter="2026Q1")
    whole(heading="完整")
    text = editor.get(REPORT).content.decode()
    assert f'href="/admin/cases/edit/{first.pk}/"' in text
    assert "完整" not in text
    for asked, found in (
        ({"missing": "violations"}, [second]),
        ({"unit": unit.pk}, [first]),
        ({"quarter": "2026Q1"}, [second]),
        ({"missing": "nonsense"}, [second, first]),
    ):
        assert list(editor.get(REPORT, asked).context["object_list"]) == found, asked
    assert editor.get(f"{REPORT}results/").status_code == 200


def test_the_report_as_a_file(editor: Client) -> None:
    whole(heading="=1+1", quarter="")
    content = b"".join(editor.get(REPORT, {"export": "csv"}).streaming_content)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1][1] == "'=1+1"
    assert rows[1][-1] == str(LACKS["quarter"])
    assert editor.get(REPORT, {"export": "xlsx"}).status_code == 200


def test_the_report_asks_the_same_for_any_number(editor: Client, django_assert_max_num_queries: Any) -> None:
    for _each in range(60):
        CaseFactory(quarter="", subjects=[{"measures": [{"grade": "pd1"}]}])
    editor.get(REPORT)
    with django_assert_max_num_queries(17):
        editor.get(REPORT)
