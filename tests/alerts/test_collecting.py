"""Hits become mails in their time: at once, in the morning, after the quarter; each in one, whatever the clock does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from portal.alerts.mailing import collecting
from portal.alerts.mailing.collecting import boundary, collect
from portal.alerts.mailing.queue import deliver
from portal.alerts.models import Hit, Mail, Rhythm, Subscription
from portal.operations.tasks import queues
from tests.factories.alerts import SubscriptionFactory
from tests.search.sources import held_elsewhere

pytestmark = pytest.mark.django_db


def hit(subscription: Subscription, key: str, at: str) -> Hit:
    return Hit.objects.create(subscription=subscription, key=key, found_at=moment(at))


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def mails() -> list[list[str]]:
    return [sorted(mail.hits.values_list("key", flat=True)) for mail in Mail.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("rhythm", "now", "before"),
    [
        ("daily", "2026-04-02T07:00", "2026-04-02T07:00"),
        ("daily", "2026-04-02T06:59", "2026-04-01T07:00"),
        ("daily", "2026-01-01T00:00", "2025-12-31T07:00"),
        ("quarterly", "2026-03-31T23:59:59", "2026-01-01T00:00"),
        ("quarterly", "2026-04-01T00:00", "2026-04-01T00:00"),
        ("quarterly", "2026-12-31T12:00", "2026-10-01T00:00"),
    ],
)
def test_what_is_due(rhythm: str, now: str, before: str) -> None:
    assert boundary(rhythm, moment(now)) == moment(before)


def test_at_once_does_not_wait() -> None:
    hit(SubscriptionFactory(), "case:1", "2026-04-01T10:00")
    assert collect(moment("2026-04-01T10:00")) == 1
    assert mails() == [["case:1"]]


def test_a_day_makes_one_mail_of_all_that_a_subscriber_follows_daily() -> None:
    first, second = SubscriptionFactory(text="礼金", rhythm="daily"), SubscriptionFactory(text="酒驾", rhythm="daily")
    other = SubscriptionFactory(text="礼金", rhythm="daily", address="other@example.org")
    for subscription, key in ((first, "case:1"), (second, "case:2"), (other, "case:1")):
        hit(subscription, key, "2026-04-01T10:00")
    assert collect(moment("2026-04-01T23:00")) == 0
    assert collect(moment("2026-04-02T07:10")) == 2
    assert sorted(mails()) == [["case:1"], ["case:1", "case:2"]]
    assert collect(moment("2026-04-02T07:20")) == 0


def test_a_missed_night_is_caught_up_by_one_mail() -> None:
    subscription = SubscriptionFactory(rhythm="daily")
    for day in (1, 2, 3):
        hit(subscription, f"case:{day}", f"2026-04-0{day}T10:00")
    assert collect(moment("2026-04-04T15:00")) == 1
    assert mails() == [["case:1", "case:2", "case:3"]]


def test_the_digest_of_a_quarter_ends_with_the_quarter_however_late_it_runs() -> None:
    subscription = SubscriptionFactory(rhythm="quarterly")
    hit(subscription, "case:1", "2026-03-31T23:59")
    hit(subscription, "case:2", "2026-04-01T00:00")
    assert collect(moment("2026-03-31T23:59:59")) == 0
    assert collect(moment("2026-04-03T09:00")) == 1
    assert mails() == [["case:1"]]
    assert collect(moment("2026-07-01T00:00")) == 1
    assert mails() == [["case:1"], ["case:2"]]


def test_a_clock_that_jumps_over_the_end_of_a_quarter_and_back_loses_and_doubles_nothing() -> None:
    subscription = SubscriptionFactory(rhythm="quarterly")
    hit(subscription, "case:1", "2026-03-20T10:00")
    # The clock of the machine says July for a while.
    assert collect(moment("2026-07-02T10:00")) == 1
    assert collect(moment("2026-03-20T10:10")) == 0
    hit(subscription, "case:2", "2026-03-25T10:00")
    assert collect(moment("2026-04-01T00:10")) == 1
    assert mails() == [["case:1"], ["case:2"]]


def test_another_rhythm_takes_what_waits_along() -> None:
    subscription = SubscriptionFactory(rhythm="quarterly")
    hit(subscription, "case:1", "2026-03-20T10:00")
    Subscription.objects.update(rhythm=Rhythm.DAILY)
    assert collect(moment("2026-03-21T08:00")) == 1


def test_two_workers_make_each_mail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hit(SubscriptionFactory(), "case:1", "2026-04-01T10:00")
    monkeypatch.setattr(collecting, "_WAIT", 0.0)
    with held_elsewhere("alerts collect"):
        # Whoever holds it makes the mail.
        assert collect(moment("2026-04-02T10:00")) == 0
    assert mails() == []
    assert collect(moment("2026-04-02T10:00")) == 1


def test_a_mail_is_sent_by_a_task_that_is_asked_for_with_it() -> None:
    first, second = SubscriptionFactory(text="礼金"), SubscriptionFactory(text="酒驾")
    hit(first, "case:1", "2026-04-01T10:00")
    collect(moment("2026-04-01T10:00"))
    hit(second, "case:2", "2026-04-01T10:00")
    collect(moment("2026-04-01T10:01"))
    # One that waits sends all.
    assert queues.waiting(deliver).count() == 1


def test_many_subscribers_cost_few_queries(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    now = timezone.now()
    for number in range(30):
        subscription = SubscriptionFactory(address=f"reader{number}@example.org", rhythm="at_once")
        Hit.objects.create(subscription=subscription, key="case:1", found_at=now)
    with django_assert_max_num_queries(20):
        assert collect(now) == 30
