"""A lost telephone: an administrator resets it, never silently."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import RecoveryDevice
from portal.audit.models import AuditEntry
from tests.factories import UserFactory
from tests.factories.second_factors import recovery_codes, shown, telephone


@pytest.fixture
def administrator(moderator: User) -> User:
    return UserFactory(groups=["administrator"])


def address(user: User) -> str:
    return f"/admin/second-factor/reset/{user.pk}/"


def test_it_is_forgotten_and_recorded_and_its_sessions_end(
    client: Client, administrator: User, moderator: User, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    telephone(moderator)
    recovery_codes(moderator)
    owner = Client()
    owner.force_login(moderator)
    owner.post("/admin/second-factor/code/", {"code": shown()})
    assert owner.get("/admin/").status_code == 200
    client.force_login(administrator)
    assert client.get(address(moderator)).status_code == 200
    assert TOTPDevice.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(moderator))
    assert not TOTPDevice.objects.exists()
    assert not RecoveryDevice.objects.exists()
    assert owner.get("/admin/")["Location"].startswith("/admin/login/")
    entry = AuditEntry.objects.get(action="second_factor.reset")
    assert (entry.object_key, entry.actor_id) == (str(moderator.pk), administrator.pk)
    assert [mail.to for mail in mailoutbox] == [[moderator.email]]


def test_the_list_of_accounts_offers_it(client: Client, administrator: User, moderator: User) -> None:
    client.force_login(administrator)
    text = client.get("/admin/users/").content.decode()
    assert address(moderator) in text
    assert address(administrator) not in text


@pytest.mark.parametrize("role", ["editor", "publisher", "auditor"])
def test_nobody_else_may(client: Client, moderator: User, role: str) -> None:
    telephone(moderator)
    client.force_login(UserFactory(groups=[role]))
    client.post(address(moderator))
    assert TOTPDevice.objects.exists()


def test_nobody_their_own(client: Client, administrator: User) -> None:
    telephone(administrator)
    client.force_login(administrator)
    client.post("/admin/second-factor/code/", {"code": shown()})
    client.post(address(administrator))
    assert TOTPDevice.objects.exists()


def test_that_of_a_superuser_only_a_superuser(client: Client, administrator: User) -> None:
    mighty = UserFactory(administrator=True)
    telephone(mighty)
    client.force_login(administrator)
    client.post(address(mighty))
    assert TOTPDevice.objects.exists()
    client.force_login(UserFactory(administrator=True))
    client.post(address(mighty))
    assert not TOTPDevice.objects.exists()
