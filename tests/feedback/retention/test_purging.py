"""What was handed in is deleted by its keys once its time is over; counts stay, and it stays deleted."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from portal.audit.models import AuditEntry
from portal.feedback.contents.keys import Purged, office_key
from portal.feedback.models import Receipt, State, Submission, WrappedKey
from portal.feedback.retention import purging
from portal.feedback.retention.rules import past_their_time
from portal.operations.backup import databases, purged
from tests.factories import InquiryFactory, SubmissionFactory

TODAY = date(2026, 3, 2)
LONG_AGO = TODAY - timedelta(days=4 * 365)


@pytest.fixture(autouse=True)
def today(settings: Any, tmp_path: Path) -> Any:
    settings.PURGE_LIST_FILE = tmp_path / "far" / "purged.jsonl"
    with time_machine.travel("2026-03-02 12:00+08:00"):
        yield


def ended(state: str, on: date, **facts: Any) -> Submission:
    factory = InquiryFactory if state in (State.PUBLISHED, State.ANSWERED) else SubmissionFactory
    found = factory(state=state, received_on=on, **facts)
    found.steps.create(number=1, transition="x", target=state, taken_on=on)
    return found


def readable() -> set[Any]:
    return set(WrappedKey.objects.values_list("submission", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "months", "is_over"),
    [
        (State.CLOSED, 35, False),
        (State.CLOSED, 37, True),
        (State.PUBLISHED, 37, True),
        (State.NOT_ACCEPTED, 11, False),
        (State.NOT_ACCEPTED, 13, True),
        (State.WITHDRAWN, 13, True),
        (State.PROCESSING, 90, False),
        (State.RECEIVED, 90, False),
    ],
)
def test_by_rule(state: str, months: int, is_over: bool) -> None:
    found = ended(state, TODAY - timedelta(days=months * 30 + months // 2))
    assert (found in past_their_time(TODAY)) is is_over


@pytest.mark.django_db
def test_its_time_counts_from_the_last_step() -> None:
    found = ended(State.CLOSED, LONG_AGO)
    found.steps.create(number=2, transition="rate", target=State.CLOSED, taken_on=TODAY - timedelta(days=30))
    assert found not in past_their_time(TODAY)


@pytest.mark.django_db
def test_a_repeat_waits_for_what_it_repeats() -> None:
    leading = SubmissionFactory(state=State.PROCESSING)
    repeat = ended(State.MERGED, LONG_AGO, merged_into=leading)
    assert repeat not in past_their_time(TODAY)
    Submission.objects.filter(pk=leading.pk).update(state=State.CLOSED)
    assert repeat in past_their_time(TODAY)


@pytest.mark.django_db
def test_nothing_goes_with_a_message_that_nobody_has_read() -> None:
    refused = ended(State.NOT_ACCEPTED, LONG_AGO, talk=[("citizen", "新的证据")])
    assert refused not in past_their_time(TODAY)
    refused.messages.update(is_read=True)
    assert refused in past_their_time(TODAY)


@pytest.mark.django_db
def test_nobody_can_read_it_and_counts_stay() -> None:
    over, kept = ended(State.CLOSED, LONG_AGO), ended(State.CLOSED, TODAY)
    assert purging.purge_expired() == 1
    assert readable() == {kept.pk}
    assert not Receipt.objects.filter(submission=over).exists()
    with pytest.raises(Purged):
        office_key(over)
    over.refresh_from_db()
    assert not over.wrapped_keys.exists()
    assert over.state == State.CLOSED
    assert over.steps.count() == 1
    assert purging.purge_expired() == 0


@pytest.mark.django_db
def test_each_is_recorded_and_noted_outside() -> None:
    over = ended(State.CLOSED, LONG_AGO)
    purging.purge_expired()
    assert AuditEntry.objects.get(action="submission.purge").object_key == str(over.pk)
    assert purged.noted(purged.path()) == {purging.KIND: [str(over.pk)]}


@pytest.mark.django_db
def test_what_is_rolled_back_is_still_there() -> None:
    over = ended(State.CLOSED, LONG_AGO)
    with pytest.raises(RuntimeError), transaction.atomic():
        purging.purge_expired()
        raise RuntimeError
    assert readable() == {over.pk}


@pytest.mark.django_db
def test_a_dry_run_deletes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    over = ended(State.CLOSED, LONG_AGO)
    call_command("purge_expired", "--dry-run")
    told = capsys.readouterr().out
    assert "tip closed: 1" in told
    assert str(over) not in told
    assert readable() == {over.pk}
    assert not purged.path().exists()
    call_command("purge_expired")
    assert "deleted for good: 1" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_restore_of_yesterdays_backup_does_not_bring_three_back(tmp_path: Path) -> None:
    gone, kept = [ended(State.CLOSED, LONG_AGO) for _number in range(3)], ended(State.CLOSED, TODAY)
    database = databases.database_of(connection)
    database.dump(tmp_path / "yesterday")
    assert purging.purge_expired() == 3
    database.load(tmp_path / "yesterday")
    assert readable() == {kept.pk, *(each.pk for each in gone)}
    assert purged.purge_again() == {purging.KIND: 3}
    assert readable() == {kept.pk}
