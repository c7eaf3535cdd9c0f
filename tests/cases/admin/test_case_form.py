"""The form of a case: what is typed once, what is worked out, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.cases.models import Case, Term
from tests.cases.admin.forms import case_data, grade, measure, subject, term
from tests.factories import CaseFactory, UnitFactory, ViolationFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/cases/add/"


def made(client: Client, **fields: Any) -> Case:
    response = client.post(ADD, case_data(**fields))
    assert response.status_code == 302, wrong(response)
    return Case.objects.latest("pk")


def wrong(response: Any) -> dict[str, Any]:
    """What the form complains of, those of parts by their prefix."""
    form = response.context["form"]
    found: dict[str, Any] = {name: list(texts) for name, texts in form.errors.items()}
    for formset in form.formsets.values():
        for part in formset.forms:
            found |= {f"{part.prefix}-{name}": list(texts) for name, texts in part.errors.items()}
            for inner in getattr(part, "formsets", {}).values():
                for each in inner.forms:
                    found |= {f"{each.prefix}-{name}": list(texts) for name, texts in each.errors.items()}
    return found


def test_a_whole_case_is_entered_as_a_draft(editor: Client) -> None:
    unit, violation = UnitFactory(), ViolationFactory()
    direct = subject(
        [measure(grade=grade("pd2"), decided_on="2026年4月", body="某县纪委"), measure(grade=grade("gd3"))],
        marker=term("post_prefix", "then"),
        post_then="某镇党委书记",
        rank=term("ranks", "R4"),
        is_head="on",
    )
    principal = subject([measure(grade=grade("f1d"))], name="贾有责", responsibility="principal")
    case = made(
        editor,
        unit=unit.pk,
        violations=[violation.pk],
        concluded_on="2026年4月13日",
        subjects=[direct, principal],
        act_periods=[{"start": "2025", "end": "2026.1", "text": ""}],
        amounts=[{"text": "8.8万余元", "what": "礼品折合"}],
        stage=term("case_stage", "s4"),
    )
    assert (case.live, case.unit, case.quarter, case.concluded_on) == (False, unit, "2026Q2", "2026-04-13")
    assert list(case.violations.all()) == [violation]
    first, second = case.subjects.all()
    assert [(each.scale, each.grade.code, each.decided_on) for each in first.measures.all()] == [
        ("party", "pd2", "2026-04"),
        ("government", "gd3", "2026-07"),
    ]
    assert (first.is_head, second.responsibility) == (True, "principal")
    assert [(each.start, each.end) for each in case.act_periods.all()] == [("2025", "2026-01")]


def test_a_measure_without_a_grade_has_a_scale_and_its_wording(editor: Client) -> None:
    case = made(editor, subjects=[subject([measure(grade="scale:organizational", text="调离原岗位")])])
    found = case.subjects.get().measures.get()
    assert (found.scale, found.grade, found.text) == ("organizational", None, "调离原岗位")
    page = editor.get(f"/admin/cases/edit/{case.pk}/")
    shown = page.context["form"].formsets["subjects"].forms[0].formsets["measures"].forms[0]
    assert shown["grade"].value() == "scale:organizational"


def test_the_quarter_follows_the_day_until_it_is_set(editor: Client) -> None:
    case = made(editor, concluded_on="2026-04")
    address = f"/admin/cases/edit/{case.pk}/"

    def save(**fields: Any) -> Any:
        form = editor.get(address).context["form"]
        mark = editor.get(address).context["object"].latest_revision
        loaded = {"loaded_revision_id": mark.pk, "loaded_revision_created_at": mark.created_at.isoformat()}
        data = case_data(**{"concluded_on": form["concluded_on"].value(), "quarter": form["quarter"].value(), **fields})
        response = editor.post(address, {**data, **loaded})
        assert response.status_code == 302, wrong(response)
        return editor.get(address).context["form"]["quarter"].value()

    assert save(concluded_on="2026-07") == "2026Q3"
    assert save(quarter="2026Q4") == "2026Q4"
    assert save(concluded_on="2026-05") == "2026Q4"
    assert save(quarter="") == "2026Q2"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"heading": " "}, "heading"),
        ({"heading": "问" * 301}, "heading"),
        ({"concluded_on": "昨天"}, "concluded_on"),
        ({"concluded_on": "-1"}, "concluded_on"),
        ({"concluded_on": "2026-13"}, "concluded_on"),
        ({"concluded_on": "0001"}, "concluded_on"),
        ({"concluded_on": "9999"}, "concluded_on"),
        ({"quarter": "2026Q5"}, "quarter"),
        ({"quarter": "9999Q1"}, "quarter"),
        ({"quarter": "2025Q4", "concluded_on": "2026-02"}, "quarter"),
        ({"look_back_on": "0001-01-01"}, "look_back_on"),
        ({"look_back_on": "9999-01-01"}, "look_back_on"),
        ({"unit": "999999"}, "unit"),
        ({"violations": ["999999"]}, "violations"),
        ({"amounts": [{"text": "-5万元"}]}, "amounts-0-text"),
        ({"amounts": [{"text": "若干"}]}, "amounts-0-text"),
        ({"amounts": [{"text": "9" * 61}]}, "amounts-0-text"),
        ({"act_periods": [{"start": "2022", "end": "2021"}]}, "act_periods-0-end"),
        ({"act_periods": [{"start": "2099", "end": ""}]}, "act_periods-0-start"),
        ({"act_periods": [{"start": "2026-05", "end": ""}], "concluded_on": "2026-04"}, "concluded_on"),
        ({"reexaminations": [{"examined_on": "2099-01-01", "outcome": "ro1"}]}, "reexaminations-0-examined_on"),
        ({"reexaminations": [{"examined_on": "2026-01-01", "outcome": ""}]}, "reexaminations-0-outcome"),
        ({"reexaminations": [{"examined_on": "2020-01-01", "outcome": "ro1"}], "concluded_on": "2026"}, "concluded_on"),
        ({"subjects": [{"name": ""}]}, "subjects-0-name"),
        ({"subjects": [{"name": " ", "post_then": " "}]}, "subjects-0-name"),
        ({"subjects": [{"kind": "organisation", "name": ""}]}, "subjects-0-name"),
        ({"subjects": [{"kind": "organisation", "post_then": "书记"}]}, "subjects-0-post_then"),
        ({"subjects": [{"kind": "organisation", "rank": "R4"}]}, "subjects-0-rank"),
        ({"subjects": [{"kind": "organisation", "rank_text": "正科级"}]}, "subjects-0-rank_text"),
        ({"subjects": [{"kind": "robot"}]}, "subjects-0-kind"),
        ({"subjects": [{"measures": [{"grade": ""}]}]}, "subjects-0-measures-0-grade"),
        ({"subjects": [{"measures": [{"grade": "scale:nowhere"}]}]}, "subjects-0-measures-0-grade"),
        ({"subjects": [{"measures": [{"grade": "999999"}]}]}, "subjects-0-measures-0-grade"),
        ({"subjects": [{"measures": [{"decided_on": "2099-01"}]}]}, "subjects-0-measures-0-decided_on"),
        (
            {"subjects": [{"measures": [{"decided_on": "2026-05", "influence_until": "2026-04-30"}]}]},
            "subjects-0-measures-0-influence_until",
        ),
        (
            {"subjects": [{"name_public_until": "2040-01-01", "measures": [{"decided_on": "2026-05"}]}]},
            "subjects-0-name_override_reason",
        ),
        # A later end of the influence keeps the name as well.
        (
            {"subjects": [{"measures": [{"decided_on": "2026-05", "influence_until": "2040-01-01"}]}]},
            "subjects-0-name_override_reason",
        ),
    ],
)
def test_what_cannot_be_true_is_refused(editor: Client, fields: dict[str, Any], field: str) -> None:
    for each in fields.get("reexaminations", ()):
        each["outcome"] = each["outcome"] and term("reexamination_outcome", each["outcome"])
    if "subjects" in fields:
        fields = {**fields, "subjects": [filled(each) for each in fields["subjects"]]}
    response = editor.post(ADD, case_data(**fields))
    assert response.status_code == 200
    assert set(wrong(response)) == {field}
    assert not Case.objects.exists()


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    ranked = {"rank": term("ranks", fields["rank"])} if "rank" in fields else {}
    measures = [measure(**each) for each in fields.get("measures", ())]
    return subject(**{**fields, **ranked, "measures": measures})


def test_closed_terms_are_neither_offered_nor_taken_but_stay_with_old_records(editor: Client) -> None:
    closed = Term.objects.get(taxonomy="ranks", code="R5")
    violation = ViolationFactory()
    old = CaseFactory(violations=[violation], subjects=[{"rank": closed}])
    yesterday = timezone.localdate() - timedelta(days=1)
    for each in (closed, violation):
        each.valid_until = yesterday
        each.save()
    response = editor.post(ADD, case_data(violations=[violation.pk], subjects=[subject(rank=closed.pk)]))
    assert set(wrong(response)) == {"violations", "subjects-0-rank"}
    fresh = editor.get(ADD).content.decode()
    assert f">{closed.name}</option>" not in fresh
    edit = f"/admin/cases/edit/{old.pk}/"
    assert f'value="{closed.pk}" selected' in editor.get(edit).content.decode()
    kept = old.subjects.get()
    data = case_data(
        violations=[violation.pk],
        subjects=[subject(id=kept.pk, rank=closed.pk)],
        initial={"subjects": 1},
    )
    response = editor.post(edit, data)
    assert response.status_code == 302, wrong(response)


def test_selects_and_choosers_ask_the_database_nothing_each(editor: Client, django_assert_max_num_queries: Any) -> None:
    """What is left grows with the parts: modelcluster looks up each reference of a version that it opens."""
    measures = [{"grade": "pd1"}, {"grade": "gd2"}]
    case = CaseFactory(subjects=[{"name": f"甲某{number}", "measures": measures} for number in range(12)])
    case.save_revision()
    editor.get(f"/admin/cases/edit/{case.pk}/")
    with django_assert_max_num_queries(180):
        editor.get(f"/admin/cases/edit/{case.pk}/")


def test_what_is_typed_is_escaped(editor: Client) -> None:
    case = made(editor, heading="<script>alert(1)</script>", subjects=[subject(name="<b>甲</b>")])
    page = editor.get(f"/admin/cases/edit/{case.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>甲</b>" not in page
    assert "<b>甲</b>" not in editor.get("/admin/cases/").content.decode()


def test_a_fold_opens_over_what_is_wrong(editor: Client) -> None:
    wrong_day = {"name_public_until": "2040-01-01", "measures": []}
    for fields, is_open in (({}, False), ({"kind": "organisation", "post_now": "局长"}, True)):
        response = editor.post(ADD, case_data(heading=" ", subjects=[subject(**fields)]))
        assert ('<details class="unfolds w-mb-4" open>' in response.content.decode()) == is_open
    response = editor.post(ADD, case_data(subjects=[filled({**wrong_day, "measures": [{"decided_on": "2026-05"}]})]))
    assert '<details class="unfolds w-mb-4" open>' in response.content.decode()
