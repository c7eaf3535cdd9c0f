"""Mail never keeps a transaction waiting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from tests.servers.processes import spare_port

pytestmark = pytest.mark.django_db(transaction=True)


class Mailbox:
    """Takes everything."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=spare_port())
    controller.start()
    settings.EMAIL_BACKEND = "portal.operations.mail.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield box
    finally:
        controller.stop()


def send() -> None:
    """As Wagtail does: one connection, opened first."""
    connection = get_connection()
    connection.open()
    EmailMessage("s", "t", to=["editor@example.org"], connection=connection).send()
    connection.close()


def test_it_goes_out_after_the_commit(mailbox: Mailbox) -> None:
    with transaction.atomic():
        send()
        assert mailbox.taken == []
    assert mailbox.taken == ["editor@example.org"]


def test_of_what_was_undone_nothing_goes_out(mailbox: Mailbox) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError
    assert mailbox.taken == []


def test_without_a_transaction_it_goes_at_once(mailbox: Mailbox) -> None:
    send()
    assert mailbox.taken == ["editor@example.org"]


def test_a_server_that_is_away_undoes_nothing_and_the_log_names_nobody(
    mailbox: Mailbox, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_PORT = 1
    with transaction.atomic():
        send()
    assert "ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text
