"""A flood is cleared in bulk, and nothing else goes with it."""

from __future__ import annotations

import pytest

from portal.audit.models import AuditEntry
from portal.feedback.abuse.clearing import clear
from portal.feedback.models import Priority, State, Submission
from tests.factories import SubmissionFactory, UnitFactory
from tests.feedback.clocks.test_running import staff

pytestmark = pytest.mark.django_db


def test_junk_goes_and_what_is_no_junk_stays() -> None:
    junk = [SubmissionFactory(priority=Priority.LOW) for _number in range(5)]
    real = SubmissionFactory()
    begun = SubmissionFactory(priority=Priority.LOW, state=State.ACCEPTED)
    assert clear(Submission.objects.all(), staff("intake")) == (5, 2)
    assert set(Submission.objects.filter(state=State.NOT_ACCEPTED)) == set(junk)
    assert {one.state for one in Submission.objects.filter(pk__in=[real.pk, begun.pk])} == {"received", "accepted"}
    assert AuditEntry.objects.filter(action="submission.refuse").count() == 5
    assert all(one.steps.get().facts == {"ground": "na3"} for one in junk)


def test_it_takes_the_right_to_refuse_and_to_know() -> None:
    accused = UnitFactory()
    SubmissionFactory(priority=Priority.LOW, accused=[accused])
    insider = staff("intake")
    insider.memberships.create(unit=accused)
    assert clear(Submission.objects.all(), insider) == (0, 1)
    assert clear(Submission.objects.all(), staff("handler")) == (0, 1)
