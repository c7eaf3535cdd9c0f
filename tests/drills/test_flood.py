"""Five hundred posts a minute from one address, and two hundred addresses at once: everyone gets a receipt.

How long others wait is not asserted here: it says more of what else the machine does than of the portal.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.drills.installation import ROOT, Installation
from tests.feedback.citizen import TIP

pytestmark = pytest.mark.drill
FORM = "/feedback/tip/anonymous/"
#: A minute's flood is the same as a third of one.
SECONDS, A_SECOND = 20, 500 / 60

SORTED = """
from portal.feedback.models import Submission
say(low=Submission.objects.filter(priority=0).count(), usual=Submission.objects.filter(priority=1).count())
"""
CLEARED = """
from django.contrib.auth.models import Group, User
from portal.feedback.abuse.clearing import clear
from portal.feedback.models import Submission
officer = User.objects.create_user("officer")
officer.groups.add(Group.objects.get(name="intake"))
refused, kept = clear(Submission.objects.all(), officer)
say(refused=refused, kept=kept)
"""


class Visitor:
    """Reads the form, answers its sum, and sends it, as a person or a program does."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.headers = port, {"X-Forwarded-For": address}
        page = self._ask("GET")[1]
        self.fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        first, second = re.findall(r"(\d+)\s*加\s*(\d+)", page)[0]
        self.fields["captcha-text"] = str(int(first) + int(second))

    def send(self) -> bool:
        """Whether a receipt came."""
        status, page = self.post()
        return status == 200 and "receipt-code" in page

    def post(self, **typed: str) -> tuple[int, str]:
        """Status and page; sent again, it is the same form."""
        return self._ask("POST", urlencode({**TIP, **self.fields, **typed}))

    def _ask(self, method: str, body: str = "") -> tuple[int, str]:
        link = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        link.request(method, FORM, body.encode(), headers)
        answer = link.getresponse()
        page = answer.read().decode()
        link.close()
        return answer.status, page


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[tuple[Installation, int]]:
    """The web server of `make run` behind one proxy."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    installation = Installation(tmp_path, "embedded:")
    installation.environment |= {"PORT": str(port), "TRUSTED_PROXIES": "1", "LOG_LEVEL": "ERROR"}
    installation.command("collectstatic", "--no-input", "--verbosity", "0")
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=installation.environment)
    try:
        _wait_for(port)
        yield installation, port
    finally:
        server.terminate()
        server.wait(20)


def test_others_get_through_a_flood_and_it_is_cleared_in_bulk(site: tuple[Installation, int]) -> None:
    installation, port = site
    others = [Visitor(port, f"198.51.100.{number}") for number in range(10)]
    # Nobody fills in a form in less time.
    time.sleep(5.2)
    over, taken = threading.Event(), []
    flood = threading.Thread(target=_flood, args=(port, over, taken))
    flood.start()
    with ThreadPoolExecutor(50) as pool:
        crowd = [pool.submit(_visit, port, f"203.0.113.{number}") for number in range(200)]
        answers = [other.send() for other in others]
        crowded = sum(one.result() for one in crowd)
    over.set()
    flood.join(120)
    assert crowded == 200 and all(answers) and all(taken)
    found = installation.ask(SORTED)
    assert found["low"] >= len(taken) > 0 and found["usual"] >= len(others)
    assert installation.ask(CLEARED) == {"refused": found["low"], "kept": found["usual"]}


def _flood(port: int, over: threading.Event, taken: list[bool]) -> None:
    """A program: it never leaves out a beat, and its forms carry no stamp of ours."""
    began, number = time.monotonic(), 0
    with ThreadPoolExecutor(20) as pool:
        posts = []
        while not over.is_set() and time.monotonic() - began < SECONDS:
            posts.append(pool.submit(_visit, port, "203.0.113.250", opened=""))
            number += 1
            over.wait(max(0.0, began + number / A_SECOND - time.monotonic()))
    taken.extend(post.result() for post in posts)


def _visit(port: int, address: str, **fields: str) -> bool:
    visitor = Visitor(port, address)
    visitor.fields |= fields
    return visitor.send()


def _wait_for(port: int) -> None:
    """The port is open before the portal behind it has been loaded."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as link, suppress(OSError):
            link.request("GET", "/healthz")
            answer = link.getresponse()
            answer.read()
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError("the server did not start")
