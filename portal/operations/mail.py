"""Mail that nobody's transaction waits for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.db import transaction

logger = logging.getLogger(__name__)


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP. Within a transaction nothing is sent: it goes out after the commit, or never.

    Wagtail tells editors of its workflows while it writes. A mail server that says nothing for ten seconds would hold
    SQLite's one lock for writing so long.
    """

    def open(self) -> bool | None:
        """Not yet, within a transaction."""
        return None if transaction.get_connection().in_atomic_block else super().open()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were sent; within a transaction, how many will be tried."""
        if not transaction.get_connection().in_atomic_block:
            return super().send_messages(email_messages) or 0
        transaction.on_commit(partial(self._send_committed, list(email_messages)))
        return len(email_messages)

    def _send_committed(self, email_messages: Sequence[EmailMessage]) -> None:
        # What was written stays written; whom an exception of SMTP names is nothing for a log.
        try:
            super().send_messages(email_messages)
        except OSError as error:
            logger.warning("mail could not be sent after a commit: %s", type(error).__name__)
