"""A warning goes to the units it names; they acknowledge it, are reminded, and it is on record."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as outgoing
from django.test import Client
from django.utils import timezone

from portal.alerts.mailing.delivery import send_due
from portal.alerts.models import Mail, WarningReceipt
from portal.alerts.warned.reminding import MOST_REMINDERS, remind
from portal.audit.models import AuditEntry
from portal.operations.tasks import queues
from portal.operations.tasks.running import run_next
from tests.factories.accounts import UserFactory
from tests.factories.notices import WarningPageFactory
from tests.factories.organisations import UnitFactory

pytestmark = pytest.mark.django_db


def work() -> None:
    while run_next("default", "one"):
        pass
    send_due()


def recipients() -> list[str]:
    return sorted(address for mail in outgoing.outbox for address in mail.to)


def test_the_staff_of_the_units_named_are_told_once() -> None:
    unit, other = UnitFactory(), UnitFactory()
    first, second = UserFactory(units=[unit]), UserFactory(units=[unit])
    UserFactory(units=[other])
    UserFactory(units=[unit], inactive=True)
    page = WarningPageFactory(audience=[unit])
    work()
    assert recipients() == sorted([first.email, second.email])
    page.save()
    work()
    assert len(outgoing.outbox) == 2
    assert WarningReceipt.objects.get().unit == unit


def test_units_below_are_told_where_the_warning_says_so() -> None:
    above = UnitFactory()
    below = UnitFactory(parent=above)
    closed = UnitFactory(parent=above, closed_on=timezone.localdate())
    WarningPageFactory(audience=[above], audience_includes_subunits=True)
    work()
    told = set(WarningReceipt.objects.values_list("unit", flat=True))
    assert told == {above.pk, below.pk}
    assert closed.pk not in told


def test_a_unit_that_is_added_later_is_told_alone() -> None:
    unit, later = UnitFactory(), UnitFactory()
    page = WarningPageFactory(audience=[unit])
    work()
    page.audience = [unit, later]
    page.save()
    work()
    assert WarningReceipt.objects.count() == 2


def test_a_draft_tells_nobody() -> None:
    WarningPageFactory(audience=[UnitFactory()], draft=True)
    assert not queues.tasks().exists()


def test_the_mail_tells_no_title_for_a_warning_may_be_internal() -> None:
    unit = UnitFactory()
    UserFactory(units=[unit])
    page = WarningPageFactory(audience=[unit], internal=True)
    work()
    assert page.title not in outgoing.outbox[0].body + outgoing.outbox[0].subject
    assert "/alerts/warnings/" in outgoing.outbox[0].body


def acknowledge(client: Client, receipt: WarningReceipt) -> int:
    return int(client.post(f"/alerts/warnings/{receipt.pk}/").status_code)


def test_staff_of_the_unit_acknowledge_and_it_is_on_record(client: Client) -> None:
    unit = UnitFactory()
    user, colleague = UserFactory(units=[unit]), UserFactory(units=[unit])
    page = WarningPageFactory(audience=[unit])
    work()
    receipt = WarningReceipt.objects.get()
    client.force_login(user)
    assert page.title in client.get("/alerts/warnings/").content.decode()
    assert acknowledge(client, receipt) == 302
    client.force_login(colleague)
    acknowledge(client, receipt)
    receipt.refresh_from_db()
    # The first counts.
    assert receipt.acknowledged_by == user
    assert AuditEntry.objects.filter(action="warning.acknowledge", actor_id=user.pk).count() == 1


def test_others_neither_see_nor_acknowledge_it(client: Client) -> None:
    unit, other = UnitFactory(), UnitFactory()
    page = WarningPageFactory(audience=[unit], internal=True)
    work()
    receipt = WarningReceipt.objects.get()
    assert client.get("/alerts/warnings/").status_code == 302
    assert acknowledge(client, receipt) == 302
    client.force_login(UserFactory(units=[other]))
    assert page.title not in client.get("/alerts/warnings/").content.decode()
    assert acknowledge(client, receipt) == 404
    receipt.refresh_from_db()
    assert receipt.acknowledged_at is None


def test_who_left_the_unit_cannot_acknowledge_any_more(client: Client) -> None:
    unit = UnitFactory()
    user = UserFactory(units=[unit])
    WarningPageFactory(audience=[unit])
    work()
    user.memberships.update(until=timezone.localdate() - timedelta(days=1))
    client.force_login(user)
    assert acknowledge(client, WarningReceipt.objects.get()) == 404


def test_units_are_reminded_and_in_the_end_the_unit_above_is_told(settings: Any) -> None:
    settings.WARNING_REMINDER_DAYS = 3
    above = UnitFactory()
    unit = UnitFactory(parent=above)
    user, boss = UserFactory(units=[unit]), UserFactory(units=[above])
    with time_machine.travel("2026-04-01T10:00:00+08:00", tick=False) as clock:
        WarningPageFactory(audience=[unit])
        work()
        outgoing.outbox.clear()
        assert remind() == 0
        for _ in range(MOST_REMINDERS - 1):
            clock.shift(timedelta(days=3))
            assert remind() == 1
            assert remind() == 0
        work()
        assert recipients() == [user.email] * (MOST_REMINDERS - 1)
        outgoing.outbox.clear()
        clock.shift(timedelta(days=3))
        remind()
        work()
        assert recipients() == sorted([user.email, boss.email])
        clock.shift(timedelta(days=30))
        assert remind() == 0


def test_reminders_that_nobody_sent_for_weeks_are_caught_up_by_one() -> None:
    unit = UnitFactory()
    UserFactory(units=[unit])
    WarningPageFactory(audience=[unit])
    work()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert (remind(), remind()) == (1, 0)


def test_who_has_acknowledged_and_what_was_taken_down_is_reminded_of_nothing(client: Client) -> None:
    unit, other = UnitFactory(), UnitFactory()
    user = UserFactory(units=[unit])
    WarningPageFactory(audience=[unit])
    gone = WarningPageFactory(audience=[other])
    work()
    client.force_login(user)
    acknowledge(client, WarningReceipt.objects.get(unit=unit))
    gone.unpublish()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert remind() == 0


def test_a_reminder_that_waits_is_not_sent_after_the_acknowledgement(client: Client) -> None:
    unit = UnitFactory()
    user = UserFactory(units=[unit])
    WarningPageFactory(audience=[unit])
    run_next("default", "one")
    client.force_login(user)
    acknowledge(client, WarningReceipt.objects.get())
    send_due()
    assert outgoing.outbox == []
    assert Mail.objects.get().state == Mail.State.DROPPED
