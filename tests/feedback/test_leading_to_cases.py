"""A tip that proves true can lead to a case, linked without revealing the tip."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.feedback.contents.keys import office_key
from portal.feedback.leading_to_cases import LinkedCase, lead_to_case, linked_case, may_lead
from portal.feedback.models import CaseLink, State, Step, Submission
from portal.feedback.retention.purging import purge
from portal.feedback.transitions import NotPermitted, Unfit, apply
from tests.factories import InquiryFactory, SubmissionFactory, UnitFactory, UserFactory, ViolationFactory

pytestmark = pytest.mark.django_db


def found(finding: str = "true", **kwargs: Any) -> Submission:
    """A tip that was processed and closed by two persons."""
    tip = SubmissionFactory(state=State.ACCEPTED, **kwargs)
    apply(tip, "process", UserFactory(groups=["moderator"]), disposal="cd2")
    apply(tip, "close", UserFactory(groups=["supervisor"]), finding=finding)
    tip.refresh_from_db()
    return tip


def moderator() -> tuple[Client, Any]:
    user = UserFactory(groups=["moderator"])
    client = Client()
    client.force_login(user)
    return client, user


def address(tip: Submission) -> str:
    return reverse("feedback_desk:do", args=[tip.pk, "lead"])


def test_a_tip_that_proved_true_leads_to_a_draft_with_unit_region_and_category_alone() -> None:
    unit, category = UnitFactory(name="某区水务局"), ViolationFactory(name="违规收礼")
    tip = found(accused=[unit], category=category, region=unit.region, texts={"title": "反映其收礼"})
    client, _user = moderator()
    form = client.get(address(tip)).content.decode()
    assert f'value="{unit.pk}"' in form
    client.post(address(tip), {"seen": "closed", "unit": unit.pk})
    case = Case.objects.get()
    assert (case.live, case.unit, case.region) == (False, unit, tip.region)
    assert case.heading == "某区水务局 · 违规收礼"
    assert [term.pk for term in case.violations.all()] == [category.pk]
    told = [case.heading, case.facts, case.external_id, case.source, case.latest_revision.content]
    for word in ("反映其收礼", "其多次收受", str(tip), tip.reference, tip.pk.hex, str(tip.pk)):
        assert word not in str(told)


def test_the_file_shows_the_case_and_the_history_that_it_was_begun() -> None:
    tip = found(unit=UnitFactory(name="某区水务局"))
    client, user = moderator()
    case = lead_to_case(tip, user, tip.unit)
    page = client.get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert reverse("cases:edit", args=[case.pk]) in page
    entry = AuditEntry.objects.get(action="submission.lead_to_case")
    assert (entry.actor_id, entry.object_key, entry.details) == (user.pk, str(tip.pk), {})
    number = case.pk
    case.delete()
    page = client.get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert f"第 {number} 号" in page


@pytest.mark.parametrize("finding", ["false", "no_evidence", "accepted_explain"])
def test_what_did_not_prove_true_leads_to_none(finding: str) -> None:
    tip = found(finding)
    _client, user = moderator()
    assert not may_lead(tip)
    with pytest.raises(Unfit):
        lead_to_case(tip, user, None)
    assert not Case.objects.exists()
    assert not AuditEntry.objects.filter(action="submission.lead_to_case").exists()


def test_only_a_tip_only_once_and_only_by_who_may_decide() -> None:
    tip = found("partly")
    with pytest.raises(NotPermitted):
        lead_to_case(tip, UserFactory(groups=["intake"]), None)
    assert not may_lead(InquiryFactory(state=State.CLOSED))
    assert not may_lead(SubmissionFactory(state=State.CLOSED))
    _client, user = moderator()
    lead_to_case(tip, user, None)
    with pytest.raises(Unfit):
        lead_to_case(tip, user, None)
    assert Case.objects.count() == 1


def test_nothing_of_cases_can_see_the_link() -> None:
    """No relation, no reference, no page, no number in clear; it ends with the keys of the tip."""
    tip = found(unit=UnitFactory())
    _client, user = moderator()
    case = lead_to_case(tip, user, tip.unit)
    assert "feedback" not in {field.related_model._meta.app_label for field in Case._meta.related_objects}
    assert not ReferenceIndex.get_references_to(case).filter(content_type__app_label="feedback").exists()
    link = CaseLink.objects.get()
    assert {field.name for field in CaseLink._meta.get_fields()} == {"id", "submission", "sealed"}
    assert linked_case(tip, office_key(tip)) == LinkedCase(case.pk, case)
    assert linked_case(SubmissionFactory(), office_key(tip)) is None
    assert b"case" not in bytes(link.sealed)
    kept = list(Step.objects.values_list("facts", flat=True)) + list(AuditEntry.objects.values_list("details"))
    assert "lead" not in str(kept)
    purge([tip.pk], actor=None)
    assert not CaseLink.objects.exists()
    assert Case.objects.filter(pk=case.pk).exists()


def test_no_screen_or_address_of_cases_tells_of_the_tip() -> None:
    tip = found(unit=UnitFactory(name="某区水务局"))
    _client, user = moderator()
    case = lead_to_case(tip, user, tip.unit)
    editor = Client()
    editor.force_login(UserFactory(administrator=True))
    screens = [
        reverse("cases:edit", args=[case.pk]),
        reverse("cases:history", args=[case.pk]),
        reverse("cases:usage", args=[case.pk]),
        reverse("cases:list"),
        reverse("cases:delete", args=[case.pk]),
        f"{reverse('cases:list')}?export=csv",
    ]
    for screen in screens:
        response = editor.get(screen)
        assert response.status_code == 200, screen
        text = b"".join(response) if response.streaming else response.content
        for word in (tip.reference, str(tip), str(tip.pk), "feedback/", "caselink"):
            told = text.decode().replace(reverse("feedback_desk:index"), "")
            assert word not in told, (screen, word)
    citizen = Client()
    assert citizen.get(case.get_absolute_url()).status_code == 404
    for public in ("/search/?q=某区水务局", "/api/v1/cases/", "/feedback/"):
        assert tip.reference not in citizen.get(public, follow=True).content.decode()
