"""Referral to units: never to whom it accuses, by whatever name; answered, reviewed by another, released."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.contents.opening import open_talk
from portal.feedback.models import Kind, Referral, Reply, State, Submission
from portal.feedback.referrals.reading import open_referral
from portal.feedback.referrals.referring import Order, RecusalCheck, refer
from portal.feedback.referrals.replying import answer_privately, approve_reply, return_reply, submit_reply
from portal.feedback.referrals.returning import send_back, take_back
from portal.feedback.transitions import NotPermitted, Unfit, apply
from portal.organisations.models import Unit
from tests.factories import InquiryFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return UserFactory(groups=["moderator"])


def order(leading: Unit, *others: Unit, **facts: Any) -> Order:
    given: dict[str, Any] = {
        "basis": Referral.Basis.SUMMARY,
        "reason": "属其职责范围",
        "summary": "群众反映办证窗口排队时间长。",
        "due_on": timezone.localdate() + timedelta(days=15),
        "recusal": RecusalCheck.NOBODY,
    }
    return Order(leading=leading, others=others, **{**given, **facts})


def handler_of(unit: Unit) -> Any:
    return UserFactory(groups=["handler"], units=[unit])


def running(submission: Submission, moderator: Any, unit: Unit, **facts: Any) -> Referral:
    (referral,) = refer(submission, moderator, order(unit, **facts))
    return referral


def test_one_leading_unit_and_others_answer_together(moderator: Any) -> None:
    submission = InquiryFactory(state=State.MODERATED)
    leading, other = UnitFactory(), UnitFactory()
    refer(submission, moderator, order(leading, other))
    submission.refresh_from_db()
    assert submission.state == State.REFERRED
    assert [(row.unit, row.is_leading) for row in submission.referrals.order_by("-is_leading")] == [
        (leading, True),
        (other, False),
    ]
    assert AuditEntry.objects.get(action="submission.refer").details["recusal"] == "nobody"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("place", ["itself", "below", "far below", "successor", "predecessor", "below the successor"])
def test_never_to_the_accused_unit_nor_below_it_by_any_name(moderator: Any, kind: Kind, place: str) -> None:
    accused = UnitFactory()
    child = UnitFactory(parent=accused)
    successor = UnitFactory()
    places = {
        "itself": accused,
        "below": child,
        "far below": UnitFactory(parent=child),
        "successor": successor,
        "predecessor": UnitFactory(closed_on="2020-01-01"),
        "below the successor": UnitFactory(parent=successor),
    }
    if "successor" in place:
        Unit.objects.filter(pk=accused.pk).update(successor=successor, closed_on="2099-01-01")
    Unit.objects.filter(pk=places["predecessor"].pk).update(successor=accused)
    state = {Kind.TIP: State.PROCESSING, Kind.INQUIRY: State.MODERATED}[kind]
    submission = SubmissionFactory(kind=kind, state=state, accused=[accused])
    with pytest.raises(Unfit):
        refer(submission, moderator, order(places[place]))
    with pytest.raises(Unfit):
        refer(submission, moderator, order(UnitFactory(), places[place]))
    submission.refresh_from_db()
    assert submission.state == state
    assert not submission.referrals.exists()


def test_a_tip_goes_to_another_unit_and_stays_in_work(moderator: Any) -> None:
    submission = SubmissionFactory(state=State.PROCESSING, accused=[UnitFactory()])
    running(submission, moderator, UnitFactory())
    submission.refresh_from_db()
    assert submission.state == State.PROCESSING


@pytest.mark.parametrize(
    "facts",
    [{"summary": "  "}, {"due_on": timezone.localdate() - timedelta(days=1)}],
    ids=["no summary", "a day in the past"],
)
def test_what_an_order_needs(moderator: Any, facts: dict[str, Any]) -> None:
    submission = InquiryFactory(state=State.MODERATED)
    with pytest.raises(Unfit):
        running(submission, moderator, UnitFactory(), **facts)


def test_nobody_without_the_right_refers() -> None:
    submission = InquiryFactory(state=State.MODERATED)
    with pytest.raises(NotPermitted):
        running(submission, UserFactory(groups=["intake"]), UnitFactory())
    assert not submission.referrals.exists()


def test_the_unit_reads_the_summary_and_nothing_of_the_words_of_the_citizen(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    handler = handler_of(unit)
    referral = running(submission, moderator, unit)
    opened, _replies = open_referral(referral, handler)
    assert (opened.summary, opened.reason, opened.content) == ("群众反映办证窗口排队时间长。", "属其职责范围", None)
    entry = AuditEntry.objects.get(action="submission.open_referral")
    assert (entry.object_key, entry.actor_id) == (str(submission.pk), handler.pk)


def test_the_unit_reads_the_content_where_the_moderator_said_so(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED, texts={"body": "排队两小时"})
    referral = running(submission, moderator, unit, basis=Referral.Basis.CONTENT)
    opened, _replies = open_referral(referral, handler_of(unit))
    assert opened.content is not None
    assert opened.content.body == "排队两小时"


def test_a_handler_of_another_unit_or_who_has_left_opens_nothing(moderator: Any) -> None:
    unit = UnitFactory()
    referral = running(InquiryFactory(state=State.MODERATED), moderator, unit)
    gone = handler_of(unit)
    gone.memberships.update(until=timezone.localdate() - timedelta(days=1))
    for stranger in (handler_of(UnitFactory()), gone, UserFactory(groups=["editor"], units=[unit])):
        with pytest.raises(NotPermitted):
            open_referral(referral, stranger)


def test_access_ends_when_the_handler_moves_into_the_accused_unit(moderator: Any) -> None:
    unit, accused = UnitFactory(), UnitFactory()
    referral = running(InquiryFactory(state=State.MODERATED, accused=[accused]), moderator, unit)
    handler = handler_of(unit)
    open_referral(referral, handler)
    handler.memberships.create(unit=accused)
    with pytest.raises(NotPermitted):
        open_referral(referral, handler)


def test_the_way_of_an_answer_to_the_citizen(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    referral = running(submission, moderator, unit)
    handler = handler_of(unit)
    submit_reply(submission, referral, handler, "窗口已增至六个。")
    reviewer = UserFactory(groups=["supervisor"])
    return_reply(submission, reviewer, "请写明时间。", State.REPLIED)
    (_referral, (returned,)) = open_referral(Referral.objects.get(pk=referral.pk), handler)
    assert (returned.row.state, returned.remark) == (Reply.State.RETURNED, "请写明时间。")
    submit_reply(submission, Referral.objects.get(pk=referral.pk), handler, "自10月起，窗口已增至六个。")
    approve_reply(submission, reviewer, State.REPLIED)
    answer_privately(submission, moderator, State.REVIEWED)
    submission.refresh_from_db()
    referral.refresh_from_db()
    assert (submission.state, referral.state) == (State.ANSWERED, Referral.State.DONE)
    assert [said.text for said in open_talk(submission, moderator)] == ["自10月起，窗口已增至六个。"]


def test_a_report_on_a_tip_goes_back_for_revision_by_a_button(moderator: Any) -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(state=State.PROCESSING, accused=[UnitFactory()])
    referral = running(tip, moderator, unit)
    handler, reviewer = handler_of(unit), UserFactory(groups=["supervisor"])
    client = Client()
    client.force_login(reviewer)
    address = reverse("feedback_desk:do", args=[tip.pk, "return_report"])
    sent = {"text": "请写明核实经过。", "seen": State.PROCESSING}
    client.post(address, sent)
    assert not tip.steps.filter(transition="return_report").exists()
    submit_reply(tip, referral, handler, "经核实，不属实。")
    assert address in client.get(reverse("feedback_desk:file", args=[tip.pk])).content.decode()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 200
    referral.refresh_from_db()
    assert referral.state == Referral.State.OPEN
    assert referral.clocks.filter(stopped_on=None).count() == 1
    (_referral, (returned,)) = open_referral(referral, handler)
    assert (returned.row.state, returned.remark) == (Reply.State.RETURNED, "请写明核实经过。")
    submit_reply(tip, referral, handler, "经核实，于三月询问五人，不属实。")
    tip.refresh_from_db()
    assert tip.state == State.PROCESSING
    assert tip.steps.filter(transition="return_report").count() == 1


def test_nobody_approves_the_own_answer(moderator: Any) -> None:
    submission = InquiryFactory(state=State.MODERATED)
    submit_reply(submission, None, moderator, "办公室答复。")
    with pytest.raises(Unfit):
        approve_reply(submission, moderator, State.REPLIED)


def test_a_unit_that_does_not_lead_does_not_answer(moderator: Any) -> None:
    submission = InquiryFactory(state=State.MODERATED)
    leading, other = UnitFactory(), UnitFactory()
    refer(submission, moderator, order(leading, other))
    with pytest.raises(NotPermitted):
        submit_reply(submission, submission.referrals.get(unit=other), handler_of(other), "答复")


def test_what_the_unit_sends_back_it_does_not_see_any_more(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    referral = running(submission, moderator, unit)
    handler = handler_of(unit)
    with pytest.raises(Unfit):
        send_back(referral, handler, " ")
    send_back(referral, handler, "不属本单位职责。")
    submission.refresh_from_db()
    assert submission.state == State.MODERATED
    assert not Submission.objects.visible_to(handler).exists()
    running(submission, moderator, UnitFactory())


def test_what_the_office_takes_back_can_go_to_another_unit(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    referral = running(submission, moderator, unit)
    with pytest.raises(Unfit):
        running(submission, moderator, UnitFactory())
    take_back(referral, moderator, "改由他单位办理。")
    assert not Submission.objects.visible_to(handler_of(unit)).exists()
    running(submission, moderator, UnitFactory())


def test_referrals_end_with_the_submission(moderator: Any) -> None:
    submission = InquiryFactory(state=State.MODERATED)
    referral = running(submission, moderator, UnitFactory())
    apply(submission, "merge", moderator, into=InquiryFactory())
    referral.refresh_from_db()
    assert referral.state == Referral.State.DONE


def test_the_unit_has_a_clock_until_it_answers_or_sends_it_back(moderator: Any) -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    due_on = timezone.localdate() + timedelta(days=15)
    referral = running(submission, moderator, unit, due_on=due_on)
    (clock,) = referral.clocks.filter(stopped_on=None)
    assert clock.due_on == due_on
    submit_reply(submission, referral, handler_of(unit), "答复")
    assert not referral.clocks.filter(stopped_on=None).exists()
    return_reply(submission, moderator, "请写明时间。", State.REPLIED)
    assert referral.clocks.filter(stopped_on=None).count() == 1
    referral.refresh_from_db()
    send_back(referral, handler_of(unit), "不属职责")
    assert not referral.clocks.filter(stopped_on=None).exists()
