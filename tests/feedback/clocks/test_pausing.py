"""A pause takes two persons; a unit gets more time within what the limit allows. All of it by buttons of the file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.clocks import running
from portal.feedback.clocks.pausing import ask_for_pause, asked_of, decide_on_pause, go_on
from portal.feedback.models import Clock, Referral, Submission
from portal.feedback.transitions import NotPermitted, Unfit
from tests.factories import ReferralFactory, SubmissionFactory, UserFactory
from tests.feedback.at_the_desk import desk, file_of, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Clock:
    made = running.start(SubmissionFactory(), "tip_route")
    assert made is not None
    return made


def press(client: Client, submission: Submission, code: str, **fields: Any) -> Any:
    address = f"{file_of(submission)}do/{code}/"
    assert address in client.get(file_of(submission)).content.decode(), code
    return client.post(address, {"seen": submission.state, **fields})


def offered(client: Client, submission: Submission) -> set[str]:
    links = soup(client.get(file_of(submission))).select(".desk-buttons a")
    return {str(link["href"]).rstrip("/").rpartition("/")[2] for link in links}


def test_one_asks_another_decides_and_the_time_goes_on_with_what_was_left(clock: Clock) -> None:
    tip = clock.submission
    moderator, supervisor = desk("moderator"), desk("supervisor")
    assert "decide_pause" not in offered(supervisor, tip)
    press(moderator, tip, "ask_pause", clock=clock.pk, text="等待鉴定意见")
    clock.refresh_from_db()
    assert clock.paused_on is None
    assert not {"ask_pause", "decide_pause"} & offered(moderator, tip)
    assert "等待鉴定意见" in supervisor.get(file_of(tip)).content.decode()
    press(supervisor, tip, "decide_pause", clock=clock.pk, decision="allow")
    clock.refresh_from_db()
    assert clock.paused_on == timezone.localdate()
    paused = clock.events.get(kind="paused")
    assert (paused.actor, paused.approver) != (None, None) and paused.actor != paused.approver
    tip.refresh_from_db()
    assert tip.due_on is None
    press(desk("intake"), tip, "go_on", clock=clock.pk)
    clock.refresh_from_db()
    assert clock.paused_on is None
    actions = set(AuditEntry.objects.filter(action__startswith="clock.").values_list("action", flat=True))
    assert actions == {"clock.ask_pause", "clock.pause", "clock.resume"}


def test_nobody_decides_on_the_own_wish(clock: Clock) -> None:
    both = UserFactory(groups=["moderator", "supervisor"])
    ask_for_pause(clock, "等待", both)
    with pytest.raises(NotPermitted):
        decide_on_pause(clock, both, is_allowed=True)
    with pytest.raises(NotPermitted):
        decide_on_pause(clock, UserFactory(groups=["moderator"]), is_allowed=True)
    clock.refresh_from_db()
    assert clock.paused_on is None


def test_what_was_refused_may_be_asked_again_and_what_was_asked_may_not(clock: Clock) -> None:
    moderator, supervisor = UserFactory(groups=["moderator"]), UserFactory(groups=["supervisor"])
    ask_for_pause(clock, "等待", moderator)
    with pytest.raises(Unfit):
        ask_for_pause(clock, "等待", moderator)
    decide_on_pause(clock, supervisor, is_allowed=False)
    with pytest.raises(Unfit):
        decide_on_pause(clock, supervisor, is_allowed=True)
    ask_for_pause(clock, "还在等待", moderator)
    decide_on_pause(clock, supervisor, is_allowed=True)
    with pytest.raises(Unfit):
        ask_for_pause(clock, "等待", moderator)
    go_on(clock, moderator)
    with pytest.raises(Unfit):
        go_on(clock, moderator)
    assert asked_of(clock) is None


def test_a_wish_ends_with_its_clock(clock: Clock) -> None:
    ask_for_pause(clock, "等待", UserFactory(groups=["moderator"]))
    running.stop(clock.submission, ("tip_route",))
    with pytest.raises(Unfit):
        decide_on_pause(clock, UserFactory(groups=["supervisor"]), is_allowed=True)
    assert not {"decide_pause", "ask_pause", "go_on"} & offered(desk("supervisor"), clock.submission)


def test_a_clock_of_another_file_is_not_to_be_chosen(clock: Clock) -> None:
    other = running.start(SubmissionFactory(), "tip_route")
    assert other is not None
    answer = press(desk("moderator"), clock.submission, "ask_pause", clock=other.pk, text="等待")
    assert answer.status_code == 200
    assert not other.events.filter(kind="asked").exists()


def test_a_supervisor_gives_a_unit_more_time_and_it_reads_its_new_day() -> None:
    today = timezone.localdate()
    referral: Referral = ReferralFactory(submission=SubmissionFactory(), due_on=today + timedelta(days=9))
    clock, tip = running.start_for_referral(referral), referral.submission
    supervisor = desk("supervisor")
    assert "extend_referral" not in offered(desk("moderator"), tip)
    press(supervisor, tip, "extend_referral", clock=clock.pk, days=11, text="情况复杂")
    clock.refresh_from_db()
    assert clock.due_on == today + timedelta(days=9)
    press(supervisor, tip, "extend_referral", clock=clock.pk, days=10, text="情况复杂")
    clock.refresh_from_db()
    referral.refresh_from_db()
    assert clock.due_on >= today + timedelta(days=19)
    assert referral.due_on == clock.due_on
    assert AuditEntry.objects.get(action="clock.extend_referral").details["days"] == 10
    assert not tip.messages.exists()
