"""The table of transitions, and `apply`, which is the only way along it."""

import itertools
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.models import Kind, Reply, State, Submission
from portal.feedback.models.submissions import ENDED, STATES
from portal.feedback.roles import RIGHTS, FeedbackRole, Right
from portal.feedback.transitions import NotPermitted, Party, Stale, Unfit, apply, offered, transitions
from portal.feedback.transitions.grounds import Disposal, Finding, RefusalGround
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

ACTORS = (*FeedbackRole, *Party)


def staff(role: FeedbackRole, **kwargs: Any) -> Any:
    return UserFactory(groups=[role], **kwargs)


def reply(submission: Submission, author: Any, state: str = Reply.State.SUBMITTED, version: int = 1) -> Reply:
    return Reply.objects.create(
        submission=submission, version=version, state=state, author=author, written_on=timezone.localdate(), sealed=b""
    )


def test_every_state_of_a_kind_is_reached_and_every_open_one_left() -> None:
    for kind in Kind:
        rows = list(transitions(kind))
        reached = {State.RECEIVED} | {row.target for row in rows if row.target}
        assert reached == STATES[kind], kind
        for state in STATES[kind] - ENDED:
            assert any(row.target not in {None, state} and state in row.sources for row in rows), (kind, state)


def test_rows_of_a_kind_lead_to_states_of_the_kind() -> None:
    for kind in Kind:
        for row in transitions(kind):
            assert row.target is None or row.target in STATES[kind], row.code


@pytest.mark.parametrize("kind", Kind)
def test_every_party_is_offered_in_every_state_what_the_table_says(kind: Kind) -> None:
    people = {role: staff(role) for role in FeedbackRole}
    for state, actor in itertools.product(sorted(STATES[kind]), ACTORS):
        submission = Submission(kind=kind, state=state)
        who = actor if isinstance(actor, Party) else people[actor]
        held = {row.code for row in transitions() if row.by is actor or row.by in RIGHTS.get(actor, ())}
        fitting = {row.code for row in transitions() if kind in row.kinds and state in row.sources}
        assert {row.code for row in offered(submission, who)} == held & fitting


@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_not_is_refused_and_who_comes_too_late_as_well(actor: Any) -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(state=State.WITHDRAWN)
    ReferralFactory(submission=tip, unit=unit)
    who = actor if isinstance(actor, Party) else staff(actor, units=[unit])
    for row in transitions():
        held = row.by is actor or row.by in RIGHTS.get(actor, ())
        with pytest.raises(Stale if held else NotPermitted):
            apply(tip, row.code, who)
    tip.refresh_from_db()
    assert (tip.state, tip.steps.count()) == (State.WITHDRAWN, 0)


def test_a_tip_from_the_form_to_the_result() -> None:
    tip = SubmissionFactory(named=True)
    intake, moderator = staff(FeedbackRole.INTAKE), staff(FeedbackRole.MODERATOR)
    other = staff(FeedbackRole.SUPERVISOR)
    apply(tip, "ask_supplement", intake)
    apply(tip, "supplement", Party.CITIZEN)
    apply(tip, "accept", intake, seen=State.RECEIVED)
    apply(tip, "process", moderator, disposal=Disposal.VERIFICATION)
    with pytest.raises(Unfit):
        apply(tip, "close", moderator, finding=Finding.TRUE)
    apply(tip, "close", other, finding=Finding.TRUE)
    tip = apply(tip, "tell", moderator)
    assert tip.state == State.TOLD
    steps = list(tip.steps.values_list("number", "transition", "source", "target", "actor"))
    assert [step[1] for step in steps] == ["ask_supplement", "supplement", "accept", "process", "close", "tell"]
    assert [step[0] for step in steps] == [1, 2, 3, 4, 5, 6]
    assert steps[1][4] is None
    entries = AuditEntry.objects.filter(object_key=str(tip.pk)).order_by("pk")
    assert [entry.action for entry in entries] == [f"submission.{step[1]}" for step in steps]
    assert entries[3].details == {"from": "accepted", "to": "processing", "disposal": "cd2"}


def test_an_inquiry_from_the_form_to_the_published_answer_and_again() -> None:
    unit = UnitFactory()
    inquiry = InquiryFactory()
    moderator, other = staff(FeedbackRole.MODERATOR), staff(FeedbackRole.MODERATOR)
    handler = staff(FeedbackRole.HANDLER, units=[unit])
    apply(inquiry, "moderate", moderator)
    with pytest.raises(Unfit):
        apply(inquiry, "refer", moderator)
    ReferralFactory(submission=inquiry, unit=unit)
    apply(inquiry, "refer", moderator)
    with pytest.raises(Unfit):
        apply(inquiry, "reply", handler)
    draft = reply(inquiry, handler)
    apply(inquiry, "reply", handler)
    apply(inquiry, "return_reply", other)
    apply(inquiry, "reply", handler)
    apply(inquiry, "review", other)
    with pytest.raises(Unfit):
        apply(inquiry, "publish", other)
    draft.state = Reply.State.REVIEWED
    draft.save()
    apply(inquiry, "publish", other)
    apply(inquiry, "rate", Party.CITIZEN)
    apply(inquiry, "ask_review", Party.CITIZEN)
    ReferralFactory(submission=inquiry, unit=unit)
    apply(inquiry, "refer", moderator)
    assert Submission.objects.get().state == State.REFERRED


def test_nobody_approves_the_own_answer() -> None:
    moderator = staff(FeedbackRole.MODERATOR)
    inquiry = InquiryFactory(state=State.MODERATED)
    reply(inquiry, moderator)
    apply(inquiry, "reply_for_office", moderator)
    with pytest.raises(Unfit):
        apply(inquiry, "review", moderator)
    apply(inquiry, "review", staff(FeedbackRole.SUPERVISOR))


def test_without_consent_an_answer_is_private() -> None:
    moderator = staff(FeedbackRole.MODERATOR)
    inquiry = InquiryFactory(state=State.REVIEWED, consents_to_publish=False)
    reply(inquiry, staff(FeedbackRole.MODERATOR), Reply.State.REVIEWED)
    with pytest.raises(Unfit):
        apply(inquiry, "publish", moderator)
    assert apply(inquiry, "answer", moderator).state == State.ANSWERED


def test_a_stale_page_changes_nothing() -> None:
    tip = SubmissionFactory()
    first, second = staff(FeedbackRole.INTAKE), staff(FeedbackRole.INTAKE)
    apply(tip, "accept", first, seen=State.RECEIVED)
    with pytest.raises(Stale):
        apply(tip, "refuse", second, seen=State.RECEIVED, ground=RefusalGround.REPEAT)
    tip.refresh_from_db()
    assert (tip.state, tip.steps.count()) == (State.ACCEPTED, 1)


def test_refusing_needs_a_ground_of_the_rules() -> None:
    intake = staff(FeedbackRole.INTAKE)
    for facts in ({}, {"ground": "because"}):
        with pytest.raises(Unfit):
            apply(SubmissionFactory(), "refuse", intake, **facts)
    tip = apply(SubmissionFactory(), "refuse", intake, ground=RefusalGround.OTHER_BODY)
    assert tip.steps.get().facts == {"ground": "na2"}


def test_merging_needs_another_of_the_kind_that_stands_by_itself() -> None:
    intake = staff(FeedbackRole.INTAKE)
    tip, first = SubmissionFactory(), SubmissionFactory()
    for into in (None, tip, InquiryFactory(), SubmissionFactory(merged=True)):
        with pytest.raises(Unfit):
            apply(tip, "merge", intake, into=into)
    merged = apply(tip, "merge", intake, into=first)
    assert (merged.state, merged.merged_into) == (State.MERGED, first)
    assert merged.steps.get().facts == {"into": str(first.pk)}


def test_a_citizen_has_it_reviewed_once() -> None:
    tip = SubmissionFactory(state=State.TOLD)
    apply(tip, "ask_review", Party.CITIZEN)
    Submission.objects.update(state=State.TOLD)
    with pytest.raises(Unfit):
        apply(tip, "ask_review", Party.CITIZEN)
    assert apply(tip, "resume", staff(FeedbackRole.SUPERVISOR)).state == State.REOPENED


def test_what_a_citizen_does_keeps_the_day_alone() -> None:
    tip = apply(SubmissionFactory(), "withdraw", Party.CITIZEN)
    entry = AuditEntry.objects.get(object_key=str(tip.pk))
    local = timezone.localtime(entry.at)
    assert (local.date(), local.hour, local.minute, local.microsecond) == (timezone.localdate(), 0, 0, 0)


def test_the_database_refuses_states_of_the_other_kind() -> None:
    for kind, state in ((Kind.TIP, State.PUBLISHED), (Kind.INQUIRY, State.PROCESSING), (Kind.TIP, "unheard")):
        with pytest.raises(IntegrityError), transaction.atomic():
            SubmissionFactory(kind=kind, state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionFactory(consents_to_publish=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionFactory(state=State.MERGED)


def test_the_rights_of_the_groups_are_those_of_the_table() -> None:
    for role in FeedbackRole:
        user = staff(role)
        held = {perm.removeprefix("feedback.") for perm in user.get_all_permissions() if perm.startswith("feedback.")}
        assert held & set(Right.values) == {right.value for right in RIGHTS[role]}
    assert set(Right) == {right for rights in RIGHTS.values() for right in rights}
