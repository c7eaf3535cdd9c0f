"""The virus scanner, where there is one: ClamAV's INSTREAM over a socket. Not answering is never "clean"."""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

logger = logging.getLogger(__name__)
CHUNK = 64 << 10
_TOO_LARGE = b"INSTREAM size limit exceeded"


class Verdict(models.TextChoices):
    """What is known of a file."""

    OFF = "off", _("no virus scanner is set up")
    PENDING = "pending", _("not scanned yet")
    CLEAN = "clean", pgettext_lazy("virus scan", "nothing found")
    INFECTED = "infected", _("infected")
    #: It cannot be looked through, and asking again would not help: too large for the scanner, or not to be opened.
    REFUSED = "refused", _("cannot be scanned")


def scan(content: bytes) -> Verdict:
    """The scanner's word; `PENDING` while it cannot be reached, refuses, or answers something unknown."""
    if not settings.CLAMAV_URL:
        return Verdict.OFF
    try:
        answer = _ask(content)
    except OSError as error:
        logger.warning("the virus scanner does not answer: %s", type(error).__name__)
        return Verdict.PENDING
    if answer == b"stream: OK":
        return Verdict.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return Verdict.INFECTED
    if answer.startswith(_TOO_LARGE):
        logger.warning("the virus scanner takes no file of this size: raise its StreamMaxLength")
        return Verdict.REFUSED
    logger.warning("the virus scanner could not look through a file")
    return Verdict.PENDING


def _ask(content: bytes) -> bytes:
    with _connection() as link:
        # What is too large is cut off in the middle; the answer to it stands there to be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            _send(link, content)
        answer = b""
        # One line, ended by a zero byte; a scanner that babbles is not listened to for ever.
        while not answer.endswith(b"\0") and len(answer) < 4096:
            piece = link.recv(1024)
            if not piece:
                break
            answer += piece
    return answer.rstrip(b"\0\n")


def _send(link: socket.socket, content: bytes) -> None:
    link.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), CHUNK):
        piece = content[at : at + CHUNK]
        link.sendall(struct.pack("!I", len(piece)) + piece)
    link.sendall(struct.pack("!I", 0))


def _connection() -> socket.socket:
    """``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""
    parts = urlsplit(settings.CLAMAV_URL)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(settings.CLAMAV_TIMEOUT)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
        return link
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=settings.CLAMAV_TIMEOUT)
