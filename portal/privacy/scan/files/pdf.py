"""PDF in a process of its own: a file that eats time or memory takes neither from the portal."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portal.privacy.bounded import run_bounded
from portal.privacy.scan.files.parts import CannotRead, Part, Place, Unread, unread

SECONDS, MEMORY = 20, 1 << 30
_WORKER = Path(__file__).with_name("pdf_worker.py")


def parts(content: bytes) -> Iterator[Part]:
    """Text of the pages, comments, form fields and properties."""
    try:
        done = run_bounded(_WORKER, content, seconds=SECONDS, memory=MEMORY)
    except subprocess.TimeoutExpired as error:
        yield from _parts(error.stdout or b"")
        raise CannotRead(Unread.TOO_SLOW) from error
    yield from _parts(done.stdout)
    if done.returncode != 0:
        raise CannotRead(Unread.BROKEN)


def _parts(output: bytes) -> Iterator[Part]:
    """The whole lines of the worker's answer."""
    for line in output.split(b"\n")[:-1]:
        found = json.loads(line)
        if reason := found.get("unread"):
            yield unread(Unread(reason), found["where"])
        else:
            yield Part(Place(found["place"]), found["text"], found["where"])
