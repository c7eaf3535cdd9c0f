"""A whole installation in a folder of its own, driven from outside through processes, as an operator would."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.drills.mother import Mother

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


_COMMAND = """
from django.core.management import execute_from_command_line
execute_from_command_line({arguments!r})
"""
_mothers: dict[tuple[tuple[str, str], ...], Mother] = {}


def _mother(environment: dict[str, str]) -> Mother:
    """The one for this environment; started when there is none."""
    key = tuple(sorted(environment.items()))
    if key not in _mothers:
        _mothers[key] = Mother(environment, _PRELUDE)
    return _mothers[key]


def end_mothers() -> None:
    """What was loaded for installations is needed no more."""
    while _mothers:
        _mothers.popitem()[1].end()


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
        process = Running(_COMMAND.format(arguments=["manage.py", *arguments]), self.environment, with_errors=True)
        with process:
            output = process.output.read()
            assert process.wait() == 0, f"{arguments}: {output}"
        return output

    def ask(self, program: str) -> dict[str, Any]:
        """Run Python that says one thing."""
        with self.running(program) as process:
            return process.hear()

    def found(self, text: str) -> dict[str, Any]:
        """What a reader finds: ``total``, ``standby`` and ``keys``."""
        return self.ask(f"found({text!r})")

    def running(self, program: str) -> "Running":
        """Run Python inside the installation, in a process of its own that is killed at the end of the block."""
        return Running(program, self.environment)

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

    def __init__(self, program: str, environment: dict[str, str], *, with_errors: bool = False) -> None:
        (its_input, our_end), (its_end, its_output) = os.pipe(), os.pipe()
        files = [its_input, its_output, *[its_output] * with_errors]
        self.child = _mother(environment).run(program, files)
        os.close(its_input)
        os.close(its_output)
        self._input = os.fdopen(our_end, "w", encoding="utf-8")
        self.output = os.fdopen(its_end, encoding="utf-8")

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def hear(self) -> dict[str, Any]:
        """The next thing that it says; fails the test when it ends without."""
        for line in self.output:
            if line.startswith("SAID "):
                return dict(json.loads(line.removeprefix("SAID ")))
        raise AssertionError(f"the process ended with {self.wait()}")

    def go_on(self) -> None:
        """Let it go on from where it reads a line."""
        self._input.write("\n")
        self._input.flush()

    def wait(self) -> int:
        """How it ended; negative when by a signal."""
        return self.child.wait()

    def kill(self) -> None:
        """End it with -9, and take what it leaves."""
        self.child.kill()
        self.child.wait()
        with suppress(BrokenPipeError):
            self._input.close()
        self.output.close()


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    """Fail the test when a condition does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.3)
