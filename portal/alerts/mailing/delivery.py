"""Mails go out one by one, each once as far as SMTP allows.

A mail is marked before it is handed over and after. One that was in the server's hands when the process was killed may
have gone out: it is sent again, under the same Message-ID, for a second copy can be told and a lost one cannot. While
the mail server is away nothing counts against any mail. What it refuses for now is tried for some days.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core import mail as django_mail
from django.db.models import F
from django.utils import timezone

from portal.alerts.ending import note_return
from portal.alerts.mailing.composing import compose
from portal.alerts.matching import NAME
from portal.alerts.models import Mail
from portal.alerts.models.mails import LONGEST_PAUSE
from search.listeners import listen
from search.locks import Busy, only_one

logger = logging.getLogger(__name__)

State = Mail.State
#: Seconds for which one run sends; a worker that is to end waits as long.
SECONDS = 5.0
#: Mails that are looked up at once.
_BATCH = 50
#: Lost connections in a row after which the server counts as away.
MOST_LOST = 3
#: A mail that is refused for now is tried for so long, ever more seldom.
GIVE_UP_AFTER = timedelta(days=5)
FIRST_PAUSE = timedelta(minutes=1)


class ServerAway(Exception):
    """The mail server does not answer, or not as one that takes mail."""


def send_due() -> int:
    """Send what is due, for some seconds; how many were sent. Nothing when another worker is sending."""
    try:
        with only_one("alerts mail"):
            _release_interrupted()
            return _send(time.monotonic() + SECONDS)
    except Busy:
        return 0


def _release_interrupted() -> None:
    """Whoever was sending these holds the lock no more."""
    Mail.objects.filter(state=State.SENDING).update(state=State.WAITING)


def _send(deadline: float) -> int:
    sent = lost = 0
    server = _Server()
    try:
        for mail in _due(deadline):
            try:
                sent += _send_one(server, mail)
                lost = 0
            except smtplib.SMTPServerDisconnected:
                # Perhaps it is this mail that it does not bear: the next one is tried over a new connection.
                lost += 1
                if lost >= MOST_LOST:
                    raise ServerAway("the connection is lost again and again") from None
    except ServerAway as error:
        logger.warning("alerts: the mail server is away, mail waits: %s", error)
    finally:
        server.close()
    return sent


def _due(deadline: float) -> Iterator[Mail]:
    while time.monotonic() < deadline:
        batch = list(Mail.objects.due(timezone.now()).select_related("subscriber", "staff")[:_BATCH])
        if not batch:
            return
        for mail in batch:
            if time.monotonic() >= deadline:
                return
            yield mail


def _send_one(server: _Server, mail: Mail) -> bool:
    server.open()
    if not Mail.objects.filter(pk=mail.pk, state=State.WAITING).update(state=State.SENDING):
        return False
    if mail.kind == Mail.Kind.CONFIRM:
        # Before anybody can say yes, so that nothing is missed between that and the first change.
        listen(NAME)
    try:
        message = compose(mail)
        if message is None:
            _note(mail, state=State.DROPPED)
            return False
        server.send(message)
    except smtplib.SMTPServerDisconnected:
        server.close()
        _again(mail, "SMTPServerDisconnected")
        raise
    except ServerAway:
        _note(mail, state=State.WAITING)
        raise
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        _refused(mail, type(error).__name__, _code(error))
        return False
    except Exception as error:
        # A fault of ours with one mail (its key is not here, say) must not stop the others.
        logger.exception("alerts: mail %s cannot be written", mail.pk)
        _again(mail, type(error).__name__)
        return False
    _note(mail, state=State.SENT, sent_at=timezone.now(), error="")
    return True


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))


def _refused(mail: Mail, name: str, code: int) -> None:
    described = f"{name} {code}"
    is_recipient = name == smtplib.SMTPRecipientsRefused.__name__
    # What the server says of us (a sender, a login) passes when somebody mends it.
    if code < 500 or name in {"SMTPSenderRefused", "SMTPAuthenticationError"}:
        _again(mail, described)
        return
    _note(mail, state=State.FAILED, error=described)
    if is_recipient:
        note_return(mail)


def _again(mail: Mail, described: str) -> None:
    """Try later, or give up."""
    now = timezone.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        _note(mail, state=State.FAILED, error=described)
    else:
        _note(mail, state=State.WAITING, error=described, due_at=_later(now, mail.attempts), attempts=F("attempts") + 1)


def _later(now: datetime, attempts: int) -> datetime:
    return now + min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)


def _note(mail: Mail, **values: Any) -> None:
    Mail.objects.filter(pk=mail.pk).update(**values)


class _Server:
    """The connection of one run, opened when it is needed."""

    def __init__(self) -> None:
        self._connection: Any = None

    def open(self) -> None:
        """Raises ServerAway."""
        if self._connection is None:
            connection = django_mail.get_connection()
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as error:
                raise ServerAway(type(error).__name__) from None
            self._connection = connection

    def send(self, message: django_mail.EmailMessage) -> None:
        """Hand one over. What smtplib raises is raised; a server that falls silent counts as one that is lost."""
        try:
            self._connection.send_messages([message])
        except TimeoutError:
            raise smtplib.SMTPServerDisconnected("silent") from None

    def close(self) -> None:
        """At the end, or after it was lost."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.close()
            except (OSError, smtplib.SMTPException) as error:
                logger.info("alerts: the mail server took no leave: %s", type(error).__name__)
