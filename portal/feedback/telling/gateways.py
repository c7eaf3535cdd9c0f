"""Who carries text messages: a class named by `settings.TEXT_MESSAGE_GATEWAY`."""

from __future__ import annotations

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Gateway(Protocol):
    """Hands a text message to a carrier. Whatever it raises is tried again later."""

    def send(self, number: str, text: str) -> None:
        """Send, or raise."""


class ConsoleGateway:
    """Sends nothing, and says so: for development, and until a carrier has been chosen."""

    def send(self, number: str, text: str) -> None:
        """The number is not logged."""
        logger.warning("no gateway for text messages is set; not sent: %s", text)


def gateway() -> Gateway:
    """The one of the settings."""
    made: Gateway = import_string(settings.TEXT_MESSAGE_GATEWAY)()
    return made
