"""Reminders and the way up: each exactly once, whatever happens to the worker or to the machine's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from portal.feedback.clocks import ladder, running, telling
from portal.feedback.models import Clock, ClockEvent, EscalationStep, Referral
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory
from tests.feedback.clocks.test_running import staff

pytestmark = pytest.mark.django_db
Kind = ClockEvent.Kind
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def clock() -> Clock:
    """Due on Friday, 13 March 2026."""
    made = running.start(SubmissionFactory(received_on=date(2026, 3, 6)), "tip_route", date(2026, 3, 6))
    assert made is not None and made.due_on == date(2026, 3, 13)
    return made


def look_at(moment: str) -> int:
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)):
        return ladder.look()


def happened(clock: Clock) -> list[tuple[str, int, str]]:
    events = clock.events.exclude(kind__in=[Kind.STARTED, Kind.PAUSED, Kind.RESUMED, Kind.EXTENDED])
    return [(event.kind, event.level, f"{event.happened_on:%m-%d}") for event in events]


WHOLE = [
    ("reminded", 0, "03-12"),
    ("reminded", 1, "03-13"),
    ("overdue", 0, "03-14"),
    ("escalated", 1, "03-16"),
    ("escalated", 2, "03-18"),
    ("escalated", 3, "03-27"),
]


def days() -> Iterator[str]:
    for number in range(30):
        yield f"{date(2026, 3, 7) + timedelta(days=number)}"


def test_one_level_a_step_and_each_once(clock: Clock) -> None:
    made = sum(look_at(f"{day}T{hour}") for day in days() for hour in ("00:00", "13:00"))
    assert happened(clock) == WHOLE and made == len(WHOLE)


def test_what_should_have_come_while_no_worker_was_there_comes_then(clock: Clock) -> None:
    """Each once, and seen to be late by its day."""
    look_at("2026-03-12T09:00")
    look_at("2026-03-20T09:00")
    assert happened(clock) == [
        ("reminded", 0, "03-12"),
        ("reminded", 1, "03-20"),
        ("overdue", 0, "03-20"),
        ("escalated", 1, "03-20"),
        ("escalated", 2, "03-20"),
    ]


def test_a_clock_that_is_set_back_or_jumps_does_nothing_twice(clock: Clock) -> None:
    moments = ("2026-03-14T00:30", "2026-03-13T23:30", "2026-03-14T00:30", "2026-03-12T00:00", "2026-03-14T02:00")
    assert [look_at(moment) for moment in moments] == [3, 0, 0, 0, 0]


def test_four_hundred_days_with_outages_every_reminder_counted() -> None:
    """A worker that is there one day in eight, and then looks twice."""
    clocks = []
    for number in range(12):
        start = date(2026, 1, 5) + timedelta(days=20 * number)
        clocks.append(running.start(SubmissionFactory(received_on=start), "tip_route", start))
    day = date(2026, 1, 5)
    made = 0
    for number in range(0, 400, 8):
        made += sum(look_at(f"{day + timedelta(days=number)}T{hour}") for hour in ("08:00", "20:00"))
    assert made == 12 * 6
    assert {len(happened(clock)) for clock in clocks} == {6}


def test_a_paused_or_stopped_clock_keeps_silent(clock: Clock) -> None:
    with time_machine.travel(datetime(2026, 3, 9, 9, tzinfo=SHANGHAI)):
        running.pause(clock, "等待", staff("intake"), staff("supervisor"))
    assert look_at("2026-03-27T09:00") == 0
    with time_machine.travel(datetime(2026, 3, 27, 9, tzinfo=SHANGHAI)):
        running.resume(clock)
        running.stop(clock.submission, ("tip_route",))
    assert look_at("2026-05-27T09:00") == 0


def test_an_extended_clock_reminds_again_of_its_new_day() -> None:
    clock = running.start(SubmissionFactory(), "tip_finish", date(2026, 3, 2))
    assert clock is not None and clock.due_on == date(2026, 6, 2)
    look_at("2026-05-30T09:00")
    with time_machine.travel(datetime(2026, 5, 31, 9, tzinfo=SHANGHAI)):
        running.extend(clock, 30, "案情复杂", staff("supervisor"))
    look_at("2026-07-01T09:00")
    assert happened(clock) == [("reminded", 0, "05-30"), ("reminded", 0, "07-01")]


def test_the_office_sets_the_steps(clock: Clock) -> None:
    EscalationStep.objects.exclude(level=1).delete()
    EscalationStep.objects.update(days_after=5)
    look_at("2026-06-01T09:00")
    assert [kind for kind, _level, _day in happened(clock)].count("escalated") == 1


def test_queries_do_not_grow_with_what_has_happened(django_assert_max_num_queries) -> None:
    for _number in range(20):
        running.start(SubmissionFactory(received_on=date(2026, 3, 6)), "tip_route", date(2026, 3, 6))
    look_at("2026-03-18T09:00")
    with django_assert_max_num_queries(6):
        assert look_at("2026-03-18T10:00") == 0


# Who is told


def event_of(clock: Clock, kind: str, level: int) -> ClockEvent:
    return ClockEvent.objects.create(
        clock=clock, kind=kind, level=level, due_on=clock.due_on, happened_on=clock.due_on + timedelta(days=level)
    )


def names(clock: Clock, kind: str, level: int) -> set[str]:
    return {user.username for user in telling.recipients(event_of(clock, kind, level))}


def test_the_office_is_told_and_from_the_second_level_on_the_supervisor(clock: Clock) -> None:
    staff("moderator"), staff("supervisor"), staff("intake"), staff("auditor")
    assert names(clock, Kind.REMINDED, 0) == {"moderator"}
    assert names(clock, Kind.ESCALATED, 1) == {"moderator"}
    assert names(clock, Kind.ESCALATED, 2) == {"moderator", "supervisor"}


def test_the_unit_is_told_and_nobody_who_may_not_know() -> None:
    unit, accused = UnitFactory(), UnitFactory()
    handler, gone, outsider = staff("handler"), staff("handler", "gone"), staff("supervisor", "outsider")
    for user, place in ((handler, unit), (gone, unit), (outsider, accused)):
        user.memberships.create(unit=place)
    gone.is_active = False
    gone.save()
    staff("supervisor")
    referral: Referral = ReferralFactory(submission=SubmissionFactory(accused=[accused]), unit=unit)
    clock = running.start_for_referral(referral)
    assert names(clock, Kind.ESCALATED, 2) == {"handler", "supervisor"}


def test_a_mail_says_nothing_of_the_file_and_one_that_is_refused_stops_no_other(clock: Clock, monkeypatch) -> None:
    staff("moderator"), staff("moderator", "full")
    send = EmailBackend.send_messages

    def refusing(backend: EmailBackend, messages: list) -> int:
        if messages[0].to == ["full@office.example"]:
            raise ConnectionRefusedError
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    telling.tell.func(event_of(clock, Kind.ESCALATED, 1).pk)
    (letter,) = mail.outbox
    assert letter.to == ["moderator@office.example"] and str(clock.submission) in letter.subject
    assert "2026-03-13" in letter.subject and "礼品" not in letter.subject + letter.body


def test_nobody_is_told_of_what_has_ended(clock: Clock) -> None:
    staff("moderator")
    event = event_of(clock, Kind.REMINDED, 0)
    running.stop(clock.submission, ("tip_route",))
    telling.tell.func(event.pk)
    assert mail.outbox == []
