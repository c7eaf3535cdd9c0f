"""A forgotten password: the mail is the worker's work, and nobody can ask for it without end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from portal.operations.tasks import queues
from portal.operations.tasks.running import run_next
from tests.factories import UserFactory

ADDRESS = "/admin/password_reset/"


@pytest.fixture
def owner(editor: User) -> User:
    editor.email = "editor1@example.org"
    editor.save()
    return editor


def ask(client: Client, email: str, place: str = "203.0.113.77") -> int:
    return client.post(ADDRESS, {"email": email}, REMOTE_ADDR=place).status_code


def waiting() -> list[list[Any]]:
    """What the worker is asked to do, in the order in which it was."""
    asked = queues.tasks().filter(task_path="portal.accounts.resetting.send_links").order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in asked]


def test_the_worker_sends_a_link_that_opens(client: Client, owner: User, mailoutbox: list[Any]) -> None:
    assert ask(client, owner.email) == 302
    assert mailoutbox == []
    while run_next("default", "one"):
        pass
    (mail,) = mailoutbox
    assert mail.to == [owner.email]
    path = re.search(r"/admin/password_reset/confirm/\S+", mail.body)
    assert path is not None
    assert client.get(path[0], follow=True).context["validlink"]


def test_nothing_of_it_lies_in_the_queue(client: Client, owner: User) -> None:
    """Neither the link, which opens the account, nor the address."""
    ask(client, owner.email)
    assert waiting() == [[[owner.pk], "zh-hans"]]


def test_for_an_address_of_nobody_the_same_is_done(client: Client, owner: User, mailoutbox: list[Any]) -> None:
    assert ask(client, "nobody@example.org") == 302
    assert waiting() == [[[], "zh-hans"]]
    while run_next("default", "one"):
        pass
    assert mailoutbox == []


def test_asked_again_and_again_no_more_is_sent(client: Client, owner: User) -> None:
    assert {ask(client, owner.email) for _again in range(12)} == {302}
    assert len(waiting()) == 5
    ask(client, owner.email, place="198.51.100.9")
    assert len(waiting()) == 6


def test_one_place_cannot_ask_for_everybody(client: Client, db: None) -> None:
    others = [UserFactory(email=f"someone{number}@example.org") for number in range(60)]
    for other in others:
        ask(client, other.email)
    assert len(waiting()) == 50
