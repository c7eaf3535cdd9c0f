"""The way into the cleaning process and out of it. Fails closed: whatever goes wrong, there is no copy."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from portal.feedback.attachments.kinds import UNCLEANED, FileKind
from portal.feedback.attachments.refusals import Refusal, Refused
from portal.privacy.bounded import run_bounded

logger = logging.getLogger(__name__)
SECONDS, MEMORY = 30, 1536 << 20
_PROGRAM = Path(__file__).with_name("program.py")


class Cleaned(NamedTuple):
    """A copy without what programs and cameras put into the file, and without what could run."""

    kind: FileKind
    content: bytes


def clean(content: bytes, kind: FileKind) -> Cleaned:
    """The copy that staff may open; `Refused` where none can be made, and the original stays sealed."""
    if kind in UNCLEANED:
        raise Refused(Refusal.UNCLEANABLE)
    pixels = str(settings.ATTACHMENT_MAX_PIXELS)
    try:
        done = run_bounded(_PROGRAM, content, kind.value, pixels, seconds=SECONDS, memory=MEMORY)
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal.TOO_SLOW) from error
    word, _, copy = done.stdout.partition(b"\n")
    if done.returncode == 0 and copy:
        return Cleaned(FileKind(word.decode()), copy)
    raise Refused(_reason(done.returncode, word.decode("ascii", "replace")))


def _reason(status: int, word: str) -> Refusal:
    if word in Refusal.values:
        return Refusal(word)
    # Killed for its time, or broke over the file. What it printed may quote the file, so it is not logged.
    logger.warning("cleaning a file ended with status %s", status)
    return Refusal.TOO_SLOW if status < 0 else Refusal.BROKEN
