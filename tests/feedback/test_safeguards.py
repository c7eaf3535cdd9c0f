"""False accusation, tracing, protection of reporters: only with the approvals that the rules demand."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.models import Approval, Priority, State, Submission
from portal.feedback.safeguards.approvals import Granted, confirm_approval, is_high_enough, record_approval, trace
from portal.feedback.transitions import NotPermitted, Unfit, apply
from portal.feedback.transitions.grounds import Finding
from portal.organisations.models import Region, Unit
from tests.factories import InquiryFactory, RegionFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

CITY, COUNTY = "990100", "990102"
Purpose = Approval.Purpose


def organ(code: str = CITY, kind: str = Unit.Kind.DISCIPLINE) -> Unit:
    return UnitFactory(
        kind=kind, region=Region.objects.filter(code=code).first() or RegionFactory(code=code), name=f"纪委监委{code}"
    )


def granted(purpose: Approval.Purpose = Purpose.FALSE_ACCUSATION, **facts: Any) -> Granted:
    given = {"body": facts.pop("body", None) or organ(), "document": "纪办〔2026〕3号", **facts}
    return Granted(purpose, approved_on=given.pop("approved_on", timezone.localdate()), **given)


def approved(tip: Submission, purpose: Approval.Purpose = Purpose.FALSE_ACCUSATION) -> Approval:
    row = record_approval(tip, UserFactory(groups=["moderator"]), granted(purpose))
    confirm_approval(row, UserFactory(groups=["supervisor"]))
    return row


def in_hand(**kwargs: Any) -> Submission:
    tip = SubmissionFactory(state=State.ACCEPTED, **kwargs)
    apply(tip, "process", UserFactory(groups=["moderator"]), disposal="cd2")
    return tip


def desk(role: str) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[role]))
    return client


def do(tip: Submission, code: str) -> str:
    return reverse("feedback_desk:do", args=[tip.pk, code])


@pytest.mark.parametrize(
    ("code", "kind", "enough"),
    [
        ("990000", Unit.Kind.DISCIPLINE, True),
        ("990100", Unit.Kind.DISCIPLINE, True),
        ("990100", Unit.Kind.PARTY, True),
        ("990102", Unit.Kind.DISCIPLINE, False),
        ("990100", Unit.Kind.GOVERNMENT, False),
        ("old-town", Unit.Kind.DISCIPLINE, False),
    ],
)
def test_which_body_is_high_enough(code: str, kind: str, enough: bool) -> None:
    assert is_high_enough(organ(code, kind)) is enough
    assert not is_high_enough(UnitFactory(kind=kind, region=None))


def test_a_false_accusation_is_found_only_with_a_confirmed_approval() -> None:
    tip, reviewer = in_hand(), UserFactory(groups=["supervisor"])
    with pytest.raises(Unfit):
        apply(tip, "close", reviewer, finding=Finding.FALSE_ACCUSATION)
    row = record_approval(tip, UserFactory(groups=["moderator"]), granted())
    with pytest.raises(Unfit):
        apply(tip, "close", reviewer, finding=Finding.FALSE_ACCUSATION)
    confirm_approval(row, reviewer)
    assert apply(tip, "close", reviewer, finding=Finding.FALSE_ACCUSATION).state == State.CLOSED


def test_an_approval_to_trace_is_none_to_find_a_false_accusation() -> None:
    tip = in_hand()
    approved(tip, Purpose.TRACING)
    with pytest.raises(Unfit):
        apply(tip, "close", UserFactory(groups=["supervisor"]), finding=Finding.FALSE_ACCUSATION)


def test_who_was_mistaken_has_accused_nobody_falsely_and_nothing_is_to_be_approved() -> None:
    assert apply(in_hand(), "close", UserFactory(groups=["supervisor"]), finding=Finding.MISTAKEN)


def test_a_county_cannot_approve_it_nor_anybody_in_advance() -> None:
    tip, moderator = in_hand(), UserFactory(groups=["moderator"])
    with pytest.raises(Unfit):
        record_approval(tip, moderator, granted(body=organ(COUNTY)))
    with pytest.raises(Unfit):
        record_approval(tip, moderator, granted(approved_on=timezone.localdate() + timedelta(days=1)))
    with pytest.raises(Unfit):
        record_approval(InquiryFactory(), moderator, granted())
    assert not Approval.objects.exists()
    assert not AuditEntry.objects.filter(action="submission.record_approval").exists()


def test_nobody_confirms_what_they_recorded() -> None:
    tip, moderator = in_hand(), UserFactory(groups=["moderator"])
    row = record_approval(tip, moderator, granted())
    with pytest.raises(NotPermitted):
        confirm_approval(row, moderator)
    with pytest.raises(NotPermitted):
        confirm_approval(row, UserFactory(groups=["intake"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(confirmed_by=moderator)
    confirm_approval(row, UserFactory(groups=["moderator"]))
    with pytest.raises(Unfit):
        record_approval(tip, moderator, granted(body=row.body))


def test_an_anonymous_tip_is_traced_only_with_an_approval() -> None:
    tip, supervisor = in_hand(), UserFactory(groups=["supervisor"])
    with pytest.raises(Unfit):
        trace(tip, supervisor)
    assert not AuditEntry.objects.filter(action="submission.trace").exists()
    approved(tip, Purpose.TRACING)
    with pytest.raises(NotPermitted):
        trace(tip, UserFactory(groups=["intake"]))
    trace(tip, supervisor)
    assert AuditEntry.objects.get(action="submission.trace").actor_id == supervisor.pk


def test_approvals_are_recorded_and_confirmed_at_the_desk() -> None:
    tip, body = in_hand(), organ()
    first, second = desk("moderator"), desk("supervisor")
    form = {"seen": "processing", "purpose": "false_accusation", "body": body.pk, "document": "纪办〔2026〕3号"}
    first.post(do(tip, "approval"), {**form, "approved_on": timezone.localdate().isoformat()})
    row = Approval.objects.get()
    assert "〔2026〕3号" not in str(bytes(row.sealed))
    assert str(body) in second.get(do(tip, "confirm")).content.decode()
    second.post(do(tip, "confirm"), {"seen": "processing", "approval": row.pk})
    page = first.get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert "纪办〔2026〕3号" in page
    assert second.get(do(tip, "confirm")).status_code == 302


def test_who_asks_for_protection_comes_first() -> None:
    tip, client = SubmissionFactory(named=True), desk("intake")
    client.post(do(tip, "protect"), {"seen": "received", "stage": "asked", "text": "受到威胁"})
    tip.refresh_from_db()
    assert tip.priority == Priority.HIGH
    assert "受到威胁" in client.get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert AuditEntry.objects.get(action="submission.protect").details == {"stage": "asked"}
    client.post(do(tip, "protect"), {"seen": "received", "stage": "ended", "text": "威胁已消除"})
    tip.refresh_from_db()
    assert tip.priority == Priority.NORMAL
    assert do(tip, "protect") not in desk("handler").get(reverse("feedback_desk:index")).content.decode()


@pytest.mark.parametrize(
    ("finding", "cleared"),
    [("false", True), ("mistaken", True), ("true", False), ("no_evidence", False), ("accepted_explain", False)],
)
def test_a_clarification_begins_only_where_somebody_is_cleared(finding: str, cleared: bool) -> None:
    tip = in_hand()
    apply(tip, "close", UserFactory(groups=["supervisor"]), finding=finding)
    page = desk("moderator").get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert ("可以澄清正名" in page) is cleared
