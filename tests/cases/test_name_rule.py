"""Until when a name is public: the influence period of its measures and a margin, or what an editor says."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from portal.cases import expiry
from portal.cases.missing import lacking
from portal.cases.models import Case, Measure, Subject
from portal.privacy.names import NameForm
from tests.factories import CaseFactory, MeasureFactory, SubjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def margin(settings: Any) -> None:
    settings.NAME_MARGIN_MONTHS = 6


def rule_of(*measures: dict[str, Any], **case: Any) -> date | None:
    subject = SubjectFactory(case=CaseFactory(**case), measures=measures)
    subject.refresh_from_db()
    assert subject.name_rule_until == expiry.rule_until(subject.measures.all(), subject.case.concluded_on)
    until: date | None = subject.name_rule_until
    return until


@pytest.mark.parametrize(
    ("measure", "until"),
    [
        ({"grade": "pd1", "decided_on": "2026-07-15"}, date(2028, 1, 15)),
        ({"grade": "gd1", "decided_on": "2026-08-31"}, date(2027, 8, 31)),
        ({"grade": "gd1", "decided_on": "2026-02"}, date(2027, 2, 28)),
        ({"grade": "pd1", "decided_on": "2026"}, date(2028, 6, 30)),
        ({"grade": "pd4", "decided_on": "2026-01-01", "term": "一年"}, date(2029, 7, 1)),
        ({"grade": "pd4", "decided_on": "2026-01-01", "term": ""}, date(2030, 7, 1)),
        ({"grade": "f1d", "decided_on": "2026-07-15"}, date(2027, 1, 15)),
        ({"grade": "gd1", "decided_on": "2026-07", "influence_until": date(2030, 5, 1)}, date(2030, 11, 1)),
        ({"grade": "pd5", "decided_on": "2026-07-15"}, None),
        ({"grade": "gd6", "decided_on": "2026-07-15"}, None),
        ({"grade": "j3", "decided_on": "2026-07-15"}, None),
        ({"grade": "c5", "decided_on": "2026-07-15"}, None),
    ],
)
def test_the_rule(measure: dict[str, Any], until: date | None) -> None:
    assert rule_of(measure) == until


def test_the_longest_counts_and_one_without_end_has_none() -> None:
    light, heavy = {"grade": "gd1", "decided_on": "2026-07-15"}, {"grade": "pd3", "decided_on": "2026-07-15"}
    assert rule_of(light, heavy) == date(2029, 1, 15)
    assert rule_of(light, {"grade": "pd5", "decided_on": "2026-07-15"}) is None


def test_a_measure_without_a_day_counts_from_that_of_the_case() -> None:
    assert rule_of({"grade": "gd1", "decided_on": ""}, concluded_on="2026-07-15") == date(2027, 7, 15)
    assert rule_of({"grade": "gd1", "decided_on": ""}, concluded_on="") is None
    assert rule_of() is None


def test_the_margin_is_a_setting(settings: Any) -> None:
    settings.NAME_MARGIN_MONTHS = 0
    assert rule_of({"grade": "gd1", "decided_on": "2026-07-15"}) == date(2027, 1, 15)


def test_the_rule_follows_the_measures() -> None:
    subject = SubjectFactory(measures=[{"grade": "gd1", "decided_on": "2026-07-15"}])
    measure = MeasureFactory(subject=subject, grade="pd1", decided_on="2026-07-15")
    assert Subject.objects.get().name_rule_until == date(2028, 1, 15)
    measure.decided_on = "2025-07-15"
    measure.save()
    assert Subject.objects.get().name_rule_until == date(2027, 7, 15)
    Measure.objects.all().delete()
    assert Subject.objects.get().name_rule_until is None


def test_an_old_draft_does_not_bring_back_an_old_rule() -> None:
    case = CaseFactory(subjects=[{"measures": [{"grade": "gd1", "decided_on": "2026-07-15"}]}])
    revision = Case.objects.get().save_revision()
    Subject.objects.update(name_rule_until=date(2027, 1, 1))
    revision.publish()
    assert Subject.objects.get().name_rule_until == date(2027, 7, 15)
    assert case.subjects.count() == 1


def test_an_editor_may_say_another_day() -> None:
    subject = SubjectFactory(name_public_until=date(2030, 1, 1), measures=[{"grade": "gd1"}])
    subject.refresh_from_db()
    assert subject.name_until == date(2030, 1, 1)


def test_a_later_day_needs_a_reason() -> None:
    subject = SubjectFactory(measures=[{"grade": "gd1", "decided_on": "2026-07-15"}])

    def check(until: date | None, reason: str = "") -> None:
        subject.name_public_until, subject.name_override_reason = until, reason
        expiry.check_override(subject, subject.measures.all(), "")

    check(None)
    check(date(2027, 7, 15))
    check(date(2020, 1, 1))
    check(date(2027, 7, 16), "申诉期未满")
    for reason in ("", "  "):
        with pytest.raises(ValidationError) as refused:
            check(date(2027, 7, 16), reason)
        assert list(refused.value.message_dict) == ["name_override_reason"]


def test_a_later_end_of_the_influence_needs_a_reason_too() -> None:
    subject = SubjectFactory(measures=[{"grade": "gd1", "decided_on": "2026-07-15"}])
    (measure,) = subject.measures.all()

    def check(influence: date | None, until: date | None = None, reason: str = "") -> None:
        measure.influence_until = influence
        subject.name_public_until, subject.name_override_reason = until, reason
        expiry.check_override(subject, [measure], "")

    check(date(2027, 1, 15))
    check(date(2026, 10, 1))
    check(date(2045, 1, 1), reason="处分影响期合并计算")
    # A day of its own that is no later than the rule, whatever is said of the influence.
    check(date(2045, 1, 1), date(2027, 7, 15))
    for influence, until in (
        (date(2045, 1, 1), None),
        (date(2045, 1, 1), date(2030, 1, 1)),
        # Lifted early: the earlier end is the rule.
        (date(2026, 10, 1), date(2027, 7, 15)),
    ):
        with pytest.raises(ValidationError):
            check(influence, until)
    subject.name_form = NameForm.MASKED
    check(date(2045, 1, 1))


def test_a_later_end_of_the_influence_is_recorded_with_its_reason() -> None:
    case = CaseFactory(subjects=[{"measures": [{"grade": "gd1", "decided_on": "2026-07-15"}]}])
    draft = Case.objects.get(pk=case.pk)
    subject = draft.subjects.all()[0]
    measure = subject.measures.all()[0]
    measure.influence_until, subject.name_override_reason = date(2045, 1, 1), "处分影响期合并计算"
    subject.measures, draft.subjects = [measure], [subject]
    draft.save_revision().publish()
    assert Subject.objects.get().name_rule_until == date(2045, 7, 1)
    Subject.objects.get().save()
    (entry,) = ModelLogEntry.objects.filter(action="cases.keep_name")
    assert entry.data == {"subject": subject.pk, "until": "2045-07-01", "reason": "处分影响期合并计算"}


def test_the_reason_is_recorded_once() -> None:
    case = CaseFactory(subjects=[{"measures": [{"grade": "gd1", "decided_on": "2026-07-15"}]}])
    draft = Case.objects.get(pk=case.pk)
    subject = draft.subjects.all()[0]
    subject.name_public_until, subject.name_override_reason = date(2030, 1, 1), "社会关注，持续公开"
    draft.subjects = [subject]
    revision = draft.save_revision()
    assert not ModelLogEntry.objects.filter(action="cases.keep_name").exists()
    revision.publish()
    Subject.objects.get().save()
    (entry,) = ModelLogEntry.objects.filter(action="cases.keep_name")
    assert entry.data["reason"] == "社会关注，持续公开"
    assert "2030-01-01" in entry.message
    assert "社会关注，持续公开" in entry.message
    assert str(entry.object_id) == str(case.pk)


def test_names_without_an_end_are_reviewed_every_year() -> None:
    lasting = [{"grade": "pd5", "decided_on": "2024-05"}]
    case = CaseFactory(subjects=[{"measures": lasting}, {"name": "贾测", "measures": [{"grade": "gd1"}]}])
    Case.objects.filter(pk=case.pk).update(last_published_at=datetime(2025, 6, 1, 9, tzinfo=UTC))
    endless = Subject.objects.order_by("pk")[0]
    assert list(expiry.due_for_review(Subject.objects.all(), date(2026, 5, 31))) == []
    assert list(expiry.due_for_review(Subject.objects.all(), date(2026, 6, 1))) == [endless]
    assert list(Case.objects.filter(lacking("name_review"))) == [case]
    for change in ({"name_form": NameForm.MASKED}, {"name": ""}, {"masked_on": date(2026, 1, 1)}):
        Subject.objects.filter(pk=endless.pk).update(**change)
        assert list(expiry.due_for_review(Subject.objects.all(), date(2026, 6, 1))) == []
        Subject.objects.filter(pk=endless.pk).update(name_form=NameForm.FULL, name="甄士测", masked_on=None)
