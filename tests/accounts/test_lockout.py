"""Too many refusals lock the door for a while, and nothing that is kept tells who stood before it from where."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import lockout
from portal.accounts.models import RefusedSignIns
from portal.audit.models import AuditEntry
from tests.accounts.entries import steps
from tests.factories.accounts import PASSWORD

LOGIN = "/admin/login/"
NEEDLE = "203.0.113.77"


def try_in(client: Client, username: str, password: str, address: str = NEEDLE, path: str = LOGIN) -> Any:
    data = {"username": username, "password": password}
    return client.post(path, data, REMOTE_ADDR=address, headers={"user-agent": "NEEDLE-UA"})


def test_the_right_password_opens_and_is_recorded(client: Client, editor: User) -> None:
    response = try_in(client, editor.username, PASSWORD)
    assert response.status_code == 302
    assert steps(editor) == ["sign_in.pass"]


def test_a_wrong_one_is_refused_in_words_and_recorded(client: Client, editor: User) -> None:
    response = try_in(client, editor.username, "wrong")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert steps(editor) == ["sign_in.refuse"]


def test_a_name_that_nobody_bears_is_recorded_without_the_name(client: Client, db: None) -> None:
    try_in(client, "nobody-of-that-name", "wrong")
    assert steps(None) == ["sign_in.refuse"]
    assert "nobody" not in str(list(AuditEntry.objects.values()))


def test_after_five_refusals_the_right_password_is_not_looked_at(client: Client, editor: User) -> None:
    for _number in range(5):
        refused = try_in(client, editor.username, "wrong")
    assert "15" in str(refused.context["form"].non_field_errors())
    assert try_in(client, editor.username, PASSWORD).status_code == 200
    assert try_in(client, editor.username.upper(), PASSWORD).status_code == 200
    assert steps(editor) == ["sign_in.refuse"] * 5 + ["sign_in.lock"]


def test_the_owner_comes_in_from_elsewhere(client: Client, editor: User) -> None:
    for _number in range(5):
        try_in(client, editor.username, "wrong")
    assert try_in(client, editor.username, PASSWORD, address="198.51.100.9").status_code == 302


def test_the_lock_opens_by_itself(client: Client, editor: User) -> None:
    with time_machine.travel(timezone.now().replace(hour=3), tick=False) as clock:
        for _number in range(5):
            try_in(client, editor.username, "wrong")
        clock.shift(timedelta(minutes=14))
        assert try_in(client, editor.username, PASSWORD).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert try_in(client, editor.username, PASSWORD).status_code == 302


def test_one_address_that_tries_many_names_is_locked(client: Client, editor: User) -> None:
    for number in range(50):
        try_in(client, f"guess{number}", "wrong")
    assert try_in(client, editor.username, PASSWORD).status_code == 200


def test_a_success_begins_anew(client: Client, editor: User) -> None:
    for _round in range(3):
        for _number in range(4):
            try_in(client, editor.username, "wrong")
        assert try_in(client, editor.username, PASSWORD).status_code == 302
        client.logout()


def test_the_door_of_the_public_site_has_the_same_lock(client: Client, editor: User) -> None:
    door = reverse("wagtailcore_login")
    for _number in range(5):
        response = try_in(client, editor.username, "wrong", path=door)
    assert "15" in response.content.decode()
    assert try_in(client, editor.username, PASSWORD).status_code == 200


def test_nothing_that_is_kept_holds_an_address_a_browser_or_a_name(
    client: Client, editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    for _number in range(6):
        try_in(client, editor.username, "wrong")
    kept = str([*RefusedSignIns.objects.values(), *AuditEntry.objects.values()]) + caplog.text
    assert RefusedSignIns.objects.count() == 2
    for needle in (NEEDLE, "NEEDLE-UA", editor.username):
        assert needle not in kept


def test_the_mark_of_today_is_not_that_of_tomorrow(rf: Any) -> None:
    request = rf.get("/", REMOTE_ADDR=NEEDLE)
    with time_machine.travel("2026-03-02 12:00+08:00"):
        today = list(lockout._marks(request, "editor1"))
    with time_machine.travel("2026-03-03 12:00+08:00"):
        assert not set(today) & set(lockout._marks(request, "editor1"))


def test_what_is_over_is_forgotten(client: Client, editor: User) -> None:
    try_in(client, editor.username, "wrong")
    lockout.forget()
    assert RefusedSignIns.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        lockout.forget()
    assert not RefusedSignIns.objects.exists()


def test_checking_a_password_holds_up_no_writer(client: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that writes is one transaction, and with SQLite all others wait for it; not so at the door."""
    from django.db import connection

    seen = []
    genuine = lockout.is_locked

    def look(*args: Any) -> bool:
        seen.append(len(connection.atomic_blocks))
        return genuine(*args)

    outside = len(connection.atomic_blocks)
    monkeypatch.setattr(lockout, "is_locked", look)
    try_in(client, editor.username, PASSWORD)
    try_in(client, editor.username, PASSWORD, path=reverse("wagtailcore_login"))
    assert seen == [outside, outside]
