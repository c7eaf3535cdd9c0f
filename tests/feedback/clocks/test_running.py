"""Clocks that run: started and stopped by transitions, paused, extended; who was late stays on record."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group, User

from portal.feedback.clocks import correcting, running
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import unseal
from portal.feedback.models import Clock, ClockEvent, Referral, State, Submission, TimeLimit, Workday
from portal.feedback.transitions import NotPermitted, Party, Unfit, apply, receive
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
Kind = ClockEvent.Kind


def at(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai")))


def staff(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or role, email=f"{name or role}@office.example")
    user.groups.add(Group.objects.get(name=role))
    return user


def received(day: str, **values: object) -> Submission:
    submission: Submission = SubmissionFactory(received_on=date.fromisoformat(day), **values)
    with at(day):
        receive(submission, None)
    return submission


def kinds(clock: Clock) -> list[str]:
    return list(clock.events.values_list("kind", flat=True))


def test_what_begins_when_a_tip_is_received() -> None:
    named, anonymous = received("2026-03-02", named=True), received("2026-03-02")
    assert set(named.clocks.values_list("limit", "due_on")) == {
        ("tip_route", date(2026, 3, 9)),
        ("tip_notice", date(2026, 3, 23)),
    }
    assert list(anonymous.clocks.values_list("limit", flat=True)) == ["tip_route"]
    named.refresh_from_db()
    assert named.due_on == date(2026, 3, 9)


def test_transitions_stop_and_start() -> None:
    tip, intake = received("2026-03-02", named=True), staff("intake")
    with at("2026-03-04"):
        tip = apply(tip, "accept", intake)
    assert dict(tip.clocks.values_list("limit", "stopped_on")) == {
        "tip_route": date(2026, 3, 4),
        "tip_notice": date(2026, 3, 4),
        "tip_finish": None,
    }
    tip.refresh_from_db()
    assert tip.due_on == tip.clocks.get(limit="tip_finish").due_on == date(2026, 6, 4)
    with at("2026-03-05"):
        tip = apply(tip, "withdraw", Party.CITIZEN)
    tip.refresh_from_db()
    assert tip.state == State.WITHDRAWN and tip.due_on is None and not running.running(tip).exists()


def test_a_transition_that_fails_leaves_the_clocks() -> None:
    tip, intake = received("2026-03-02"), staff("intake")
    with pytest.raises(Unfit):
        apply(tip, "refuse", intake, ground="nonsense")
    assert running.running(tip).count() == 1


def test_starting_twice_is_starting_once() -> None:
    tip = received("2026-03-02")
    first = running.start(tip, "tip_finish")
    assert running.start(tip, "tip_finish") == first and kinds(first) == [Kind.STARTED]


def test_who_was_late_stays_on_record() -> None:
    tip, intake = received("2026-03-02"), staff("intake")
    with at("2026-03-12"):
        apply(tip, "accept", intake)
    event = tip.clocks.get(limit="tip_route").events.get(kind=Kind.STOPPED)
    assert event.happened_on > event.due_on == date(2026, 3, 9)


def test_a_limit_that_the_office_took_out_is_not_counted() -> None:
    TimeLimit.objects.filter(code="tip_route").delete()
    assert not received("2026-03-02").clocks.exists()


# Pauses


def test_a_pause_needs_a_reason_and_a_second_person() -> None:
    clock, intake = received("2026-03-02").clocks.get(), staff("intake")
    supervisor, handler = staff("supervisor"), staff("handler")
    for actor, approver in ((supervisor, supervisor), (intake, handler)):
        with pytest.raises(NotPermitted):
            running.pause(clock, "等待鉴定", actor, approver)
    with at("2026-03-04"):
        running.pause(clock, "等待鉴定", intake, supervisor)
    event = clock.events.get(kind=Kind.PAUSED)
    submission = clock.submission
    reason = unseal(office_key(submission), event.sealed_reason, submission.pk, "clock-reason", event.pk)
    assert reason == "等待鉴定" and (event.actor, event.approver) == (intake, supervisor)
    assert "等待鉴定".encode() not in bytes(event.sealed_reason)
    submission.refresh_from_db()
    assert submission.due_on is None
    with pytest.raises(Unfit):
        running.pause(clock, "再次", intake, supervisor)


def test_as_much_time_is_left_after_a_pause_as_before() -> None:
    clock, intake, supervisor = received("2026-03-02").clocks.get(), staff("intake"), staff("supervisor")
    with at("2026-03-04"):
        running.pause(clock, "等待鉴定", intake, supervisor)
    with at("2026-03-11"):
        running.resume(clock)
    # Three working days were left on Wednesday the 4th; so they are on Wednesday the 11th.
    assert clock.due_on == date(2026, 3, 16) and kinds(clock) == [Kind.STARTED, Kind.PAUSED, Kind.RESUMED]
    with pytest.raises(Unfit):
        running.resume(clock)


def test_a_pause_heals_no_lateness() -> None:
    clock, intake, supervisor = received("2026-03-02").clocks.get(), staff("intake"), staff("supervisor")
    with at("2026-03-12"):
        running.pause(clock, "等待鉴定", intake, supervisor)
    with at("2026-03-20"):
        running.resume(clock)
    assert clock.due_on == date(2026, 3, 9)


def test_days_of_a_pause_are_added_to_calendar_days() -> None:
    inquiry = InquiryFactory()
    clock = running.start(inquiry, "inquiry_finish", date(2026, 3, 2))
    intake, supervisor = staff("intake"), staff("supervisor")
    assert clock.due_on == date(2026, 5, 6)  # The 1st to the 5th of May are off.
    with at("2026-03-04"):
        running.pause(clock, "等待鉴定", intake, supervisor)
    with at("2026-03-06"):
        running.resume(clock)
    assert clock.due_on == date(2026, 5, 8)


# Extensions


def test_an_extension_is_bounded_in_all_and_keeps_its_reason() -> None:
    clock, supervisor = running.start(InquiryFactory(), "inquiry_finish", date(2026, 6, 1)), staff("supervisor")
    given = running.extend(clock, 20, "案情复杂", supervisor)
    assert clock.due_on == given.day == date(2026, 8, 20)
    with pytest.raises(Unfit, match="10"):
        running.extend(clock, 11, "案情复杂", supervisor)
    running.extend(clock, 10, "案情复杂", supervisor)
    assert running.extended_by(clock) == 30 and kinds(clock).count(Kind.EXTENDED) == 2
    # What was due before stands with each event.
    assert clock.events.filter(kind=Kind.EXTENDED).first().due_on == date(2026, 7, 31)


@pytest.mark.parametrize("days", [0, -5, 1])
def test_what_cannot_be_extended(days: int) -> None:
    clock = received("2026-03-02").clocks.get()
    with pytest.raises(Unfit):
        running.extend(clock, days, "理由", staff("supervisor"))


def test_an_extension_is_not_everybodys() -> None:
    clock = running.start(InquiryFactory(), "inquiry_finish")
    with pytest.raises(NotPermitted):
        running.extend(clock, 5, "理由", staff("moderator"))


# Referrals, and an edited calendar


def test_the_time_that_a_unit_was_given() -> None:
    referral: Referral = ReferralFactory(due_on=date(2026, 3, 16), referred_on=date(2026, 3, 2))
    clock = running.start_for_referral(referral)
    assert clock.due_on == date(2026, 3, 16) and not clock.is_provisional
    other = ReferralFactory(submission=referral.submission, is_leading=False, due_on=date(2026, 3, 20))
    running.start_for_referral(other)
    assert running.stop(referral.submission, ("referral_reply",), referral) == 1
    referral.submission.refresh_from_db()
    assert referral.submission.due_on == date(2026, 3, 20)


def test_an_edited_calendar_lengthens_and_never_shortens() -> None:
    with at("2026-12-30"):
        clock = running.start(SubmissionFactory(received_on=date(2026, 12, 30)), "tip_route")
        assert clock.due_on == date(2027, 1, 6) and clock.is_provisional
        Workday.objects.create(date=date(2027, 1, 1), note="元旦")
        assert correcting.reckon_again() == 1 and correcting.reckon_again() == 0
        clock.refresh_from_db()
        clock.submission.refresh_from_db()
        assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 7), False)
        assert clock.submission.due_on == date(2027, 1, 7)
        Workday.objects.create(date=date(2027, 1, 2), is_work=True)
        assert correcting.reckon_again() == 0


def test_an_edited_calendar_keeps_an_extension() -> None:
    with at("2026-12-01"):
        clock = running.start(InquiryFactory(), "inquiry_finish")
        running.extend(clock, 10, "理由", staff("supervisor"))
        before = clock.due_on
        Workday.objects.create(date=date(2027, 1, 1))
        correcting.reckon_again()
        clock.refresh_from_db()
        assert clock.due_on == before and not clock.is_provisional
