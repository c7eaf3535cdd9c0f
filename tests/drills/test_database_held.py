"""Somebody holds the database for half a minute: readers notice nothing, and no citizen loses a word."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal.settings.environment import SQLITE_TIMEOUT
from tests.drills.installation import Installation
from tests.drills.visitors import FORM, Visitor, receipt_on
from tests.drills.web_server import serving
from tests.feedback.citizen import TIP

pytestmark = pytest.mark.drill
#: Seconds: how long it is held, how long a form must have been open before it is sent, and how long a reader waits.
HELD, FILLED_IN, READ = 30, 5.2, 5
STORED = """
from portal.feedback.models import Receipt, Submission
say(submissions=Submission.objects.count(), receipts=Receipt.objects.count())
"""


def test_nothing_is_lost_and_readers_go_on(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    installation = Installation(tmp_path, "embedded:")
    with serving(installation) as server, ThreadPoolExecutor(2) as pool:
        citizens = [Visitor(server.port, f"198.51.100.{number}") for number in range(2)]
        time.sleep(FILLED_IN)
        with _held(tmp_path / "sunlight.db"):
            began = time.monotonic()
            posts = [pool.submit(citizen.post) for citizen in citizens]
            while time.monotonic() - began < HELD:
                for path in ("/", "/notices/", FORM):
                    _read(server.port, path)
                time.sleep(2)
            answers = [post.result() for post in posts]
        for citizen, (status, page) in zip(citizens, answers, strict=True):
            assert status == 503 and TIP["body"] in page
            citizen.read(page)
            assert receipt_on(citizen.post()[1])
    assert installation.ask(STORED) == {"submissions": len(citizens), "receipts": len(citizens)}


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """The lock of a writer that does not end, longer than a post waits for it."""
    assert HELD > SQLITE_TIMEOUT
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _read(port: int, path: str) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=READ)) as link:
        link.request("GET", path)
        assert link.getresponse().status == 200, path
