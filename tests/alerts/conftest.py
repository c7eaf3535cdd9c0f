"""A real SMTP server that does what a test asks of it."""

import asyncio
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.search.conftest import search_dir
from tests.servers.processes import spare_port

__all__ = ["search_dir"]


class MailServer:
    """Takes mail, or does not."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        #: The reply to recipients, by address.
        self.replies: dict[str, str] = {}
        #: How many times yet the connection is lost in the middle of a mail, and before or after it was taken.
        self.drops = 0
        self.drops_after_taking = False
        self.slow_seconds = 0.0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if reply := self.replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.slow_seconds:
            await asyncio.sleep(self.slow_seconds)
        if self.drops:
            self.drops -= 1
            if self.drops_after_taking:
                self._take(envelope)
            server.transport.abort()
            return "421 gone"
        self._take(envelope)
        return "250 OK"

    def _take(self, envelope: Any) -> None:
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-From"] = envelope.mail_from
        self.taken.append(message)

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.taken]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=spare_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 0.5
    try:
        yield handler
    finally:
        controller.stop()
