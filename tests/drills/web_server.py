"""The web server of `make run` on an installation, whose worker processes may be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.drills.installation import ROOT, Installation
from tests.servers.processes import spare_port


class WebServer:
    """Gunicorn as deployed; starts with `start`, ends with `end`."""

    def __init__(self, installation: Installation, **environment: str) -> None:
        self.port = spare_port()
        own = {"HOST": "127.0.0.1", "PORT": str(self.port), "WEB_CONCURRENCY": "2", "LOG_LEVEL": "ERROR"}
        self.environment = {**installation.environment, **own, **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until the portal answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi:application"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        deadline = time.monotonic() + 120
        # The port is open before the portal behind it has been loaded.
        while not self.answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether it says that it is healthy."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as link, suppress(OSError):
            link.request("GET", "/healthz")
            return link.getresponse().status == 200
        return False

    def workers(self) -> list[int]:
        """The ids of the worker processes that are there now."""
        assert self.process is not None
        master = self.process.pid
        return [int(word) for word in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def busy_seconds(self) -> float:
        """The time of processors that the worker processes of now have taken."""
        fields = (Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split() for worker in self.workers())
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")

    def kill(self, worker: int) -> None:
        """End a worker process as a lack of memory would; the server starts another."""
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)

    def end(self) -> None:
        """Ask it to end, and wait."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)


@contextmanager
def serving(installation: Installation, **environment: str) -> Iterator[WebServer]:
    """A server that runs as long as the block."""
    installation.command("collectstatic", "--no-input", "--verbosity", "0")
    server = WebServer(installation, **environment)
    try:
        server.start()
        yield server
    finally:
        server.end()
