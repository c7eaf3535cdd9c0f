"""What is recorded: in the transaction of the step, sealed, without personal data."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from home.roles import Role
from portal.audit import actions, chain, seals
from portal.audit.details import MAX_ENTRIES, UnfitDetails, check
from portal.audit.log import Thing, record
from portal.audit.models import AuditEntry, AuditLink
from tests.audit.steps import Step, take
from tests.factories import UserFactory


@pytest.mark.django_db
def test_an_entry_says_who_what_and_when() -> None:
    user = UserFactory(groups=[Role.PUBLISHER, Role.EDITOR])
    record(Step.TAKEN, user, actor=user, details={"kinds": ["mobile:2"], "until": "2026-11-24"})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.object_kind, entry.object_key) == ("test.taken", "auth.user", str(user.pk))
    assert (entry.actor_id, entry.actor_role) == (user.pk, "editor,publisher")
    assert entry.details == {"kinds": ["mobile:2"], "until": "2026-11-24"}
    assert entry.at.utcoffset() is not None


@pytest.mark.django_db
@pytest.mark.parametrize("actor", [None, AnonymousUser()])
def test_nobody_is_the_system(actor: Any) -> None:
    entry = record(Step.TAKEN, Thing("case", "17"), actor=actor)
    assert (entry.actor_id, entry.actor_role, entry.details) == (None, "system", {})


@pytest.mark.django_db
def test_who_may_do_everything_is_told_apart() -> None:
    assert record(Step.TAKEN, Thing("case", "17"), actor=UserFactory(administrator=True)).actor_role == "superuser"
    assert record(Step.TAKEN, Thing("case", "17"), actor=UserFactory()).actor_role == "none"


@pytest.mark.django_db
def test_the_entry_outlives_the_account() -> None:
    user = UserFactory()
    record(Step.TAKEN, Thing("case", "17"), actor=user)
    number = user.pk
    user.delete()
    assert AuditEntry.objects.filter(action=Step.TAKEN).get().actor_id == number


@pytest.mark.django_db
def test_an_action_that_nobody_registered_is_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.unknown"):
        record("test.unknown", Thing("case", "17"), actor=None)


def test_a_code_is_taken_once() -> None:
    with pytest.raises(ValueError, match=r"test\.taken"):
        actions.register(Step)
    assert actions.label("test.taken") == "taken"
    assert actions.label("gone.action") == "gone.action"


@pytest.mark.django_db
def test_rolled_back_with_its_step() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        take()
        raise RuntimeError
    assert not AuditEntry.objects.filter(action=Step.TAKEN).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["follow", "link_after_commit"])
def test_what_is_committed_is_linked(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(chain, "follow", getattr(chain, way))
    with transaction.atomic():
        first = take(1)
        with pytest.raises(RuntimeError), transaction.atomic():
            take(2)
            raise RuntimeError
        third = take(3)
    assert list(AuditLink.objects.order_by("position").values_list("position", "entry")) == [
        (1, first.pk),
        (2, third.pk),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["follow", "link_after_commit"])
def test_a_savepoint_that_goes_takes_no_other_link_with_it(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(chain, "follow", getattr(chain, way))
    with transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic():
            take(1)
            raise RuntimeError
        with transaction.atomic():
            take(2)
        take(3)
    assert AuditLink.objects.count() == AuditEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_link_that_fails_does_not_undo_the_step(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(chain, "follow", chain.link_after_commit)
    monkeypatch.setattr("portal.audit.chain._lock", lambda: 1 / 0)
    with transaction.atomic():
        take()
    monkeypatch.undo()
    assert AuditEntry.objects.count() == 1
    assert not AuditLink.objects.exists()
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "details",
    [
        {"ip": "1"},
        {"client_ip": "1"},
        {"user_agent": "x"},
        {"inner": {"email": "x"}},
        {"inner": [{"phone": "x"}]},
        {"title": "x"},
        {"reason": "x"},
        {"Number": 1},
        {1: 1},
        {"number": 1.5},
        {"number": 2**53},
        {"number": float("nan")},
        {"value": "张某"},
        {"value": "two words"},
        {"value": "somebody@example.org"},
        {"value": "13800138000"},
        {"value": "110101199003070011"},
        {"value": "192.0.2.7"},
        {"value": "a\x00b"},
        {"value": "x" * 101},
        {"value": datetime(2026, 11, 24, tzinfo=UTC)},
        {"value": uuid.UUID(int=1)},
        {"value": b"x"},
        {"value": list(range(MAX_ENTRIES + 1))},
        {"value": {"value": {"value": {"value": 1}}}},
    ],
)
def test_personal_data_and_prose_are_refused(details: dict[Any, Any]) -> None:
    with pytest.raises(UnfitDetails) as refused:
        check(details)
    assert not [
        value for value in details.values() if isinstance(value, str) and len(value) > 3 and value in str(refused.value)
    ]


def test_codes_numbers_and_dates_may_stand() -> None:
    details = {"kinds": ["id_number:1"], "until": "2026-11-24", "live": True, "before": None, "count": -3}
    assert check(details) == details


def test_a_random_key_may_stand_whatever_its_digits_are() -> None:
    key = "6995cbcf-c093-4b78-84ac-53343346704d"
    assert check({"referral": key}) == {"referral": key}
    with pytest.raises(UnfitDetails):
        check({"referral": f"{key}-13800138000"})


@pytest.mark.django_db
def test_nothing_is_written_when_the_details_are_refused() -> None:
    with pytest.raises(UnfitDetails):
        record(Step.TAKEN, Thing("case", "17"), actor=None, details={"ip": "x"})
    assert not AuditEntry.objects.filter(action=Step.TAKEN).exists()


def test_the_canonical_form_stays() -> None:
    """Another form would make every old entry look changed."""
    assert seals.canonical([1, {"b": None, "a": "é"}, True]) == b'[1,{"a":"\\u00e9","b":null},true]'
    assert seals.moment(datetime(2026, 11, 24, 8, tzinfo=UTC)) == "2026-11-24T08:00:00.000000Z"
    columns = {
        "uid": uuid.UUID(int=1),
        "at": datetime(2026, 11, 24, 8, tzinfo=UTC),
        "action": "test.taken",
        "object_kind": "case",
        "object_key": "17",
        "actor_id": None,
        "actor_role": "system",
        "details": {"number": 1},
    }
    assert seals.entry_seal(columns) == "f0ed015b0466d44d9dcdeef16264ddeaa833b68fca51f713ff3af1f191385f07"
