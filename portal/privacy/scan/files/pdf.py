"""PDF in a process of its own: a file that eats time or memory takes neither from the portal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from portal.privacy.scan.files.parts import CannotRead, Part, Place, Unread, unread

SECONDS = 20
_WORKER = Path(__file__).with_name("pdf_worker.py")


def parts(content: bytes) -> Iterator[Part]:
    """Text of the pages, comments, form fields and properties."""
    # -I: nothing of the caller's folder or environment; the file is our own, the input goes through a pipe.
    command = [sys.executable, "-I", str(_WORKER)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
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
