"""A session of staff ends after an hour without a click, after half a day in any case, and everywhere at once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts import sessions
from tests.accounts.entries import steps
from tests.factories.accounts import PASSWORD

HOME = "/admin/"


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


def test_an_hour_without_a_click_ends_it(client: Client, editor: User, clock: Any) -> None:
    client.force_login(editor)
    clock.shift(timedelta(minutes=59))
    assert is_in(client)
    clock.shift(timedelta(minutes=59))
    assert is_in(client)
    clock.shift(timedelta(minutes=61))
    assert not is_in(client)
    assert steps(editor)[-1] == "sign_in.expire"


def test_half_a_day_ends_it_whatever_is_clicked(client: Client, editor: User, clock: Any) -> None:
    client.force_login(editor)
    for _hour in range(12):
        clock.shift(timedelta(minutes=59))
        assert is_in(client)
    clock.shift(timedelta(minutes=15))
    assert not is_in(client)


def test_an_open_tab_alone_does_not_keep_it(client: Client, editor: User, clock: Any) -> None:
    client.force_login(editor)
    for _minute in range(61):
        clock.shift(timedelta(minutes=1))
        client.get("/admin/editing-sessions/ping/")
    assert not is_in(client)


def test_the_reader_of_the_public_site_is_told_nothing(client: Client, editor: User, clock: Any) -> None:
    client.force_login(editor)
    clock.shift(timedelta(hours=2))
    assert client.get("/glossary/").status_code == 200
    assert client.get(HOME).status_code == 302


def test_not_every_click_is_a_write(
    client: Client, editor: User, clock: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(editor)
    client.get(HOME)
    clock.shift(timedelta(seconds=30))
    seen = client.session[sessions.SEEN]
    client.get(HOME)
    assert client.session[sessions.SEEN] == seen


def test_signing_in_gives_a_new_key(client: Client, editor: User) -> None:
    client.get("/admin/login/")
    client.session["before"] = True
    stranger = client.session
    stranger.save()
    client.cookies["sessionid"] = stranger.session_key
    client.post("/admin/login/", {"username": editor.username, "password": PASSWORD})
    assert client.session.session_key != stranger.session_key
    assert not Session.objects.filter(pk=stranger.session_key).exists()


def test_the_cookie_ends_with_the_browser(client: Client, editor: User) -> None:
    data = {"username": editor.username, "password": PASSWORD, "remember": "on"}
    cookie = client.post("/admin/login/", data).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]


def test_a_new_password_ends_all_other_sessions(client: Client, editor: User) -> None:
    other = Client()
    for each in (client, other):
        each.force_login(editor)
    editor.set_password("Another-Sun-2027")
    editor.save()
    assert not is_in(client)
    assert not is_in(other)
    assert "password.set" in steps(editor)


def test_signing_out_everywhere(client: Client, editor: User, clock: Any) -> None:
    other = Client()
    for each in (client, other):
        each.force_login(editor)
    clock.shift(timedelta(seconds=1))
    response = client.post("/admin/second-factor/end-sessions/")
    assert response["Location"] == "/admin/login/"
    assert not is_in(client)
    assert not is_in(other)
    clock.shift(timedelta(seconds=1))
    other.force_login(editor)
    assert is_in(other)
    assert "sign_in.end_all" in steps(editor)


def test_a_session_that_never_began_at_our_door_is_over(client: Client, editor: User) -> None:
    client.force_login(editor)
    session = client.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_in(client)


def test_leaving_is_recorded(client: Client, editor: User) -> None:
    client.force_login(editor)
    client.post("/admin/logout/")
    assert steps(editor) == ["sign_in.pass", "sign_in.end"]
