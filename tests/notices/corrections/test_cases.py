"""A decision changed on appeal shows on the case."""

import pytest
from django.test import Client
from wagtail.log_actions import LogContext

from portal.cases.models import Case, Measure, Term
from portal.content.models import Correction, PublicChange
from portal.notices.corrections.gate import CorrectionMissing
from portal.notices.models import NoticeCase
from tests.factories import CaseFactory, CaseNoticePageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    made = CaseFactory(subjects=[{"name": "甄士测", "measures": [{"grade": "pd1"}]}])
    made.save_revision().publish()
    page = CaseNoticePageFactory()
    page.case_links = [NoticeCase(case=made)]
    page.save()
    return Case.objects.get(pk=made.pk)


def changed(case: Case, **note: str) -> Case:
    """Its measure is another one now."""
    draft = Case.objects.get(pk=case.pk).get_latest_revision_as_object()
    subject = draft.subjects.all()[0]
    grade = Term.objects.get(taxonomy__measure_scale="party", code="pd2")
    subject.measures = [Measure(scale="party", grade=grade, decided_on="2026-09")]
    draft.subjects = [subject]
    for name, value in note.items():
        setattr(draft, name, value)
    return draft


def test_a_changed_decision_is_told(case: Case, client: Client) -> None:
    changed(case, correction_what="处分变更。", correction_why="申诉改变处分。").save_revision().publish()
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "处分变更。" in page
    assert "申诉改变处分。" in page
    assert PublicChange.objects.filter(
        kind="corrected", key=f"case_record:{case.pk}", url=f"/cases/{case.pk}/"
    ).exists()


def test_what_is_internal_is_no_correction(case: Case) -> None:
    draft = case.get_latest_revision_as_object()
    draft.external_id, draft.look_back_on = "2026-17", "2027-01-01"
    draft.save_revision().publish()
    assert not Correction.objects.exists()


def test_somebody_at_the_admin_says_why(case: Case) -> None:
    with LogContext(user=UserFactory()):
        revision = changed(case).save_revision()
        with pytest.raises(CorrectionMissing):
            revision.publish()
        changed(case, correction_what="处分变更。").save_revision().publish()
    assert Correction.objects.get().what == "处分变更。"
