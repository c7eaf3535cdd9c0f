"""A whole installation in a folder of its own, driven from outside through processes, as an operator would."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent

_PRELUDE = """
import json, os, signal, sys, time
import django
django.setup()
from django.db import transaction
from search import consumers, indexing, outbox
from search.engines.base import SearchUnavailable
from search.queries import SearchQuery
from search.service import search
from portal.organisations.models import Unit
from tests.factories.notices import CaseNoticePageFactory
from tests.factories.organisations import UnitFactory

def notice(title):
    # Numbers of factories start again in each process.
    unit, number = Unit.objects.first() or UnitFactory(), f"测纪通〔2026〕{time.time_ns()}号"
    CaseNoticePageFactory(title=title, document_number=number, issuing_unit=unit)

def say(**facts):
    print("SAID " + json.dumps(facts), flush=True)

def found(text):
    answer = search(SearchQuery(text=text))
    say(total=answer.total, standby=answer.standby, keys=[result.id for result in answer.results])
"""


class Installation:
    """One ``DATA_DIR`` with its own database and embedded index, and Elasticsearch at an address."""

    def __init__(self, folder: Path, search_url: str) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_"))},
            "DATA_DIR": str(folder),
            "SEARCH_URL": search_url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "PYTHONPATH": str(ROOT),
        }

    def command(self, *arguments: str) -> str:
        """Run a management command; its output. A failure fails the test with what it wrote."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, program: str) -> dict[str, Any]:
        """Run Python that says one thing."""
        with self.running(program) as process:
            return process.hear()

    def found(self, text: str) -> dict[str, Any]:
        """What a reader finds: ``total``, ``standby`` and ``keys``."""
        return self.ask(f"found({text!r})")

    @contextmanager
    def running(self, program: str) -> Iterator["Running"]:
        """Run Python inside the installation, in a process of its own that is killed at the end."""
        process = Running([sys.executable, "-c", _PRELUDE + program], self.environment)
        try:
            yield process
        finally:
            process.kill()

    @contextmanager
    def worker(self) -> Iterator[None]:
        """The worker of `make run`."""
        process = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=self.environment)
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


class Running:
    """A process that says facts on its standard output, a line each."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def hear(self) -> dict[str, Any]:
        """The next thing that it says; fails the test when it ends without."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("SAID "):
                return dict(json.loads(line.removeprefix("SAID ")))
        raise AssertionError(f"the process ended with {self.process.wait()}")

    def go_on(self) -> None:
        """Let it go on from where it reads a line."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End it with -9, and take what it leaves."""
        self.process.kill()
        self.process.communicate()


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    """Fail the test when a condition does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.3)
