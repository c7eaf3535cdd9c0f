"""Cases entered by machine: the same record twice changes nothing, a changed one is a new revision."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from portal.cases.entering import AmountData, CaseData, MeasureData, PeriodData, SubjectData, enter_case
from portal.cases.entering.records import recorded
from portal.cases.models import Case, Measure, Subject, Term
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def term(taxonomy: str, code: str) -> int:
    return Term.objects.get(taxonomy=taxonomy, code=code).pk


def data() -> CaseData:
    return CaseData(
        heading="某镇原镇长甄士测违规收受礼品礼金问题",
        external_id="2026-17",
        unit=UnitFactory(code="town").pk,
        facts="2021年至2022年，收受礼品礼金。",
        concluded_on="2026-07",
        violations=(term("violation", "he.1"),),
        act_periods=(PeriodData(start="2021", end="2022"),),
        amounts=(AmountData(text="8.8万余元", what="礼品礼金"),),
        subjects=(
            SubjectData(
                name="甄士测",
                marker=term("post_prefix", "former"),
                post_then="镇长",
                rank=term("ranks", "R4"),
                measures=(
                    MeasureData(scale="party", grade=term("party_discipline", "pd2"), decided_on="2026-07"),
                    MeasureData(scale="government", grade=term("gov_discipline", "gd3"), decided_on="2026-07"),
                ),
            ),
        ),
    )


def test_a_record_becomes_an_approved_case_with_history() -> None:
    case, written = enter_case(data())
    assert written
    case = Case.objects.get()
    assert (case.live, case.quarter, case.has_unpublished_changes) == (True, "2026Q3", False)
    assert case.live_revision == case.latest_revision
    assert [str(subject) for subject in case.subjects.all()] == ["甄士测"]
    assert Measure.objects.filter(subject__case=case).count() == 2


def test_the_same_record_again_changes_nothing() -> None:
    record = data()
    case, _written = enter_case(record)
    again, written = enter_case(record, Case.objects.get())
    assert (again.pk, written) == (case.pk, False)
    assert case.revisions.count() == 1


def test_a_changed_record_is_a_new_revision_and_keeps_what_was_decided_about_names() -> None:
    record = data()
    case, _written = enter_case(record)
    Subject.objects.update(masked_on=date(2026, 11, 1), name_override_reason="经批准")
    changed = replace(record, facts="2021年至2022年，先后收受礼品礼金。")
    case, written = enter_case(changed, Case.objects.get())
    assert written
    subject = Subject.objects.get()
    assert (subject.masked_on, subject.name_override_reason) == (date(2026, 11, 1), "经批准")
    assert case.revisions.count() == 2
    assert recorded(Case.objects.get()).facts == changed.facts


def test_a_draft_is_for_people_to_look_over() -> None:
    case, _written = enter_case(data(), live=False)
    assert not Case.objects.get(pk=case.pk).live
    assert case.get_latest_revision_as_object().subjects.get().name == "甄士测"


@pytest.mark.parametrize(
    "wrong",
    [
        {"quarter": "2026Q5"},
        {"concluded_on": "2026-13"},
        {"act_periods": (PeriodData(start="2022", end="2021"),)},
        {"subjects": (SubjectData(name="甄", measures=(MeasureData(scale="party", decided_on="昨天"),)),)},
    ],
)
def test_what_is_wrong_is_refused_whole(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        enter_case(replace(data(), **wrong))
    assert not Case.objects.exists()


def test_a_grade_of_another_scale_is_refused() -> None:
    measure = MeasureData(scale="party", grade=term("gov_discipline", "gd1"))
    with pytest.raises(ValidationError, match="grade"):
        enter_case(replace(data(), subjects=(SubjectData(name="甄", measures=(measure,)),)))


def test_a_later_day_of_a_name_needs_a_reason_and_is_recorded_with_it() -> None:
    plain = data()
    (subject,) = plain.subjects
    later = replace(subject, name_public_until=date(2099, 1, 1))
    with pytest.raises(ValidationError):
        enter_case(replace(plain, subjects=(later,)))
    record = replace(plain, subjects=(replace(later, name_override_reason="社会关注，持续公开"),))
    case, _written = enter_case(record)
    (entry,) = ModelLogEntry.objects.filter(action="cases.keep_name")
    assert (entry.data["until"], entry.data["reason"]) == ("2099-01-01", "社会关注，持续公开")
    # The record that says nothing of it leaves it as it was decided.
    assert enter_case(plain, Case.objects.get())[1] is False
    assert Subject.objects.get(case=case).name_override_reason == "社会关注，持续公开"
