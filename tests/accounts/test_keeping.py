"""Who keeps accounts makes nobody, least of all themselves, more than they are; readers are never made unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.log_actions import LogContext

from portal.accounts.keeping.telling import ContentAccess
from portal.audit.models import AuditEntry
from portal.operations.tasks.running import run_next
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Ein-neues-Wort-2026"
BULK = "/admin/bulk/auth/user/"


@pytest.fixture(autouse=True)
def passwords_alone(settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = []


@pytest.fixture
def administrator() -> User:
    return UserFactory(username="keeper", groups=["administrator"])


@pytest.fixture
def superuser() -> User:
    return UserFactory(username="root1", administrator=True)


def number(name: str) -> int:
    return Group.objects.get(name=name).pk


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(user: User | None = None, **changed: Any) -> dict[str, Any]:
    """What the screen sends."""
    shown = {
        "username": user.username if user else "newcomer",
        "email": user.email if user else "newcomer@sunlight.example",
        "first_name": "一",
        "last_name": "甄",
        "groups": [group.pk for group in user.groups.all()] if user else [],
        "is_active": "on",
        "password1": "" if user else NEW_PASSWORD,
        "password2": "" if user else NEW_PASSWORD,
    }
    return shown | changed


def edit(actor: User, user: User, **changed: Any) -> int:
    return client_of(actor).post(f"/admin/users/edit/{user.pk}/", form(user, **changed)).status_code


def create(actor: User, **changed: Any) -> User | None:
    client_of(actor).post("/admin/users/new/", form(**changed))
    return User.objects.filter(username="newcomer").first()


def groups_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def bulk(actor: User, action: str, users: list[User], **sent: Any) -> None:
    chosen = "&".join(f"id={user.pk}" for user in users)
    client_of(actor).post(f"{BULK}{action}/?{chosen}", sent)


def told(step: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=step).order_by("pk"))


# What an administrator may not


def test_nobody_but_superusers_makes_superusers(administrator: User, superuser: User) -> None:
    made = create(administrator, is_superuser="on", groups=[number("editor")])
    assert made is not None
    assert (made.is_superuser, groups_of(made)) == (False, {"editor"})
    edit(administrator, made, is_superuser="on")
    assert not User.objects.get(pk=made.pk).is_superuser
    edit(superuser, made, is_superuser="on")
    assert User.objects.get(pk=made.pk).is_superuser


def test_superusers_are_kept_by_superusers_alone(administrator: User, superuser: User) -> None:
    client = client_of(administrator)
    for path in (f"edit/{superuser.pk}/", f"delete/{superuser.pk}/"):
        assert client.get(f"/admin/users/{path}").status_code == 302
    edit(administrator, superuser, username="mine", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    client.post(f"/admin/users/delete/{superuser.pk}/")
    bulk(administrator, "set_active_state", [superuser], mark_as_active="False")
    bulk(administrator, "assign_role", [superuser], role=number("editor"))
    bulk(administrator, "delete", [superuser])
    kept = User.objects.get(pk=superuser.pk)
    assert (kept.username, kept.is_active, kept.check_password(PASSWORD), groups_of(kept)) == (
        "root1",
        True,
        True,
        set(),
    )
    assert f"/admin/users/edit/{superuser.pk}/" not in client.get("/admin/users/").content.decode()


@pytest.mark.parametrize("kind", ["administrator", "superuser"])
def test_nobody_changes_their_own_roles(kind: str, request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(kind)
    had = groups_of(actor)
    edit(actor, actor, groups=[number(name) for name in ("administrator", "moderator", "intake", "publisher")])
    bulk(actor, "assign_role", [actor], role=number("publisher"))
    assert groups_of(actor) == had
    # The rest of it is saved.
    assert User.objects.get(pk=actor.pk).first_name == "一"
    assert client_of(actor).get("/admin/feedback/").status_code in (302, 403)


@pytest.mark.parametrize("role", ["moderator", "intake", "supervisor"])
def test_readers_of_tips_are_made_by_superusers_alone(administrator: User, superuser: User, role: str) -> None:
    assert create(administrator, groups=[number(role)]) is None
    other = UserFactory(groups=["editor"])
    edit(administrator, other, groups=[number("editor"), number(role)])
    bulk(administrator, "assign_role", [other], role=number(role))
    assert groups_of(other) == {"editor"}
    edit(superuser, other, groups=[number("editor"), number(role)])
    assert groups_of(other) == {"editor", role}


def test_the_way_in_of_a_reader_is_set_by_superusers_alone(administrator: User, superuser: User) -> None:
    reader = UserFactory(username="reader", groups=["moderator", "editor"])
    address = reader.email
    taken = {
        "username": "mine",
        "email": "mine@elsewhere.example",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    edit(administrator, reader, **taken)
    kept = User.objects.get(pk=reader.pk)
    assert (kept.username, kept.email, kept.check_password(PASSWORD)) == ("reader", address, True)
    assert (kept.first_name, groups_of(kept)) == ("一", {"moderator", "editor"})
    edit(superuser, reader, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert User.objects.get(pk=reader.pk).check_password(NEW_PASSWORD)


def test_no_account_is_made_after_another(administrator: User, superuser: User) -> None:
    for user in (administrator, superuser):
        assert client_of(user).get(f"/admin/users/copy/{superuser.pk}/").status_code == 404


# What an administrator may


def test_an_administrator_keeps_the_accounts_of_everybody_else(administrator: User) -> None:
    for role in ("editor", "handler", "auditor", "administrator"):
        made = create(administrator, groups=[number(role)])
        assert made is not None
        assert groups_of(made) == {role}
        assert (
            edit(administrator, made, groups=[], password1="Noch-ein-Wort-2026", password2="Noch-ein-Wort-2026") == 302
        )
        assert (groups_of(made), User.objects.get(pk=made.pk).check_password("Noch-ein-Wort-2026")) == (set(), True)
        bulk(administrator, "assign_role", [made], role=number("publisher"))
        assert groups_of(made) == {"publisher"}
        client_of(administrator).post(f"/admin/users/delete/{made.pk}/")
        assert not User.objects.filter(pk=made.pk).exists()


def test_whoever_leaves_is_shut_out_by_an_administrator(administrator: User) -> None:
    reader = UserFactory(groups=["moderator"])
    edit(administrator, reader, groups=[])
    assert groups_of(reader) == set()
    bulk(administrator, "set_active_state", [reader], mark_as_active="False")
    assert not User.objects.get(pk=reader.pk).is_active
    assert [entry.details for entry in told("account.change")][-1] == {"active": False, "superuser": False}


# Who hears of it


def run_tasks() -> None:
    while run_next("default", "one"):
        pass


def test_a_new_reader_is_told_of_to_all_who_watch(superuser: User, administrator: User, mailoutbox: list[Any]) -> None:
    auditor, supervisor = UserFactory(groups=["auditor"]), UserFactory(groups=["supervisor"])
    UserFactory(groups=["auditor"], inactive=True)
    UserFactory(groups=["moderator"])
    other = UserFactory(username="newreader", groups=["editor"])
    edit(superuser, other, groups=[number("editor"), number("moderator")])
    entry = told(ContentAccess.GIVEN)[-1]
    assert (entry.object_key, entry.actor_id, entry.details) == (
        str(other.pk),
        superuser.pk,
        {"groups": [number("moderator")]},
    )
    assert entry.actor_role == "superuser"
    run_tasks()
    assert {mail.to[0] for mail in mailoutbox} == {user.email for user in (auditor, supervisor, superuser, other)}
    assert all("newreader" in mail.body and "moderator" in mail.body and "root1" in mail.body for mail in mailoutbox)
    for user, sees in ((auditor, True), (supervisor, True), (superuser, True), (administrator, False), (other, False)):
        assert ("newreader" in client_of(user).get("/admin/").content.decode()) is sees, user


def test_so_are_a_password_set_for_a_reader_and_a_new_superuser(superuser: User, mailoutbox: list[Any]) -> None:
    reader, other = UserFactory(groups=["intake"]), UserFactory()
    edit(superuser, reader, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    edit(superuser, other, is_superuser="on", password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    assert [entry.object_key for entry in told(ContentAccess.PASSWORD)][:1] == [str(reader.pk)]
    assert [entry.object_key for entry in told(ContentAccess.ALL_RIGHTS)][-1] == str(other.pk)
    run_tasks()
    assert {superuser.email, reader.email, other.email} <= {mail.to[0] for mail in mailoutbox}


def test_a_group_that_is_given_the_right_is_told_of(superuser: User) -> None:
    group = Group.objects.create(name="其他")
    group.permissions.add(Permission.objects.get(codename="open_content"))
    assert [(entry.object_kind, entry.object_key) for entry in told(ContentAccess.GIVEN)][-1] == (
        "auth.group",
        str(group.pk),
    )
    # By a command of the operator, who can do it without us, too: recorded alone.
    assert "其他" not in client_of(superuser).get("/admin/").content.decode()
    with LogContext(user=superuser):
        group.permissions.add(Permission.objects.get(codename="open_contact"))
    assert "其他" in client_of(superuser).get("/admin/").content.decode()


def test_other_roles_are_given_without_a_word(superuser: User) -> None:
    other = UserFactory()
    edit(superuser, other, groups=[number("editor"), number("handler")])
    assert told(ContentAccess.GIVEN) == []


def test_the_log_holds_the_role_before_the_change(superuser: User) -> None:
    with LogContext(user=superuser):
        superuser.groups.add(Group.objects.get(name="editor"))
    assert told("roles.give")[-1].actor_role == "superuser"
